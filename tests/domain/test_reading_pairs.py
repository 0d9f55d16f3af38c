"""Choosing, comparing and deciding, worked by hand."""

from fractions import Fraction

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.errors import InvalidError
from qa_app.domain.reading_pairs import (
    Candidate,
    Choice,
    PairDecision,
    check_decisions,
    choose_twice,
    compare,
    decision_place,
    differing,
    lower_of,
    never_given_up,
    redraws_left,
    small_choices,
    steps_between,
    values_of,
)
from qa_app.domain.sampling import ticket
from tests.audits import SECTIONS
from tests.builders import a_rubric

RUBRIC = a_rubric(*SECTIONS)
SCALE = RUBRIC.sections[0].items[0].scale
A1 = (EntryKind.ANSWER.value, "A1")


def test_the_share_is_rounded_up_and_every_reader_owed_has_one() -> None:
    files = [Candidate(n, f"F{n}", 1 + n % 2) for n in range(7)]
    order = sorted(files, key=lambda one: ticket("seed|second", one.reference))
    # 15 percent of seven: 1.05, so two
    assert [one for one, _ in choose_twice(files, "seed", 15, ())] == order[:2]
    chosen = choose_twice(files, "seed", 0, {1, 2})
    assert {one.reader_id for one, _ in chosen} == {1, 2}
    assert [drawn for _, drawn in chosen] == sorted(drawn for _, drawn in chosen)
    for reader in (1, 2):
        theirs = [one for one in order if one.reader_id == reader]
        assert next(one for one, _ in chosen if one.reader_id == reader) == theirs[0]


def test_a_share_of_ones_own_is_reached_by_the_lowest_tickets_of_ones_own() -> None:
    files = [Candidate(n, f"F{n}", 1 + n % 2) for n in range(10)]
    order = sorted(files, key=lambda one: ticket("seed|second", one.reference))
    usual = {one for one, _ in choose_twice(files, "seed", 10, ())}
    assert usual == {order[0]}
    # 60 percent of the five files of reader 2: three, the usual ones among them counted
    chosen = [one for one, _ in choose_twice(files, "seed", 10, {1}, {2: 60})]
    theirs = [one for one in order if one.reader_id == 2]
    assert [one for one in chosen if one.reader_id == 2] == theirs[:3]
    assert [one for one in chosen if one.reader_id == 1] == [
        next(one for one in order if one.reader_id == 1)
    ]
    # who is below in nothing has no more than the usual share
    assert {one for one, _ in choose_twice(files, "seed", 10, (), {1: 10, 2: 10})} >= usual


def test_items_held_against_each_other() -> None:
    found = compare(
        RUBRIC,
        {"A1": "met", "A2": "met", "B1": "unmet"},
        {"A1": "partly", "A2": "met", "B1": "met"},
    )
    told = [(one.code, one.is_alike, one.is_critical, one.steps, one.is_small) for one in found]
    assert told == [
        ("A1", False, False, 1, True),
        ("A2", True, True, 0, False),
        ("B1", False, True, 2, False),
    ]


def test_what_is_not_scored_is_no_step_away() -> None:
    assert steps_between(SCALE, "met", "unmet") == 2
    assert steps_between(SCALE, "met", None) is None
    assert compare(RUBRIC, {"A1": "met"}, {})[0].second is None


def test_the_lower_answer() -> None:
    worth = {one.code: one.score for one in SCALE.options}
    assert (worth["met"], worth["partly"]) == (Fraction(2), Fraction(1))
    assert lower_of(SCALE, "met", "partly") is Choice.SECOND
    assert lower_of(SCALE, "partly", "met") is Choice.FIRST
    assert lower_of(SCALE, "met", "met") is Choice.FIRST
    small = small_choices(RUBRIC, compare(RUBRIC, {"A1": "met"}, {"A1": "partly"}))
    assert small == {A1: PairDecision(Choice.SECOND)}


def test_entries_that_differ() -> None:
    first = [Entry(EntryKind.FACT, "closed", True), Entry(EntryKind.ANSWER, "A1", "met", "x")]
    second = [
        Entry(EntryKind.FACT, "closed", False),
        Entry(EntryKind.ANSWER, "A1", "met", "y"),
        Entry(EntryKind.ANSWER, "A2", None),
        Entry(EntryKind.ANSWER, "B1", "met"),
    ]
    assert values_of(second[2:3]) == {}
    assert differing(first, second) == (("answer", "B1"), ("fact", "closed"))


def test_every_difference_is_decided_with_a_reason() -> None:
    good = {A1: PairDecision(Choice.OTHER, "partly", "一处")}
    assert check_decisions(RUBRIC, [A1], good, {}) == good
    small = {A1: PairDecision(Choice.SECOND)}
    assert check_decisions(RUBRIC, [A1], {}, small) == small


@pytest.mark.parametrize(
    ("decisions", "apart", "code"),
    [
        ({}, [A1], "undecided"),
        ({A1: PairDecision(Choice.FIRST, reason="  ")}, [A1], "reason_missing"),
        ({A1: PairDecision(Choice.FIRST, reason="\u202e\u200b")}, [A1], "reason_missing"),
        ({A1: PairDecision(Choice.OTHER, "other", "x")}, [A1], "unknown_answer"),
        (
            {("fact", "closed"): PairDecision(Choice.OTHER, True, "x")},
            [("fact", "closed")],
            "not_an_answer",
        ),
        ({A1: PairDecision(Choice.FIRST, reason="长" * 1001)}, [A1], "text_too_long"),
    ],
)
def test_what_cannot_stand(decisions, apart, code) -> None:
    with pytest.raises(InvalidError) as told:
        check_decisions(RUBRIC, apart, decisions, {})
    assert told.value.code == code


def test_a_reason_is_sealed_to_its_place() -> None:
    assert decision_place(3, "A1") != decision_place(3, "A2")


def test_a_file_whose_pair_was_given_up_comes_again_only_when_no_other_is_left() -> None:
    before, fresh = Candidate(1, "a", 7, was_given_up=True), Candidate(2, "b", 7)
    assert never_given_up([before, fresh]) == (fresh,)
    assert never_given_up([before]) == (before,)
    assert never_given_up([]) == ()


@pytest.mark.parametrize(("times", "left"), [(0, 2), (1, 2), (2, 1), (3, 0), (4, 0)])
def test_files_are_drawn_anew_twice_at_most(times: int, left: int) -> None:
    assert redraws_left(times) == left
