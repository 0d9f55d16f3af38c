from datetime import date

import pytest

from qa_app.domain.bars import (
    Bar,
    BarKind,
    ConflictReason,
    Judged,
    Tie,
    TieKind,
    bars_of,
    codes_of,
    counts_for_endorsement,
    may_end,
    own_codes,
    workers_barred_by,
)
from qa_app.domain.people import Actor

DAY = date(2026, 4, 9)
CENTRE, OTHER, WORKER, COLLEAGUE = 1, 2, 11, 12
FILE = Judged(CENTRE, WORKER, DAY)


def member(until: date | None, worker: int | None = None, centre: int = CENTRE) -> Tie:
    return Tie(TieKind.MEMBERSHIP, centre, worker, date(2020, 1, 6), until)


def test_nothing_bars_a_stranger() -> None:
    assert bars_of((), (), FILE) == ()
    assert bars_of((99,), (member(None, centre=OTHER),), FILE) == ()


def test_ones_own_file_is_barred_for_good_under_every_code() -> None:
    assert bars_of((WORKER,), (), FILE) == (Bar(BarKind.OWN_CASE),)
    old = member(date(2021, 5, 31), WORKER)
    assert bars_of((), (old,), FILE) == (Bar(BarKind.OWN_CASE),)
    assert own_codes((old, member(None))) == {WORKER}


@pytest.mark.parametrize(
    ("until", "bar"),
    [
        (None, Bar(BarKind.OWN_CENTRE)),
        (date(2026, 12, 31), Bar(BarKind.OWN_CENTRE, date(2027, 12, 31))),
        (date(2025, 4, 10), Bar(BarKind.OWN_CENTRE, date(2026, 4, 10))),
        (date(2025, 4, 9), None),
        (date(2024, 12, 31), None),
    ],
)
def test_a_centre_is_barred_until_a_year_after_leaving_it(
    until: date | None, bar: Bar | None
) -> None:
    assert bars_of((), (member(until),), FILE) == (() if bar is None else (bar,))


def test_who_is_to_join_a_centre_does_not_judge_it_before() -> None:
    soon = Tie(TieKind.MEMBERSHIP, CENTRE, None, date(2026, 6, 1))
    assert bars_of((), (soon,), FILE) == (Bar(BarKind.OWN_CENTRE),)


def test_a_conflict_is_with_a_centre_or_with_a_worker() -> None:
    why = ConflictReason.FAMILY
    centre = Tie(TieKind.CONFLICT, CENTRE, None, DAY, reason=why)
    worker = Tie(TieKind.CONFLICT, CENTRE, WORKER, DAY, date(2026, 4, 9), why)
    assert bars_of((), (centre,), FILE) == (Bar(BarKind.DECLARED_CENTRE, None, why),)
    assert bars_of((), (worker,), FILE) == (Bar(BarKind.DECLARED_WORKER, date(2026, 4, 10), why),)
    assert bars_of((), (worker,), Judged(CENTRE, COLLEAGUE, DAY)) == ()
    assert bars_of((), (worker,), Judged(CENTRE, WORKER, date(2026, 4, 10))) == ()


@pytest.mark.parametrize("kind", [TieKind.MEMBERSHIP, TieKind.CONFLICT])
def test_a_last_day_at_the_end_of_all_days_has_no_day_after_it(kind: TieKind) -> None:
    (bar,) = bars_of((), (Tie(kind, CENTRE, None, DAY, date.max),), FILE)
    assert bar.until is None


def test_a_supervisees_file_is_barred_where_it_counts_for_the_register() -> None:
    tie = Tie(TieKind.SUPERVISION, CENTRE, WORKER, DAY)
    assert bars_of((), (tie,), FILE) == (Bar(BarKind.SUPERVISEE),)
    assert bars_of((), (tie,), Judged(CENTRE, WORKER, DAY, is_for_endorsement=False)) == ()


@pytest.mark.parametrize(
    ("last", "until"),
    [
        (date(2026, 7, 2), date(2027, 7, 2)),
        (date(2025, 4, 10), date(2026, 4, 10)),
        (date(2025, 4, 9), None),
    ],
)
def test_who_led_individual_sessions_within_a_year_or_is_to_lead_them_is_barred(
    last: date, until: date | None
) -> None:
    tie = Tie(TieKind.SESSIONS, CENTRE, WORKER, date(2024, 1, 8), last)
    expected = () if until is None else (Bar(BarKind.LED_SESSIONS, until),)
    assert bars_of((), (tie,), FILE) == expected
    assert bars_of((), (tie,), Judged(CENTRE, COLLEAGUE, DAY)) == ()
    assert bars_of((), (tie,), Judged(CENTRE, WORKER, DAY, is_for_endorsement=False)) == ()
    assert workers_barred_by((), (tie,), Judged(CENTRE, None, DAY)) == (
        frozenset() if until is None else {WORKER}
    )


def test_every_bar_is_named_the_nearest_to_the_file_first() -> None:
    ties = (
        Tie(TieKind.CONFLICT, CENTRE, None, DAY, reason=ConflictReason.MONEY),
        member(None, WORKER),
        Tie(TieKind.SUPERVISION, CENTRE, WORKER, DAY),
    )
    assert [one.kind for one in bars_of((), ties, FILE)] == [
        BarKind.OWN_CASE,
        BarKind.SUPERVISEE,
        BarKind.OWN_CENTRE,
        BarKind.DECLARED_CENTRE,
    ]


def test_whose_files_are_left_out_of_a_draw() -> None:
    ties = (
        member(date(2021, 1, 1), 14),
        Tie(TieKind.CONFLICT, CENTRE, 12, DAY, reason=ConflictReason.DISPUTE),
        Tie(TieKind.CONFLICT, CENTRE, 15, DAY, date(2026, 4, 8), ConflictReason.DISPUTE),
        Tie(TieKind.SUPERVISION, CENTRE, 13, DAY),
    )
    frame = Judged(CENTRE, None, DAY)
    assert workers_barred_by((11,), ties, frame) == {11, 12, 13, 14}
    loose = Judged(CENTRE, None, DAY, is_for_endorsement=False)
    assert workers_barred_by((11,), ties, loose) == {11, 12, 14}


def test_what_counts_for_the_register() -> None:
    assert [
        one
        for one in ("random", "census", "purposive", "supplement")
        if counts_for_endorsement(one)
    ] == ["random", "census"]


def test_reader_and_supervisor_are_barred_where_they_are_practitioners() -> None:
    worker, other = Actor(1, "w", practitioner_id=11), Actor(2, "o", practitioner_id=12)
    outsider = Actor(3, "x")
    assert codes_of(worker, other) == {11, 12}
    assert codes_of(worker, worker) == {11}
    assert codes_of(outsider, other) == {12}
    assert codes_of(worker, None) == {11}
    assert codes_of(outsider, None) == frozenset()


@pytest.mark.parametrize(
    ("actor", "recorded_by", "may"),
    [(7, 7, True), (7, 8, False), (7, None, False), (8, 7, True), (8, 9, True), (None, 8, True)],
)
def test_only_what_they_declared_do_people_end_themselves(
    actor: int | None, recorded_by: int | None, may: bool
) -> None:
    assert may_end(actor, 7, recorded_by) is may
