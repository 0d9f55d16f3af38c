"""Rules of the house that the import contracts cannot see."""

import ast
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from qa_app.domain import defaults, rhythm_defaults, trust_defaults
from tests.conftest import ROOT

PACKAGE = ROOT / "qa_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED_IN_DOMAIN = {
    "bisect",
    "collections",
    "cryptography",  # signatures only (ADR 0043)
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "operator",
    "pyotp",  # the codes of RFC 6238 (ADR 0045)
    "re",
    "statistics",
    "typing",
    "typing_extensions",
    "unicodedata",
    "zlib",  # a checksum (ADR 0043)
    "qa_app",
}

COVERED_BY = {
    "domain/access_events": "wording/test_journal",
    "domain/access_requests": "services/access/test_access",
    "domain/openings": "services/access/test_access",
    "domain/post_lists": "services/register/test_post_list",
    "domain/record_told": "web/test_records",
    "domain/role_rules": "domain/test_permissions",
    "domain/two_hats": "services/access/test_counter_check",
    "services/criteria/note_trial": "services/criteria/test_ask_criteria_trial",
    "services/access/answer_access": "services/access/test_access",
    "services/access/ask_access": "services/access/test_access",
    "services/access/end_access": "services/access/test_access",
    "services/access/note_once": "web/test_access",
    "services/access/sign_counter_check": "services/access/test_counter_check",
    "services/accounts/close_dormant": "services/accounts/test_end_sessions_of",
    "services/accounts/end_other_sessions": "services/accounts/test_end_sessions_of",
    "services/accounts/link_worker": "web/test_worker_link",
    "services/accounts/put_note_away": "services/accounts/test_end_sessions_of",
    "services/accounts/take_link": "services/accounts/test_make_link",
    "domain/data_classes": "house/test_data_classes",
    "domain/privacy_events": "wording/test_journal",
    "domain/retention": "services/privacy/test_retention",
    "domain/reduced_texts": "services/privacy/test_retention",
    "services/privacy/keep_digest_key": "services/privacy/test_seal_anew",
    "services/privacy/reduce_texts": "services/privacy/test_retention",
    "services/privacy/remove_rows": "services/privacy/test_retention",
    "services/privacy/keep_text": "web/test_text_guard",
    "services/privacy/note_refusal": "web/test_text_guard",
    "services/privacy/add_guarded_name": "cli/test_guard",
    "services/privacy/remove_guarded_name": "cli/test_guard",
    "domain/worker_events": "services/workers/test_facts",
    "services/workers/end_fact": "services/workers/test_facts",
    "services/workers/end_training": "services/workers/test_save_training",
    "services/workers/save_fact": "services/workers/test_facts",
    # shapes without a decision of their own stand with what decides over them
    "domain/case_input": "domain/test_case_plain",
    "domain/verdicts": "domain/test_criteria_list",
    "domain/conditions": "domain/test_condition_truth",
    "domain/conditions_thaw": "domain/test_rubric_check",
    "domain/defaults": "house/test_code",
    "domain/rhythm_defaults": "house/test_code",
    "domain/trust_defaults": "house/test_code",
    "domain/rubric_events": "wording/test_journal",
    "domain/agreed_events": "wording/test_journal",
    "domain/action_waiting": "domain/test_actions",
    "domain/agreement_events": "wording/test_journal",
    "domain/supervisor_review_events": "wording/test_journal",
    "domain/region_review_events": "wording/test_journal",
    "domain/chart_events": "wording/test_journal",
    "domain/standing_events": "wording/test_journal",
    "domain/permission_names": "domain/test_permissions",
    "services/decisions/apply_for_register": "services/decisions/test_applications",
    "services/decisions/take_back_application": "services/decisions/test_applications",
    "services/decisions/take_up_application": "services/decisions/test_applications",
    "services/decisions/freeze_evidence": "services/decisions/test_deciding",
    "services/decisions/put_forward_decision": "services/decisions/test_deciding",
    "services/decisions/confirm_decision": "services/decisions/test_deciding",
    "services/decisions/return_decision": "services/decisions/test_deciding",
    "services/decisions/settle_condition": "services/decisions/test_deciding",
    "services/decisions/file_objection": "services/decisions/test_panels",
    "services/decisions/seat_member": "services/decisions/test_panels",
    "services/decisions/vote_on_objection": "services/decisions/test_panels",
    "services/decisions/release_text": "services/decisions/test_releases",
    "services/decisions/withdraw_release": "services/decisions/test_releases",
    "services/decisions/propose_names": "services/decisions/test_names",
    "services/decisions/answer_names": "services/decisions/test_names",
    "services/criteria/hand_in_criteria": "services/criteria/test_publish_criteria_draft",
    "services/criteria/tick_criteria_check": "services/criteria/test_publish_criteria_draft",
    "services/criteria/discard_criteria_draft": "services/criteria/test_publish_criteria_draft",
    "services/criteria/propose_criteria_set": "services/criteria/test_settle_criteria_set",
    "services/charts/add_note": "services/charts/test_notes",
    "services/charts/change_note": "services/charts/test_notes",
    "services/charts/remove_note": "services/charts/test_notes",
    "services/charts/begin_baseline": "services/charts/test_baselines",
    "services/charts/take_back_baseline": "services/charts/test_baselines",
    "services/learning/add_goal": "services/learning/test_goals",
    "services/learning/close_goal": "services/learning/test_goals",
    "services/records/take_out_action": "services/records/test_agree_action",
    "services/agreements/take_back_absence": "services/agreements/test_record_absence",
    "domain/case_cells": "domain/test_case_list",
    "domain/case_feet": "domain/test_case_list",
    "domain/case_entries": "domain/test_case_list",
    "domain/expertise": "services/standards/test_publish_rubric",
    "domain/list_faults": "domain/test_case_list",
    "domain/sources": "wording/test_rubrics",
    "domain/rubric": "domain/test_rubric_check",
    "domain/rubric_limits": "domain/test_clocks",
    "domain/rubric_rhythm": "domain/test_frequency",
    "domain/rubric_rules": "domain/test_scoring_rules",
    "domain/scoring_result": "domain/test_scoring_explain",
    "domain/service_events": "wording/test_journal",
    "services/service_records/record_referral": "services/service_records/test_referrals",
    "services/service_records/move_referral": "services/service_records/test_referrals",
    "services/service_records/take_back_record": "services/service_records/test_referrals",
    "services/service_records/record_complaint": "services/service_records/test_complaints",
    "services/service_records/answer_complaint": "services/service_records/test_complaints",
    "services/service_records/record_incident": "services/service_records/test_incidents",
    "services/service_records/move_incident": "services/service_records/test_incidents",
    "services/service_records/state_incidents": "services/service_records/test_incidents",
    "services/service_records/open_asking": "services/service_records/test_feedback",
    "services/service_records/give_reply": "services/service_records/test_feedback",
    "services/service_records/enter_reply": "services/service_records/test_feedback",
    # parts of one act are tested through the act
    "services/second_factors/begin_codes": "services/second_factors/test_codes",
    "services/second_factors/confirm_codes": "services/second_factors/test_codes",
    "services/second_factors/renew_recovery_codes": "services/second_factors/test_codes",
    "services/second_factors/end_factor": "services/second_factors/test_codes",
    "services/second_factors/make_card": "services/second_factors/test_cards",
    "services/second_factors/confirm_card": "services/second_factors/test_cards",
    "services/second_factors/add_passkey": "services/second_factors/test_passkeys",
    "services/second_factors/name_passkey": "services/second_factors/test_passkeys",
    "services/second_factors/remove_passkey": "services/second_factors/test_passkeys",
    "services/second_factors/sign_in_by_passkey": "services/second_factors/test_passkeys",
    "services/second_factors/answer_question": "services/second_factors/test_answers",
    "services/second_factors/answer_again": "services/second_factors/test_answers",
    "services/second_factors/ask_reset": "services/second_factors/test_resets",
    "services/second_factors/decide_reset": "services/second_factors/test_resets",
    "services/second_factors/link_outside": "services/second_factors/test_outside",
    "services/second_factors/unlink_outside": "services/second_factors/test_outside",
    "services/second_factors/sign_in_outside": "services/second_factors/test_outside",
    "services/second_factors/note_due": "services/second_factors/test_answers",
    "domain/register": "services/places/test_add_centres",
    "domain/report_parts": "domain/test_audit_report",
    "domain/library_events": "wording/test_journal",
    "domain/paper_events": "wording/test_journal",
    "domain/criteria_events": "wording/test_journal",
    "domain/trial_events": "wording/test_journal",
    "domain/certificate_events": "wording/test_journal",
    "domain/export_events": "services/operations/test_export_items",
    "domain/reader_events": "domain/test_hand_over",
    "domain/moderation_events": "wording/test_journal",
    "services/operations/answer_export": "services/operations/test_request_export",
    "services/operations/take_export": "services/operations/test_request_export",
    "domain/follow_up_events": "wording/test_journal",
    "domain/mark_events": "wording/test_journal",
    "domain/session_list": "services/supervision/test_import_sessions",
    "domain/competency_events": "wording/test_journal",
    "domain/limit_events": "wording/test_journal",
    "domain/local_day_events": "wording/test_journal",
    "domain/session_moves": "services/supervision/test_move_session",
    "domain/session_events": "wording/test_journal",
    "domain/backups": "services/backups/test_backups",
    "domain/journal_events": "wording/test_journal",
    "services/backups/hold_drill": "services/backups/test_backups",
    "services/backups/make_backup": "services/backups/test_backups",
    "services/backups/move_database": "services/backups/test_backups",
    "services/backups/restore_backup": "services/backups/test_backups",
    "services/journal/note_anchor": "services/journal/test_reseal_journal",
    "services/audits/raise_harm": "services/audits/test_harm",
    "services/audits/settle_harm": "services/audits/test_harm",
    "services/audits/ask_no_harm": "services/audits/test_harm",
    "services/audits/answer_no_harm": "services/audits/test_harm",
    "services/audits/unflag_item": "services/audits/test_harm",
    "services/audits/flag_item": "services/audits/test_harm",
    "domain/action_steps": "services/findings/test_work_action",
    "models/kept_names": "services/answers/test_kept_names",
    "domain/answer_texts": "services/answers/test_give_answer",
    "domain/parties": "services/answers/test_give_answer",
    "domain/follow_up": "web/test_follow_up",
    "domain/service_record_lists": "services/service_records/test_record_lists",
    "services/findings/take_back_retraining": "services/findings/test_record_retraining",
    "services/findings/check_action": "services/findings/test_work_action",
    "services/answers/uphold_result": "services/answers/test_objections",
    "domain/amendments": "services/answers/test_amendments",
    "services/answers/propose_amendment": "services/answers/test_amendments",
    "services/answers/settle_amendment": "services/answers/test_amendments",
    "services/answers/raise_objection": "services/answers/test_objections",
    "services/standards/add_clause": "services/standards/test_change_clause",
    "services/standards/add_document": "services/standards/test_change_document",
    "services/standards/put_document_in_force": "services/standards/test_change_document",
    "services/standards/supersede_document": "services/standards/test_change_document",
    "services/audits/ask_void": "services/audits/test_voiding",
    "services/audits/confirm_void": "services/audits/test_voiding",
    "domain/condition_check": "domain/test_rubric_check",
    "domain/item_check": "domain/test_rubric_check",
    "domain/library_check": "rubric_files/test_library_files",
    "domain/rubric_freeze": "domain/test_rubric_check",
    "domain/rubric_library": "domain/test_rubric_check",
    "domain/rubric_names": "domain/test_rubric_check",
    "domain/rubric_shapes": "domain/test_rubric_check",
    "domain/rubric_thaw": "domain/test_rubric_check",
    "domain/rubric_thaw_rules": "domain/test_scoring_rules",
    "domain/rule_rubric_check": "rubric_files/test_reader",
    "domain/scale_check": "domain/test_rubric_unfreeze",
    "domain/scoring_compile": "domain/test_scoring",
    "domain/scoring_walk": "domain/test_scoring",
    "domain/spans": "domain/test_rubric_check",
    "domain/reminder_events": "wording/test_journal",
    "domain/month_plan_events": "wording/test_journal",
    "domain/round_events": "wording/test_journal",
    "domain/sign_in_events": "services/accounts/test_sign_in_again",
    "domain/second_factor_events": "wording/test_journal",
    "domain/statistics/hypergeometric": "domain/statistics/test_intervals",
    "domain/text_check": "rubric_files/test_reader",
}
"""Modules whose tests have another name, and where they are."""


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_domain_imports_only_what_is_pure() -> None:
    files = sorted((PACKAGE / "domain").rglob("*.py"))
    assert len(files) > 20
    for file in files:
        # scipy stands behind two seams, which load it when a quantile or a month is asked for
        seam = {"scipy"} if file.name in {"distributions.py", "planning_solver.py"} else set()
        assert set(imported(file)) <= ALLOWED_IN_DOMAIN | seam, file


