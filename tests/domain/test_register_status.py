from datetime import date, timedelta

import pytest

from qa_app.domain.errors import ConflictError
from qa_app.domain.register_status import (
    DECIDED,
    MOVES,
    Applied,
    Cause,
    Mover,
    Step,
    before_decision,
    check_apply,
    check_move,
    choices,
    review_due,
    rounds_on_conditions,
    standing_on,
    valid_until,
    warns_on,
)
from qa_app.domain.register_terms import Terms
from qa_app.domain.rules.decision import PROPOSED, Status
from qa_app.paths import resource
from qa_app.rubric_files.criteria import read_criteria

S, M = Status, Mover
DAY = date(2026, 3, 23)


@pytest.fixture(scope="module")
def terms() -> Terms:
    return read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms


def test_every_status_is_reached_and_every_move_has_somebody() -> None:
    assert {after for _, after in MOVES} == set(Status)
    assert all(MOVES.values())
    assert set(PROPOSED) < set(DECIDED)


def test_whatever_is_decided_on_screen_can_be_decided_on_paper() -> None:
    for movers in MOVES.values():
        assert M.SCREEN not in movers or M.PAPER in movers


@pytest.mark.parametrize(
    ("before", "screen", "paper"),
    [
        (None, "", "endorsed conditional deferred not_endorsed"),
        (S.APPLIED, "", "endorsed conditional deferred not_endorsed"),
        (S.UNDER_REVIEW, "endorsed conditional deferred not_endorsed", ""),
        (S.DEFERRED, "endorsed conditional deferred not_endorsed", ""),
        (S.ENDORSED, "endorsed conditional suspended withdrawn", ""),
        (S.CONDITIONAL, "endorsed conditional suspended withdrawn", ""),
        (S.SUSPENDED, "conditional withdrawn", ""),
        (S.EXPIRED, "", "endorsed conditional deferred not_endorsed"),
        (S.WITHDRAWN, "", "endorsed conditional deferred not_endorsed"),
    ],
)
def test_what_can_be_decided_from_where(before: Status | None, screen: str, paper: str) -> None:
    assert " ".join(choices(before, M.SCREEN)) == screen
    assert " ".join(choices(before, M.PAPER)) == (paper or screen)


EVERY_MOVE = """
centre: never under_review deferred not_endorsed withdrawn expired > applied
reviewer: applied > under_review
screen: under_review deferred > endorsed conditional deferred not_endorsed
screen: endorsed conditional > endorsed conditional suspended withdrawn
screen: suspended > conditional withdrawn
paper: never applied not_endorsed withdrawn expired > endorsed conditional deferred not_endorsed
paper: under_review deferred > endorsed conditional deferred not_endorsed
paper: endorsed conditional > endorsed conditional suspended withdrawn
paper: suspended > conditional withdrawn
clock: endorsed conditional > expired
"""
"""Who moves an area from where to where."""


def test_of_all_moves_by_everybody_only_those_that_are_listed_are_made() -> None:
    listed = set()
    for line in EVERY_MOVE.strip().splitlines():
        mover, _, move = line.partition(": ")
        befores, afters = (part.split() for part in move.split(" > "))
        listed |= {(before, after, mover) for before in befores for after in afters}
    made, tried = set(), 0
    for before in (None, *Status):
        for after in Status:
            for mover in Mover:
                tried += 1
                try:
                    check_move(before, after, mover)
                except ConflictError:
                    continue
                made.add((before.value if before else "never", after.value, mover.value))
    assert tried == 10 * 9 * 5
    assert made == listed


def test_a_centre_applies_when_nothing_waits_and_nothing_is_suspended() -> None:
    for before in (None, S.ENDORSED, S.CONDITIONAL, S.DEFERRED, S.EXPIRED, S.WITHDRAWN):
        check_apply(before, None)
    # whose first decision, on paper without an application, was set aside
    check_apply(S.UNDER_REVIEW, None)
    check_apply(None, Applied.WITHDRAWN)
    with pytest.raises(ConflictError, match="applied_before"):
        check_apply(None, Applied.UNDER_REVIEW)
    with pytest.raises(ConflictError, match="no_such_move"):
        check_apply(S.SUSPENDED, None)


def test_what_has_run_out_is_expired_before_the_clock_says_so() -> None:
    steps = [Step(1, S.ENDORSED, DAY, DAY + timedelta(days=10))]
    assert standing_on(steps, DAY - timedelta(days=1)) is None
    assert standing_on(steps, DAY) is S.ENDORSED
    assert standing_on(steps, DAY + timedelta(days=10)) is S.ENDORSED
    assert standing_on(steps, DAY + timedelta(days=11)) is S.EXPIRED


def test_a_suspension_never_runs_out_by_itself() -> None:
    steps = [Step(1, S.SUSPENDED, DAY, DAY + timedelta(days=10))]
    assert standing_on(steps, DAY + timedelta(days=99)) is S.SUSPENDED


def test_an_application_tells_outside_the_register_alone() -> None:
    steps = [Step(1, S.ENDORSED, DAY, DAY + timedelta(days=10))]
    assert standing_on((), DAY, Applied.APPLIED) is S.APPLIED
    assert standing_on(steps, DAY, Applied.UNDER_REVIEW) is S.ENDORSED
    late = DAY + timedelta(days=11)
    assert standing_on(steps, late, Applied.UNDER_REVIEW) is S.UNDER_REVIEW
    assert standing_on(steps, late, Applied.WITHDRAWN) is S.EXPIRED


def test_how_long_each_holds(terms: Terms) -> None:
    begun = date(2026, 8, 31)
    for code, status, last in (
        ("candidate", S.ENDORSED, date(2027, 8, 30)),
        ("full", S.ENDORSED, date(2028, 8, 30)),
        ("full", S.CONDITIONAL, date(2027, 2, 27)),
        ("full", S.SUSPENDED, date(2027, 2, 27)),
        ("full", S.DEFERRED, None),
        ("full", S.WITHDRAWN, None),
    ):
        assert valid_until(terms, code, status, begun) == last, status


def test_rounds_on_conditions_are_counted_in_a_row() -> None:
    one, two = Step(1, S.CONDITIONAL, DAY), Step(2, S.CONDITIONAL, DAY)
    assert rounds_on_conditions([one, two]) == 2
    assert rounds_on_conditions([one, Step(2, S.ENDORSED, DAY)]) == 0
    restored = Step(3, S.CONDITIONAL, DAY, cause=Cause.OBJECTION)
    assert rounds_on_conditions([Step(2, S.SUSPENDED, DAY), restored]) == 0


def test_what_stood_before_a_decision() -> None:
    first = Step(1, S.ENDORSED, DAY, decision_id=7)
    second = Step(2, S.SUSPENDED, DAY, decision_id=9)
    assert before_decision([first, second], 9) == first
    assert before_decision([first, second], 7) is None


@pytest.mark.parametrize(
    ("left", "warned"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (0, 7), (-1, None)]
)
def test_warnings_before_the_end(left: int, warned: int | None) -> None:
    assert warns_on(DAY + timedelta(days=left), DAY, (90, 30, 7)) == warned


def test_the_yearly_review() -> None:
    assert review_due(DAY, date(2027, 3, 22), 12) is None
    assert review_due(DAY, date(2027, 3, 23), 12) == date(2027, 3, 23)
    assert review_due(DAY, date(2028, 4, 1), 12) == date(2028, 3, 23)
