from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_decisions import (
    Condition,
    DecisionState,
    Paper,
    Proposal,
    check_days,
    check_evidence,
    check_paper,
    check_proposal,
    check_second,
    check_statement,
    departs,
    is_before_evidence,
    is_departing,
)
from qa_app.domain.register_status import DECIDED, Cause, Step
from qa_app.domain.register_terms import Terms
from qa_app.domain.released_items import check_release
from qa_app.domain.rules.decision import PROPOSED, Status
from qa_app.paths import resource
from qa_app.rubric_files.criteria import read_criteria

S = Status
DAY = date(2026, 3, 23)
EVIDENCE: dict[str, Any] = {"status": "endorsed", "criteria": []}
STOP = {"status": "not_endorsed", "criteria": [{"type": "stop", "verdict": "not_met"}]}
NEW = Proposal(S.ENDORSED, DAY)
WHY = "两次复查都显示同一问题已经解决，书面材料齐全。"
PAPER = Paper("昆明市人民检察院", "昆检未〔2026〕12号", DAY, "a" * 64)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms


def conditional(*days: int) -> Proposal:
    asked = tuple(Condition("补齐记录", DAY + timedelta(days=one)) for one in days)
    return Proposal(S.CONDITIONAL, DAY, WHY, asked)


def test_a_decision_as_computed_needs_no_reasons(terms: Terms) -> None:
    assert not is_departing(S.ENDORSED, EVIDENCE, None)
    check_proposal(NEW, S.UNDER_REVIEW, (), EVIDENCE, terms)


def test_what_follows_from_which_result() -> None:
    # one row for each decision; "=" follows from that computed result, "!" departs and needs
    # reasons: a suspension or removal follows from what is as bad or worse (criteria file,
    # decision: suspended only within the register, not entered from two failures on)
    computed = ("endorsed", "conditional", "deferred", "not_endorsed", "suspended")
    table = """
        endorsed      = ! ! ! !
        conditional   ! = ! ! !
        deferred      ! ! = ! !
        not_endorsed  ! ! ! = !
        suspended     ! ! ! = =
        withdrawn     ! ! ! = !
    """
    rows = [line.split() for line in table.strip().splitlines()]
    assert [S(row[0]) for row in rows] == list(DECIDED)
    assert {S(one) for one in computed} == set(PROPOSED)
    for status, *signs in rows:
        for result, sign in zip(computed, signs, strict=True):
            for before in (None, S.UNDER_REVIEW, S.ENDORSED):
                found = is_departing(S(status), {"status": result}, before)
                assert found is (sign == "!"), (status, result)


def test_a_suspension_that_is_lifted_as_it_must_be_does_not_depart() -> None:
    lifted = {
        result: not departs(S.CONDITIONAL, S(result), S.SUSPENDED)
        for result in ("endorsed", "conditional", "deferred", "not_endorsed", "suspended")
    }
    assert [result for result, follows in lifted.items() if follows] == ["endorsed", "conditional"]
    assert departs(S.WITHDRAWN, S.ENDORSED, S.SUSPENDED)


def test_a_paper_of_an_earlier_day_than_its_evidence_is_told() -> None:
    paper = Paper("body", "1", DAY)
    assert is_before_evidence(paper, DAY + timedelta(days=1))
    assert not is_before_evidence(paper, DAY)
    assert not is_before_evidence(None, DAY)


@pytest.mark.parametrize("reasons", ["", "太短", "x" * 19, " " * 30])
def test_a_departure_needs_reasons(terms: Terms, reasons: str) -> None:
    new = Proposal(S.NOT_ENDORSED, DAY, reasons)
    with pytest.raises(InvalidError, match="reasons_missing"):
        check_proposal(new, S.UNDER_REVIEW, (), EVIDENCE, terms)
    check_proposal(replace(new, reasons=WHY), S.UNDER_REVIEW, (), EVIDENCE, terms)


def test_conditions_belong_to_an_entry_on_conditions(terms: Terms) -> None:
    check_proposal(conditional(30), S.UNDER_REVIEW, (), EVIDENCE, terms)
    with pytest.raises(InvalidError, match="conditions_missing"):
        check_proposal(conditional(), S.UNDER_REVIEW, (), EVIDENCE, terms)
    with pytest.raises(InvalidError, match="conditions_many"):
        check_proposal(conditional(*range(1, 12)), S.UNDER_REVIEW, (), EVIDENCE, terms)
    asked = replace(NEW, conditions=conditional(30).conditions)
    with pytest.raises(InvalidError, match="conditions_unasked"):
        check_proposal(asked, S.UNDER_REVIEW, (), EVIDENCE, terms)
    empty = replace(conditional(30), conditions=(Condition("  ", DAY),))
    with pytest.raises(InvalidError, match="text_missing"):
        check_proposal(empty, S.UNDER_REVIEW, (), EVIDENCE, terms)


def test_at_most_two_rounds_on_conditions(terms: Terms) -> None:
    steps = [Step(1, S.CONDITIONAL, DAY), Step(2, S.CONDITIONAL, DAY)]
    check_proposal(conditional(30), S.CONDITIONAL, steps[:1], EVIDENCE, terms)
    with pytest.raises(ConflictError, match="conditional_rounds"):
        check_proposal(conditional(30), S.CONDITIONAL, steps, EVIDENCE, terms)


def test_a_suspension_is_lifted_once_no_stop_criterion_fails(terms: Terms) -> None:
    with pytest.raises(ConflictError, match="stop_still_fails"):
        check_proposal(conditional(30), S.SUSPENDED, (), STOP, terms)
    check_proposal(conditional(30), S.SUSPENDED, (), EVIDENCE, terms)


