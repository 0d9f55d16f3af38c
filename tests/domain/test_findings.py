from datetime import date

import pytest

from qa_app.domain.actions import ActionKind
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import (
    ActionPlan,
    FindingDraft,
    FindingKind,
    FindingSheet,
    check_sheet,
    covered_items,
    enough_for,
    kind_of,
    known_items,
    owed_items,
    strictest_kind,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from tests.audits import SECTIONS
from tests.builders import LIBRARY, a_file

DAY = date(2026, 3, 23)
F, S = FindingKind.FINDING, FindingKind.STRENGTH


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return freeze(a_file(*SECTIONS), LIBRARY)


def line(*items: str, **fields: object) -> FindingDraft:
    return FindingDraft(F, items or ("A1",), **fields)


def code_of(rubric: Rubric, *lines: FindingDraft, **fields: object) -> str:
    try:
        check_sheet(rubric, FindingSheet(lines, **fields), DAY)
    except InvalidError as fault:
        return f"{fault.code} {fault.params.get('place', '')}".strip()
    return ""


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((), ""),
        ((line("A1", "B1", text="联系记录缺失", is_main=True),), ""),
        ((FindingDraft(F, ()),), "unknown_item 1"),
        ((line(), line("Z9")), "unknown_item 2"),
        ((line(is_main=True),) * 3, ""),
        ((line(is_main=True),) * 4, "too_many_main"),
        ((line(),) * 21, "too_many_lines"),
        ((FindingDraft(S, ("A1",), action=ActionPlan()),), "strength_with_action 1"),
        ((line(text="x" * 1001),), "text_too_long 1"),
        ((line(text="身份证11010519491231002X"),), "id_number 1"),
        ((line(action=ActionPlan("打13800138000")),), "phone 1"),
        ((line(text="姓名：王小明"),), "likely_name 1"),
        ((line(action=ActionPlan(due_on=date(2026, 6, 21))),), ""),
        ((line(action=ActionPlan(due_on=date(2026, 6, 22))),), "due_out_of_bounds 1"),
        ((line(action=ActionPlan(due_on=date(2026, 3, 22))),), "due_out_of_bounds 1"),
        ((line("A2", action=ActionPlan(due_on=date(2026, 4, 23))),), "due_out_of_bounds 1"),
        ((line("B1", "A1", action=ActionPlan(due_on=date(2026, 4, 7))),), "due_out_of_bounds 1"),
    ],
)
def test_what_a_sheet_may_hold(rubric: Rubric, lines: tuple[FindingDraft, ...], code: str) -> None:
    assert code_of(rubric, *lines) == code


def test_a_name_stays_when_its_writer_says_so(rubric: Rubric) -> None:
    assert code_of(rubric, line(text="姓名：王小明"), name_reason="法院要求写明") == ""


def test_the_talk_with_the_worker_lies_behind(rubric: Rubric) -> None:
    assert code_of(rubric, discussed_on=DAY) == ""
    assert code_of(rubric, discussed_on=date(2026, 3, 24)) == "talk_ahead"


def test_while_answers_may_change_the_most_severe_item_sets_the_limits(rubric: Rubric) -> None:
    assert strictest_kind(rubric, ["A1"]) is ActionKind.OTHER
    assert strictest_kind(rubric, ["A1", "A2"]) is ActionKind.GATE
    assert strictest_kind(rubric, ["A2", "B1"]) is ActionKind.RED_LINE
    assert known_items(rubric) == ("A1", "A2", "B1")


def test_once_signed_the_most_severe_failure_sets_them() -> None:
    assert kind_of(["A2", "B1"], ["B1"], ["A2"]) is ActionKind.RED_LINE
    assert kind_of(["A2", "B1"], [], ["A2"]) is ActionKind.GATE
    assert kind_of(["A2", "B1"], ["B2"], ["A3"]) is ActionKind.OTHER


@pytest.mark.parametrize(
    ("kind", "enough"),
    [
        (ActionKind.RED_LINE, {"A1", "A2", "B1"}),
        (ActionKind.GATE, {"A1", "A2"}),
        (ActionKind.OTHER, {"A1"}),
    ],
)
def test_a_milder_action_is_not_enough(kind: ActionKind, enough: set[str]) -> None:
    assert enough_for(kind, ["A1", "A2", "B1"], ["B1"], ["A2"]) == enough


def test_a_critical_item_that_failed_is_owed_a_finding_with_an_action() -> None:
    lines = [(("A2",), False), (("B1", "A1"), True), (("B1",), False)]
    covered = covered_items(lines)
    assert covered == {"A2": False, "B1": True, "A1": True}
    assert owed_items(["B1", "A2", "C1"], covered) == ("A2", "C1")
