"""Acts held against rows: what is named, and what is not said of what cannot be known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Told, Unlike

AT = datetime(2026, 3, 1, tzinfo=UTC)
ACT = RecordedAct("audit:sign", 7, AT, "seal", digest="d")
ROW = Told(12, "audit:sign", 7, AT, digest="d", seal="seal")
SEALED = Since(1)
WHAT = (Kind.REVIEW, 3)


def held(acts: list[RecordedAct], rows: list[Told], since: Since = SEALED) -> Held:
    found = Held()
    found.hold(WHAT, acts, rows, since)
    return found


def test_a_row_that_tells_what_is_recorded() -> None:
    assert held([ACT], [ROW]) == Held(acts=1)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (replace(ROW, by=8), ActFault.OTHERWISE),
        (replace(ROW, at=AT + timedelta(seconds=1)), ActFault.OTHERWISE),
        (replace(ROW, seal="other"), ActFault.CHANGED),
        (replace(ROW, seal="", digest="e"), ActFault.CHANGED),
        (replace(ROW, digest="e"), ActFault.CHANGED),
        (replace(ROW, seal=""), ActFault.UNSEALED),
    ],
)
def test_a_row_that_tells_otherwise(row: Told, fault: ActFault) -> None:
    assert held([ACT], [row]).unlike == [Unlike(*WHAT, fault, 12)]


def test_an_act_without_a_row_and_a_row_without_an_act() -> None:
    other = replace(ROW, step="confirm")
    assert held([ACT], [other]).unlike == [
        Unlike(*WHAT, ActFault.UNTOLD),
        Unlike(*WHAT, ActFault.LOST, 12),
    ]
    outcome = replace(ACT, outcome="endorsed")
    assert held([outcome], [ROW]).unlike == [Unlike(*WHAT, ActFault.OTHERWISE, 12)]


def test_what_a_row_and_a_record_need_not_say() -> None:
    assert held([ACT], [replace(ROW, digest="", outcome="endorsed", count=3)]) == Held(acts=1)
    outcome = replace(ACT, outcome="endorsed", count=3)
    assert held([outcome], [replace(ROW, outcome="endorsed", count=3)]) == Held(acts=1)
    wrong = held([outcome], [replace(ROW, outcome="endorsed", count=2)])
    assert wrong.unlike == [Unlike(*WHAT, ActFault.OTHERWISE, 12)]


def test_acts_of_one_record_without_rows_read_alike() -> None:
    assert held([ACT, replace(ACT, by=8)], []).unlike == [Unlike(*WHAT, ActFault.UNTOLD)]


def test_rows_from_before_seals_are_counted() -> None:
    mute = replace(ROW, seal="")
    assert held([ACT], [mute], Since(None)) == Held(acts=1, unsealed=1)
    assert held([ACT], [mute], Since(12)) == Held(acts=1, unsealed=1)
    assert held([ACT], [mute], Since(11)).unlike == [Unlike(*WHAT, ActFault.UNSEALED, 12)]
    # the row of who did it then, not the first that is like it
    first = replace(mute, seq=11, by=8)
    lost = [Unlike(*WHAT, ActFault.LOST, 11)]
    assert held([ACT], [first, mute], Since(None)) == Held(acts=1, unsealed=1, unlike=lost)


def test_nothing_is_said_of_what_lies_under_a_checkpoint() -> None:
    assert held([ACT], [], Since(1, AT)) == Held(expired=1)
    early = Since(1, AT - timedelta(seconds=1))
    assert held([ACT], [], early).unlike == [Unlike(*WHAT, ActFault.UNTOLD)]


def test_of_two_acts_of_one_moment_each_finds_its_row() -> None:
    first, second = replace(ACT, seal="first"), replace(ACT, seal="second")
    rows = [replace(ROW, seal="second"), replace(ROW, seq=13, seal="first")]
    assert held([first, second], rows) == Held(acts=2)
