"""The order of an agenda, and what on it is late."""

from datetime import date

from qa_app.domain.agenda import AgendaKind, AgendaLine, in_order

TODAY = date(2026, 4, 9)
EARLY, LATE = date(2026, 4, 1), date(2026, 4, 20)


def test_children_in_danger_first_then_what_was_agreed_then_the_rest() -> None:
    lines = [AgendaLine(kind, at) for at, kind in enumerate(reversed(AgendaKind), 1)]
    assert [one.kind for one in in_order(lines)] == [
        AgendaKind.HIGH_RISK,
        AgendaKind.LAST_ACTION,
        AgendaKind.OVERDUE,
        AgendaKind.FINDING,
        AgendaKind.CASE,
        AgendaKind.FUNCTION,
        AgendaKind.GOAL,
        AgendaKind.ASSESSMENT,
    ]


def test_inside_a_kind_by_day_what_has_none_before() -> None:
    lines = [
        AgendaLine(AgendaKind.CASE, 1, "B", on=LATE),
        AgendaLine(AgendaKind.CASE, 2, "A", on=EARLY),
        AgendaLine(AgendaKind.CASE, 3, "C"),
    ]
    assert [one.object_id for one in in_order(lines)] == [3, 2, 1]


def test_an_action_is_told_once_and_each_kind_at_most_ten_times() -> None:
    twice = [AgendaLine(AgendaKind.OVERDUE, 5), AgendaLine(AgendaKind.LAST_ACTION, 5)]
    assert [one.kind for one in in_order(twice)] == [AgendaKind.LAST_ACTION]
    # a case and an action may have the same number
    assert len(in_order([*twice, AgendaLine(AgendaKind.CASE, 5)])) == 2
    assert len(in_order(AgendaLine(AgendaKind.GOAL, one) for one in range(12))) == 10


def test_late_is_what_has_a_day_that_is_over_and_is_not_done() -> None:
    assert AgendaLine(AgendaKind.GOAL, 1, on=EARLY).is_late(TODAY)
    assert not AgendaLine(AgendaKind.GOAL, 1, on=TODAY).is_late(TODAY)
    assert not AgendaLine(AgendaKind.LAST_ACTION, 1, on=EARLY, is_done=True).is_late(TODAY)
    # the day of a case is when it was last talked over
    assert not AgendaLine(AgendaKind.CASE, 1, on=EARLY).is_late(TODAY)
