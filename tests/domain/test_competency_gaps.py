"""Gaps by how many of three sources say so; worked by hand."""

from fractions import Fraction
from itertools import product

import pytest

from qa_app.domain.competencies import Level, framework_from
from qa_app.domain.competency_answers import Marks
from qa_app.domain.competency_gaps import (
    Gap,
    GapSource,
    ItemStanding,
    WorkerStanding,
    audits_say,
    gaps_of,
    matrix_of,
    told_people,
)
from tests.competencies import a_framework, levels

FRAMEWORK = framework_from(a_framework())
LINE = Fraction(4, 5)
NEED, FINE = Marks(1, 4), Marks(4, 4)


def item(code: str, reached: Fraction, files: int = 5, lost: int = 0) -> ItemStanding:
    return ItemStanding("legal_aid", code, files, reached, Fraction(lost), LINE)


def person(
    level: Level | None = None,
    marks: Marks | None = None,
    *,
    centre: int = 1,
    tier: str = "statutory",
    is_open: bool = True,
) -> WorkerStanding:
    return WorkerStanding(
        centre,
        tier,
        is_open,
        {} if level is None else levels(level, Level.LEADING),
        {} if marks is None else {"K1": marks, "K2": FINE},
    )


def first(found: tuple[Gap, ...]) -> Gap:
    return next(one for one in found if one.competency.code == "K1")


def test_three_sources_say_so_each_with_its_numbers() -> None:
    people = [person(Level.BASIC, NEED), person(Level.PROFICIENT, FINE), person(None, NEED)]
    gap = first(gaps_of(FRAMEWORK, [item("A2", Fraction(1, 2), 6, 9)], people))
    audits, assessments, surveys = gap.said
    assert gap.sources == 3
    assert [one.source for one in gap.said] == list(GapSource)
    assert (audits.is_gap, audits.short, audits.n, audits.files, audits.lost) == (True, 1, 1, 6, 9)
    # one of two assessed is below, which is half; two of three need it
    assert (assessments.is_gap, assessments.short, assessments.n) == (True, 1, 2)
    assert (surveys.is_gap, surveys.short, surveys.n) == (True, 2, 3)


def test_fewer_than_half_of_the_workers_are_no_gap() -> None:
    people = [person(Level.BASIC), person(Level.LEADING), person(Level.LEADING)]
    assert gaps_of(FRAMEWORK, [], people) == ()


def test_a_level_of_a_worker_without_a_tier_is_not_held_against_anything() -> None:
    assert gaps_of(FRAMEWORK, [], [person(Level.NOT_YET, tier="")]) == ()


@pytest.mark.parametrize(
    ("standing", "is_gap"),
    [
        (item("A2", Fraction(79, 100)), True),
        (item("A2", LINE), False),
        (item("A2", Fraction(0), files=4), None),
        (ItemStanding("legal_aid", "A2", 9, Fraction(0), Fraction(9), None), None),
        (item("B3", Fraction(0)), None),  # of another competency
    ],
)
def test_what_reviews_say(standing: ItemStanding, is_gap: bool | None) -> None:
    said = audits_say(FRAMEWORK.competencies["K1"], {(standing.rubric, standing.code): standing})
    assert said.is_gap is is_gap


def test_the_dearest_item_stands_first() -> None:
    items = {("legal_aid", "A2"): item("A2", Fraction(1, 2), lost=1)}
    items["legal_aid", "B1"] = item("B1", Fraction(3, 4), 7, lost=8)
    said = audits_say(FRAMEWORK.competencies["K1"], items)
    assert [one.code for one in said.items] == ["B1", "A2"]
    assert (said.lost, said.files, said.n) == (9, 7, 2)


def test_more_sources_stand_first_then_what_cost_more() -> None:
    items = [item("A2", Fraction(0), lost=1), item("B3", Fraction(0), lost=5)]
    assert [one.competency.code for one in gaps_of(FRAMEWORK, items, [])] == ["K2", "K1"]
    found = gaps_of(FRAMEWORK, items, [person(Level.BASIC)])
    assert [(one.competency.code, one.sources) for one in found] == [("K1", 2), ("K2", 1)]


def test_a_matrix_counts_levels_and_who_is_below() -> None:
    people = [person(Level.BASIC), person(Level.BASIC, tier=""), person(Level.LEADING), person()]
    row = matrix_of(FRAMEWORK, people)[0]
    assert row.counts == {
        Level.NOT_YET: 0,
        Level.BASIC: 2,
        Level.PROFICIENT: 0,
        Level.LEADING: 1,
    }
    assert (row.below, row.expected, row.n) == (1, 2, 3)


def closed(count: int, centre: int = 1, tier: str = "statutory") -> list[WorkerStanding]:
    return [person(Level.BASIC, centre=centre, tier=tier, is_open=False)] * count


def test_four_closed_workers_of_a_centre_are_not_counted_and_five_are() -> None:
    row = matrix_of(FRAMEWORK, closed(4))[0]
    assert (row.counts, row.below, row.n) == (None, None, 0)
    assert matrix_of(FRAMEWORK, closed(5))[0].n == 5
    # what one may read oneself is told beside them
    assert matrix_of(FRAMEWORK, [*closed(4), person(Level.LEADING)])[0].n == 1


def test_five_of_whom_one_has_a_tier_do_not_tell_of_that_one() -> None:
    row = matrix_of(FRAMEWORK, [*closed(4, tier=""), *closed(1)])[0]
    assert (row.n, row.below, row.expected) == (5, None, 0)


def test_no_difference_of_centres_and_places_tells_of_fewer_than_five() -> None:
    """Every network of three centres with up to six closed workers each."""
    for counts in product(range(7), repeat=3):
        people = [one for at, count in enumerate(counts) for one in closed(count, at)]
        of_place = len(told_people(people))
        of_centres = [len(told_people(closed(count, at))) for at, count in enumerate(counts)]
        for chosen in product((0, 1), repeat=3):
            left = of_place - sum(n for n, is_in in zip(of_centres, chosen, strict=True) if is_in)
            assert left == 0 or left >= 5
