"""The second lock leaves no table out, is passed by nowhere unseen, and is told for one transaction."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from qa_app.models.base import Base
from qa_app.models.row_lock import Beyond
from qa_app.models.row_scopes import ROW_SCOPES
from tests.conftest import ROOT

PACKAGE = ROOT / "qa_app"

OUTSIDE = {
    "totals: counts of many, which comparison and reports are made of": """
        month_total item_total reading_month session_month session_owed
        required_month""",
    "what everybody works with: places, centres, rubrics, standards, criteria, calendars": """
        area place centre centre_area holiday holiday_year local_day setting travel_group
        rubric_version rubric_draft item_comparability item_phrase practice_reading baseline
        standard_document standard_clause competency_framework criteria_draft criteria_check
        criteria_sandbox criteria_trial_ask criteria_version criteria_in_force training_course training_module
        training_event training_trainer caseload_ceiling place_population expert released_item
        chart_note""",
    "accounts, how they sign in, and what is their own: asked before anybody is known": """
        account role_grant login_session sign_in_failure address_try known_device account_link
        account_note kept_password passkey code_seed code_card card_code recovery_code factor_state
        factor_reset outside_account mail_address calendar_feed outbox_message idempotency
        team_profile group_robot grant_request counter_check access_request""",
    "who may work where and when: rules over the whole network ask it of everybody": """
        absence supervisor_time tie reader reader_area audit_round audit_round_centre
        audit_round_reader audit_round_rubric session_person session_staff objection_panel
        month_plan month_plan_line""",
    "the register of centres: who is registered is public, and decided by more than one city": """
        centre_profile centre_document centre_key centre_sanction vacancy register_application
        register_decision register_step register_paper register_names decision_condition
        evidence_snapshot period_report report_read export_request""",
    "the installation's own: journal, keys, what the guard of names knows": """
        journal journal_head journal_checkpoint signing_key digest_key sealed_pass guarded_name
        guard_reason""",
}

USES = {
    ("models/act_seals.py", "RULES", 1),
    ("models/required_counts.py", "RULES", 2),
    ("queries/agreed_days.py", "RULES", 1),
    ("queries/agreement_fitness.py", "RULES", 3),
    ("queries/bars.py", "RULES", 1),
    ("queries/double_booking.py", "RULES", 2),
    ("queries/due_sessions.py", "RULES", 3),
    ("queries/due_teams.py", "RULES", 1),
    ("queries/due_work.py", "RULES", 2),
    ("queries/learning.py", "RULES", 1),
    ("queries/plan_ground.py", "RULES", 1),
    ("queries/reliability.py", "RULES", 1),
    ("queries/supervisor_lists.py", "RULES", 1),
    ("queries/undecided.py", "DUTIES", 1),
    ("queries/managed_accounts.py", "ADMINISTRATION", 5),
    ("queries/register.py", "ADMINISTRATION", 2),
    ("queries/audit_pack.py", "ADMINISTRATION", 1),
    ("queries/waiting_roles.py", "ADMINISTRATION", 1),
    ("services/accounts/link_worker.py", "ADMINISTRATION", 1),
    ("services/places/add_practitioner.py", "ADMINISTRATION", 1),
    ("models/new_workers.py", "ADMINISTRATION", 1),
    ("queries/register_lists_posts.py", "ADMINISTRATION", 1),
    ("services/places/end_practitioner.py", "ADMINISTRATION", 1),
    ("queries/export_requests.py", "ADMINISTRATION", 1),
    ("services/supervision/import_sessions.py", "ADMINISTRATION", 1),
    ("queries/session_register.py", "ADMINISTRATION", 2),
    ("queries/trainings.py", "TRAININGS", 4),
    ("services/register/import_register_list.py", "TRAININGS", 1),
    ("queries/named_rows.py", "TRAININGS", 1),
    ("queries/register_lists_training.py", "TRAININGS", 1),
    ("queries/who_saw.py", "WHO_SAW", 1),
    ("queries/feedback.py", "ANONYMOUS", 1),
    ("queries/register_papers.py", "ANONYMOUS", 1),
    ("services/service_records/give_reply.py", "ANONYMOUS", 1),
}
"""Every look past the ceiling: where, why and how often; docs/adr/0046 says why nothing leaks."""

PAST_THE_ORM = {
    "models/act_contents.py": "what an act recorded, for its digest; the whole network, by the system",
    "models/drafts.py": "a supplement that was just opened",
    "models/entries.py": "answers of a draft that `queries.drafts` held before",
    "models/migrate.py": "the version at which the database stands, no row of anybody",
    "models/copying.py": "backups and moves: every row, by the system",
    "models/restoring.py": "a restore: every row, by the system",
    "models/totals.py": "totals only",
    "models/transaction.py": "the journal only",
    "queries/accounts.py": "who is signed in",
    "queries/audits.py": "entries of an audit that is known to be in reach",
    "queries/bars.py": "ties of an account to a file that is known to be in reach",
    "queries/drafts.py": "a draft of the reader, who is named in its condition",
    "queries/counted_parts.py": "the whole network, by the system",
    "queries/kept_totals.py": "totals only",
    "queries/score_check.py": "the whole network, by the system",
    "queries/rubric_words.py": "rubrics only",
    "services/audits/sign_audit.py": "an audit that was found and held before",
}
"""Statements that the ORM does not see: on SQLite nothing locks their rows but who calls them."""

SESSIONS = {
    "models/restoring.py",
    "queries/opening.py",
    "queries/journal.py",
    "services/backups/move_database.py",
}
"""Where sessions are made that nobody signed in for: commands, which act for the system."""


def _sources() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        yield str(file.relative_to(PACKAGE)), file.read_text()


def test_every_table_is_locked_or_stands_outside_for_a_reason() -> None:
    outside = [name for names in OUTSIDE.values() for name in names.split()]
    assert len(outside) == len(set(outside))
    assert not set(outside) & set(ROW_SCOPES)
    assert set(outside) | set(ROW_SCOPES) == set(Base.metadata.tables)


def test_what_a_lock_names_is_there() -> None:
    tables = Base.metadata.tables
    for name, scope in ROW_SCOPES.items():
        columns = {scope.centre, *scope.accounts, *scope.persons} - {None}
        columns |= {column for column, _ in scope.parents}
        assert columns <= set(tables[name].columns.keys()), name
        assert all(parent in ROW_SCOPES for _, parent in scope.parents), name
        for other, *named in (*(one[:3] for one in scope.members), *scope.hosts):
            assert set(named) <= set(tables[other].columns.keys()), name


def test_every_look_past_the_ceiling_is_listed() -> None:
    used = re.compile(r"(?:beyond_reach\(\w+, |looking_beyond\()Beyond\.(\w+)\)")
    found = set()
    for name, source in _sources():
        whys = used.findall(source)
        assert len(whys) == len(re.findall(r"\bBeyond\.\w+", source)) or "row_lock" in name, name
        found |= {(name, why, whys.count(why)) for why in whys}
    assert found == USES
    assert {why for _, why, _ in USES} == {one.name for one in Beyond}
    told = (ROOT / "docs/adr/0046-a-second-lock.md").read_text()
    assert all(f"`{one.name}`" in told for one in Beyond)


def test_what_goes_past_the_orm_is_listed() -> None:
    past = re.compile(r"\bPrepared\((?!\s*statement)|connection\(\)\.execute\(|exec_driver_sql\(")
    inside = {"models/row_lock.py", "models/row_policies.py", "models/engine.py"}
    found = {name for name, source in _sources() if past.search(source)} - inside
    assert found - set(PAST_THE_ORM) == set()


TRIGGERS = {
    "models/escalation_triggers.py",
    "models/follow_up_triggers.py",
    "models/record_triggers.py",
    "models/register_decisions.py",
    "models/triggers.py",
}
"""Where words of SQL name locked tables: triggers run for the one row that a statement touches."""


def test_no_words_of_sql_name_a_locked_table() -> None:
    named = re.compile(rf"(?:FROM|JOIN|UPDATE|INTO)\s+\"?({'|'.join(ROW_SCOPES)})\b")
    found = {
        name
        for name, source in _sources()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and named.search(node.value)
    }
    assert found == TRIGGERS


def test_settings_end_with_their_transaction() -> None:
    for name, source in _sources():
        assert not re.search(r"\bSET\s+(?:SESSION\s+)?plumbline\.", source), name
        for call in re.findall(r"set_config\([^)]*\)", source):
            assert re.search(r", true\)|, True\)", call), (name, call)


def test_sessions_of_the_web_begin_closed() -> None:
    made = re.compile(r"(?<![\w.])Session\((?!\))")
    found = {name for name, source in _sources() if made.search(_code(source))}
    assert found == SESSIONS
    assert "**closed_session()" in Path(PACKAGE / "extensions.py").read_text()


def _code(source: str) -> str:
    return re.sub(r"class \w+\(.*|\"\"\"[\s\S]*?\"\"\"", "", source)
