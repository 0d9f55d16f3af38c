import ast
import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import qa_app.domain
from qa_app.domain.access_requests import AccessPurpose, AccessRefusal
from qa_app.domain.actions import ActionState, ActionStep, Owner
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.bars import RECORDED_TIES, ConflictReason
from qa_app.domain.chart_notes import NoteKind
from qa_app.domain.competency_answers import AssessmentKind
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.decision_objections import Vote
from qa_app.domain.escalation import Authority, NoHarmAnswer, Outcome
from qa_app.domain.events import Event
from qa_app.domain.export_requests import RefusalReason
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOverReason
from qa_app.domain.holidays import HolidayAct
from qa_app.domain.incidents import Handling, Judgement
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.item_flags import FlagReason
from qa_app.domain.learning import GoalState
from qa_app.domain.month_plans import LineState
from qa_app.domain.objections import Ground, ObjectionStep
from qa_app.domain.openings import Why
from qa_app.domain.papers import Revoked
from qa_app.domain.permissions import GRANTS
from qa_app.domain.personal_numbers import Found
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.domain.reading_pairs import DissolveReason, HowSettled
from qa_app.domain.referrals import ReferralStep
from qa_app.domain.reminders import RobotKind
from qa_app.domain.replacements import ReplaceReason
from qa_app.domain.report_facts import ReportKind
from qa_app.domain.retention import Rule
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.rubric_diff import ItemKind
from qa_app.domain.sample_design import DrawMethod
from qa_app.domain.second_factors import Way
from qa_app.domain.session_blocks import Block
from qa_app.domain.session_moves import DayAnswer, MoveReason
from qa_app.domain.sign_in import LinkKind
from qa_app.domain.single_moderation import CauseKind
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.domain.supervision_agreements import AgreementKind, EndReason, OverReason
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.training import TrainingFact
from qa_app.domain.voiding import VoidReason
from qa_app.domain.workers import EndedWhy, FactKind
from qa_app.models.act_seals import SEAL
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS, FLAWS, OBJECTS, detail_value
from qa_app.wording.journal_details import DETAILS
from qa_app.wording.journal_groups import GROUPS, group_of
from qa_app.wording.journal_values import VALUES

ROOT = Path(__file__).resolve().parents[2]
WRITTEN: tuple[tuple[str, Iterable[str]], ...] = (
    ("agreed", AgreementKind),
    ("answer", DayAnswer),
    ("authority", Authority),
    ("block", Block),
    ("causes", CauseKind),
    ("change", (*HolidayAct, EndedWhy.OVER, EndedWhy.MISTAKEN)),
    ("comparison", ItemKind),
    ("fact", (*TrainingFact, *FactKind)),
    ("factor", Way),
    ("form", ExportForm),
    ("kind", (*EntryKind, *ReportKind, *RobotKind, *LinkKind, *NoteKind, *AssessmentKind)),
    ("kinds", ("phone", "mail", "id_number", *Found)),
    ("method", DrawMethod),
    ("outcome", (*Outcome, *NoHarmAnswer, *Vote)),
    ("owner", Owner),
    ("profile", Profile),
    ("purpose", (*AccessPurpose, *Purpose)),
    ("reason", (*ReplaceReason, *RoundCancelReason, *CancelReason, *AddReason, *VoidReason)),
    ("reason", (*HandOverReason, *DissolveReason, *MoveReason, *FlagReason, *Ground, *HowSettled)),
    ("reason", (*EndReason, *OverReason, *ConflictReason)),
    ("refusal", (*AccessRefusal, *RefusalReason)),
    ("relaxed", Safeguard),
    ("roles", GRANTS),
    ("rule", Rule),
    ("rules", PlanRule),
    ("stage", Stage),
    ("state", (*LineState, *SessionState, *RecordState, *ActionState)),
    ("step", (*ActionStep, *ObjectionStep, *ReferralStep, *Handling, *Judgement)),
    ("step", (EndedWhy.OVER, EndedWhy.MISTAKEN, GoalState.REACHED, GoalState.DROPPED)),
    ("tie", RECORDED_TIES),
    ("type", SessionType),
    ("why", (*Revoked, *Why)),
)
"""Detail to the codes that services write there, as the rules of the trade list them."""