def test_one_module_commits() -> None:
    committing = {
        file.relative_to(PACKAGE).as_posix()
        for file in MODULES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committing == {"models/transaction.py"}


def test_each_service_module_has_one_public_function_of_its_name() -> None:
    files = [f for f in (PACKAGE / "services").glob("*/*.py") if f.name != "__init__.py"]
    assert len(files) >= 6
    for file in files:
        functions = [
            node.name
            for node in tree(file).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        assert functions == [file.stem], file


def test_events_stand_in_modules_of_events() -> None:
    found = {
        f"{file.stem}.{node.name}"
        for file in MODULES
        if not file.stem.endswith("events")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Event" for base in node.bases)
    }
    assert found == set()


def test_a_view_makes_at_most_one_service_call() -> None:
    seen = 0
    for file in sorted((PACKAGE / "web").rglob("*.py")):
        body = tree(file)
        functions = {node.name: node for node in body.body if isinstance(node, ast.FunctionDef)}
        services = {
            alias.asname or alias.name
            for node in body.body
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("qa_app.services")
            for alias in node.names
            if alias.name[0].islower()
        }
        for view in functions.values():
            calls = [name for name in called_from(view, functions, ()) if name in services]
            assert len(calls) <= 1, (file, view.name, calls)
            seen += len(calls)
    assert seen > 20


def called_from(
    view: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef], above: tuple[str, ...]
) -> Iterator[str]:
    """Names that a function calls, also through functions of its own module."""
    for node in ast.walk(view):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = node.func.id
        yield name
        if name in functions and name not in (*above, view.name):
            yield from called_from(functions[name], functions, (*above, view.name))


def test_every_domain_and_service_module_has_its_tests() -> None:
    missing, needless = [], []
    for folder in ("domain", "services"):
        for file in sorted((PACKAGE / folder).rglob("*.py")):
            if file.name == "__init__.py":
                continue
            module = file.relative_to(PACKAGE).with_suffix("").as_posix()
            parent, _, name = module.rpartition("/")
            own = ROOT / "tests" / f"{parent}/test_{name}.py"
            elsewhere = COVERED_BY.get(module)
            if elsewhere is not None and own.is_file():
                needless.append(module)
            if not own.is_file() and not (
                elsewhere and (ROOT / "tests" / f"{elsewhere}.py").is_file()
            ):
                missing.append(module)
    assert (missing, needless) == ([], [])
    assert all((PACKAGE / f"{module}.py").is_file() for module in COVERED_BY)


@pytest.mark.parametrize(
    ("folder", "ending", "most"), [("qa_app", ".py", 400), ("templates", ".html", 150)]
)
def test_nothing_grows_past_its_size(folder: str, ending: str, most: int) -> None:
    files = list((ROOT / folder).rglob(f"*{ending}"))
    assert files
    large = {
        file.name: n for file in files if (n := len(file.read_text("utf-8").splitlines())) > most
    }
    assert not large


def test_status_codes_are_written_as_numbers() -> None:
    assert [file.name for file in MODULES if "HTTPStatus" in file.read_text("utf-8")] == []


def default_names() -> set[str]:
    return {
        name
        for part in (defaults, rhythm_defaults, trust_defaults)
        for name in vars(part)
        if name.isupper()
    }


def test_every_default_is_explained() -> None:
    names = default_names()
    rows = re.findall(r"^\| (`.*?`) \|", (ROOT / "docs" / "defaults.md").read_text("utf-8"), re.M)
    explained = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(names) > 10
    assert (names - explained, explained - names) == (set(), set())


def test_every_default_is_used() -> None:
    own = [
        PACKAGE / "domain" / name
        for name in ("defaults.py", "rhythm_defaults.py", "trust_defaults.py")
    ]
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for file in MODULES
        if file not in own
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Name | ast.Attribute)
    }
    names = default_names()
    made_of_others = {
        node.id
        for file in own
        for statement in tree(file).body
        if isinstance(statement, ast.AnnAssign) and statement.value is not None
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Name)
    }
    assert names - used - made_of_others == set()


def test_what_may_not_be_committed_is_not_there() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.split()] if listed.returncode == 0 else MODULES
    assert files
    index = re.compile(
        r"--(?:extra-)?index-url|pypi\.(?:org|python)|files\.pythonhosted|registry\.npm"
    )
    machine = re.compile(r"/(?:work|farm|root)/[a-z]")
    for file in files:
        if file.suffix in {".ttf", ".mo", ".png"} or file.is_relative_to(ROOT / "tests" / "house"):
            continue
        text = file.read_text("utf-8")
        assert not index.search(text), file
        assert not machine.search(text), file