MORNING = datetime(2026, 3, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("evidence", "step", "asked", "code"),
    [
        ({}, None, None, ""),
        ({}, {}, "full", ""),
        # what was put down at the same instant, or runs out by itself, hinders nothing
        ({}, {"made_at": MORNING}, None, ""),
        ({}, {"cause": Cause.EXPIRY, "made_at": MORNING + timedelta(hours=1)}, None, ""),
        ({}, {"effective_on": DAY + timedelta(days=1)}, None, ""),
        ({}, {"made_at": MORNING + timedelta(seconds=1)}, None, "evidence_before"),
        ({"as_of": "2026-03-22"}, {}, None, "evidence_before"),
        ({"as_of": "2025-12-23"}, None, None, ""),
        ({"as_of": "2025-12-22"}, None, None, "evidence_old"),
        ({}, None, "candidate", "set_reasons_missing"),
    ],
)
def test_evidence_is_of_what_stands_and_of_what_is_applied_for(
    evidence: dict[str, str], step: dict[str, Any] | None, asked: str | None, code: str
) -> None:
    plain = {"set": "full", "as_of": DAY.isoformat(), "known_at": MORNING.isoformat()} | evidence
    steps = () if step is None else (replace(Step(1, S.SUSPENDED, DAY), **step),)
    if not code:
        check_evidence(NEW, plain, steps, asked, DAY)
        return
    with pytest.raises((ConflictError, InvalidError), match=code):
        check_evidence(NEW, plain, steps, asked, DAY)


def test_reasons_let_it_judge_by_another_set_and_a_paper_counts_from_its_day() -> None:
    plain = {"set": "full", "as_of": "2025-12-22", "known_at": MORNING.isoformat()}
    paper = replace(PAPER, on=DAY - timedelta(days=1))
    check_evidence(replace(NEW, reasons=WHY, paper=paper), plain, (), "candidate", DAY)


def test_words_that_tell_who_somebody_is_are_refused(terms: Terms) -> None:
    new = Proposal(S.NOT_ENDORSED, DAY, f"{WHY}电话13812345678")
    with pytest.raises(InvalidError, match="phone"):
        check_proposal(new, S.UNDER_REVIEW, (), EVIDENCE, terms)
    with pytest.raises(InvalidError, match="text_missing"):
        check_statement(" ")
    check_statement("我们运行了两年")


def test_words_that_name_a_case_file_are_refused_with_the_field(terms: Terms) -> None:
    case = "KM-25-04XX-QJ7W0"
    asked = (Condition(f"补齐{case}的安全计划", DAY + timedelta(days=30)),)
    for new, field in (
        (Proposal(S.NOT_ENDORSED, DAY, f"{WHY}见{case}"), "reasons"),
        (replace(conditional(30), conditions=asked), "conditions"),
    ):
        with pytest.raises(InvalidError, match="reference_named") as told:
            check_proposal(new, S.UNDER_REVIEW, (), EVIDENCE, terms)
        assert told.value.params == {"what": case, "field": field}
    with pytest.raises(InvalidError, match="reference_named"):
        check_statement(f"见{case}")
    with pytest.raises(InvalidError, match="reference_named"):
        check_release(f"检察院须据此对{case}作出决定", is_released=False)


def test_days_fit_each_other() -> None:
    until = DAY + timedelta(days=180)
    check_days(conditional(1, 180), DAY, until, ())
    for days in ((0,), (181,)):
        with pytest.raises(InvalidError, match="condition_day"):
            check_days(conditional(*days), DAY, until, ())
    for moved in (-1, 91):
        late = replace(NEW, effective_on=DAY + timedelta(days=moved))
        with pytest.raises(InvalidError, match="effective_day"):
            check_days(late, DAY, None, ())
    check_days(replace(NEW, effective_on=DAY + timedelta(days=90)), DAY, None, ())


def test_a_paper_may_be_older_than_today_but_not_than_what_stands() -> None:
    old = replace(NEW, paper=replace(PAPER, on=DAY - timedelta(days=40)))
    old = replace(old, effective_on=DAY - timedelta(days=30))
    check_days(old, DAY, None, ())
    with pytest.raises(InvalidError, match="effective_before"):
        check_days(replace(old, effective_on=DAY - timedelta(days=41)), DAY, None, ())
    with pytest.raises(InvalidError, match="effective_before"):
        check_days(old, DAY, None, [Step(1, S.DEFERRED, DAY - timedelta(days=29))])
    ahead = replace(NEW, paper=replace(PAPER, on=DAY + timedelta(days=1)))
    with pytest.raises(InvalidError, match="paper_ahead"):
        check_days(ahead, DAY, None, ())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuing_body": " "}, "body_missing"),
        ({"number": ""}, "number_missing"),
        ({"scan_digest": ""}, "scan_missing"),
        ({"scan_digest": "A" * 64}, "scan_missing"),
    ],
)
def test_a_paper_says_who_what_and_has_a_scan(changes: dict[str, str], code: str) -> None:
    check_paper(PAPER)
    with pytest.raises(InvalidError, match=code):
        check_paper(replace(PAPER, **changes))


def test_the_second_person_is_another_one_and_the_first_to_answer() -> None:
    check_second(DecisionState.PROPOSED, 1, 2)
    for account in (1, None):
        with pytest.raises(NotAllowedError, match="same_person"):
            check_second(DecisionState.PROPOSED, 1, account)
    for state in (DecisionState.DECIDED, DecisionState.RETURNED, DecisionState.TAKEN_BACK):
        with pytest.raises(ConflictError, match="decision_answered"):
            check_second(state, 1, 2)