def events() -> list[type[Event]]:
    for module in pkgutil.iter_modules(qa_app.domain.__path__):
        importlib.import_module(f"qa_app.domain.{module.name}")
    # a dataclass with slots leaves its first form behind among the subclasses
    return [kind for kind in Event.__subclasses__() if hasattr(kind, "action")]


def test_every_act_and_every_kind_of_thing_has_words_and_no_other() -> None:
    assert {kind.action for kind in events()} == set(ACTIONS)
    assert {kind.object_type for kind in events()} == set(OBJECTS)
    zh = Words("zh")
    for message in (*ACTIONS.values(), *OBJECTS.values(), *FLAWS.values()):
        assert zh.say(message) != message, message


def test_two_acts_never_read_alike() -> None:
    for language in ("zh", "en"):
        words = [Words(language).say(message) for message in ACTIONS.values()]
        assert len(set(words)) == len(words)


def test_every_recorded_detail_and_every_coded_value_has_words() -> None:
    common = {field.name for field in fields(Event)}
    recorded = {field.name for kind in events() for field in fields(kind)} - common
    # whoever writes the journal adds the seal
    assert recorded | {SEAL} == set(DETAILS)
    zh = Words("zh")
    messages = [message for values in VALUES.values() for message in values.values()]
    for message in (*DETAILS.values(), *messages):
        assert zh.say(message) != message, message
    for name, codes in WRITTEN:
        assert [code for code in codes if detail_value(zh, name, str(code)) is None] == [], name


def test_every_code_that_a_service_writes_down_has_words() -> None:
    names = {kind.__name__ for kind in events()} | {"learn"}
    zh, without = Words("zh"), []
    for file in sorted((ROOT / "qa_app").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name_of(call.func) in names:
                without += [
                    (file.name, keyword.arg, code)
                    for keyword in call.keywords
                    if keyword.arg in VALUES
                    for code in _literals(keyword.value)
                    if detail_value(zh, keyword.arg or "", code) is None
                ]
    assert without == []


SHOWN_BY = {"shown_draft": 1, "Look": 0, "_opened": 1, "_desk": 1}
"""Calls of pages that note who opened what, with the place at which they name the page."""


def test_every_page_that_is_noted_when_it_is_opened_has_words() -> None:
    zh, found, without = Words("zh"), set(), set()
    for file in sorted((ROOT / "qa_app" / "web").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or _name_of(call.func) not in SHOWN_BY:
                continue
            place = SHOWN_BY[_name_of(call.func)]
            named = call.args[place] if len(call.args) > place else None
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                found.add(named.value)
                if detail_value(zh, "view", named.value) is None:
                    without.add(named.value)
    assert found >= {"workspace", "report", "marks", "scans", "action"}
    assert without == set()


def _name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _literals(value: ast.expr) -> list[str]:
    """Codes that stand in a call as they are: a text, or one of two texts."""
    parts = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and text]


def test_a_value_without_words_stays_as_it_is() -> None:
    assert detail_value(Words("en"), "kind", "answer") == "answer"
    assert detail_value(Words("zh"), "reason", "wrong_file") == "评查的不是被抽中的案卷"
    assert detail_value(Words("zh"), "key", "answer") is None
    assert detail_value(Words("zh"), "kind", "C2") is None


def test_acts_are_offered_by_what_they_are_about() -> None:
    # signing in and a session of supervision begin with the same word
    assert group_of("session:start") == group_of("account:create") != group_of("session:plan")
    assert group_of("session:plan") == group_of("record:sign")
    assert group_of("backup:make") == group_of("never heard of") == GROUPS[-1]
    # keys that sign papers, and those that seal texts
    assert group_of("key:rotate") == group_of("paper:issue") != group_of("key:seal")
    assert {group_of(code) for code in ACTIONS} == set(GROUPS)
