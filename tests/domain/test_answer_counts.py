"""Answers are counted by their scores, and small numbers are held back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.answer_counts import (
    NO_ANSWERS,
    Answers,
    Held,
    ItemUse,
    Shown,
    answers_of,
    codes_below,
    shown,
    shown_parts,
    shown_sum,
)
from qa_app.domain.rubric import Item, Option, Scale, SourceRef
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText
from tests.builders import LIBRARY, a_file, item, section

SCALE = Scale(
    "mpu",
    "points",
    (
        Option("met", Fraction(2), BilingualText("符合")),
        Option("partly", Fraction(1), BilingualText("部分符合")),
        Option("unmet", Fraction(0), BilingualText("不符合")),
        Option("na", None, BilingualText("不适用")),
    ),
)


def an_item(code: str = "A1", *sources: SourceRef, tags: tuple[str, ...] = ()) -> Item:
    content = resolve(a_file(sections=[section("A", item(code))]), LIBRARY)
    made = thaw(content, fingerprint_of(content)).items[code]
    return replace(made, scale=SCALE, sources=sources, tags=tags)


def use(code: str = "A1", *sources: SourceRef, tags: tuple[str, ...] = (), area: str = "legal_aid"):
    title = BilingualText("细则", "Rubric")
    return ItemUse("r", "1.0.0", 7, title, area, False, an_item(code, *sources, tags=tags))


LAW = SourceRef("MPL", "11")


def test_answers_count_what_is_scored() -> None:
    counts = {"met": 7, "partly": 2, "unmet": 1, "na": 5, "gone": 3}
    assert answers_of(an_item(), counts) == Answers(7, 3)
    assert answers_of(an_item(), {}) == Answers()
    assert Answers(1, 2) + Answers(3, 4) == Answers(4, 6)
    assert Answers(1, 2).n == 3


def closed(top: int, below: int) -> Answers:
    return Answers(top, below).closed_but_for()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (Answers(2, 1), Shown(1, 3)),
        (closed(0, 0), Shown(0, 0)),
        (closed(8, 1), Shown(held=Held.FEW_ANSWERS)),  # nine answers
        (closed(9, 1), Shown(held=Held.FEW_FINDINGS)),  # a single finding
        (closed(10, 0), Shown(held=Held.FEW_FINDINGS)),
        (closed(4, 20), Shown(held=Held.FEW_FINDINGS)),  # all but four
        (closed(15, 5), Shown(5, 20)),
        # twenty of twenty-four can be read: the total would tell the other four
        (Answers(18, 6).closed_but_for(Answers(15, 5)), Shown(held=Held.FEW_ANSWERS)),
        (Answers(30, 10).closed_but_for(Answers(15, 5)), Shown(10, 40)),
    ],
)
def test_small_numbers_are_held_back(answers: Answers, told: Shown) -> None:
    assert shown(answers) == told


def test_closed_answers_add_up() -> None:
    mixed = Answers(18, 6).closed_but_for(Answers(15, 5)) + closed(2, 3)
    assert mixed == Answers(20, 9, 5, 4)
    assert (mixed.n, mixed.closed_n) == (29, 9)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], Shown(0, 0)),
        ([closed(15, 5), closed(20, 6)], Shown(11, 46)),
        ([closed(15, 5), closed(0, 0)], Shown(5, 20)),
        # 22 answers less the 20 of the first would tell the two of the second
        ([closed(15, 5), closed(1, 1)], Shown(held=Held.PART)),
        # two small ones together are large enough, but each is asked about alone as well
        ([closed(6, 3), closed(6, 3)], Shown(held=Held.PART)),
        ([closed(1, 1)], Shown(held=Held.FEW_ANSWERS)),
        ([Answers(15, 5), Answers(1, 1)], Shown(6, 22)),  # who reads every file
    ],
)
def test_a_sum_does_not_give_an_item_away(found: list[Answers], told: Shown) -> None:
    assert shown_sum([(use(f"A{at}", LAW), one) for at, one in enumerate(found)]) == told


def test_sealed_readings_count_in_no_sum() -> None:
    sealed = replace(use("S1", LAW), is_sealed=True), closed(30, 20)
    assert shown_sum([sealed]) == Shown(held=Held.SEALED)
    assert shown_sum([sealed, (use("A1", LAW), Answers(3, 1))]) == Shown(1, 4)
    assert shown_sum([sealed, (use("A1", LAW), closed(3, 1))]) == Shown(held=Held.PART)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], []),
        ([closed(20, 10), closed(15, 5)], [10, 5]),
        # the second is the total less the first: both go
        ([closed(20, 10), closed(3, 1)], [None, None]),
        # the smallest that is shown goes besides, and with it 24 answers are unknown
        ([closed(20, 10), closed(3, 1), closed(15, 5)], [10, None, None]),
        # the two that are held back are together 12 of which one differs: still too few
        ([closed(20, 10), closed(6, 0), closed(5, 1), closed(15, 5)], [10, None, None, None]),
        # together they are enough
        ([closed(20, 10), closed(4, 4), closed(4, 4)], [10, None, None]),
        # who reads a file there sees it, whatever else is held back
        ([Answers(2, 1), closed(3, 1), closed(15, 5)], [1, None, None]),
        ([Answers(2, 1), closed(3, 1)], [1, None]),
    ],
)
def test_parts_beside_their_total(parts: list[Answers], told: list[int | None]) -> None:
    found = shown_parts(parts)
    assert [one.below for one in found] == told
    total = shown(sum(parts, NO_ANSWERS))
    rest = sum((part for part, one in zip(parts, found, strict=True) if one.held), NO_ANSWERS)
    assert total.held or shown(rest).held is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.booleans()), max_size=8))
def test_no_shown_parts_tell_what_is_held_back(cells: list[tuple[int, int, bool]]) -> None:
    parts = [
        Answers(top, below) if is_open else closed(top, below) for top, below, is_open in cells
    ]
    found = shown_parts(parts)
    for part, told in zip(parts, found, strict=True):
        assert told.held is not None or (told.below, told.n) == (part.below, part.n)
        assert told.held is None or part.closed_n
    if shown(sum(parts, NO_ANSWERS)).held is None:
        hidden = [part for part, told in zip(parts, found, strict=True) if told.held]
        assert shown(sum(hidden, NO_ANSWERS)).held is None


def test_answers_below_the_best() -> None:
    assert codes_below(an_item()) == {"partly", "unmet"}
    flat = replace(SCALE, options=tuple(replace(o, score=Fraction(1)) for o in SCALE.options))
    assert codes_below(replace(an_item(), scale=flat)) == frozenset()
