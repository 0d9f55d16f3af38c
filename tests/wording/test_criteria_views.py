"""PV-03: no pair of views of criteria that a reader of aggregates is offered gives few files away.

Every number that such a reader ever sees of a centre's area is a sum over months. Whatever can be
added and taken away is a row of one matrix, over every day that was ever offered; a few files are
open where they lie in the space of these rows. Places and areas only choose rows of the list; each day
has sets of its own, so that two views differ by their day and by how a set counts. That both databases count
alike as of a past day is held by `tests/queries/test_evaluations.py`. Each criterion adds up a number of
its own (scores, files in the lowest band, red lines, ...), both of means together; what all of them
tell is how many files were read, which is no result.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from qa_app.domain.asked_criteria import criteria_asked
from qa_app.domain.criteria import rule_of
from qa_app.domain.criteria_period import days_offered, half_of, period_until
from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.endorsement import Evidence, HalfYear, Window, measured
from qa_app.domain.item_pairs import Pairs
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.review_measures import lot_quality, score_change
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.sight import counted_apart, sight_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import Verdict
from qa_app.wording import Words
from qa_app.wording.measured_sentences import sentence_of, value_of
from tests.decisions import FILE
from tests.queries.test_nobody_works_it_out import Row, opened

FIRST, LAST = date(2023, 1, 31), date(2025, 12, 31)
MONTHS = range(month_of(FIRST), month_of(LAST) + 1)
OF_ROUNDS = {"mean_score_last_two_rounds", "score_change_three_rounds", "lqas_pass"}
AT_LEAST, NONE = Threshold(">=", Fraction(4, 5)), Threshold("==", Fraction(0))
SCORES = (
    Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), None, 5),
    Leaf("score_change_three_rounds", Threshold(">=", Fraction(-5)), None, 5, {"rounds": 3}),
)
LOTS = {"upper": Fraction(4, 5), "lower": Fraction(1, 2), "max_error": Fraction(1, 10)}
COUNTS = (
    Leaf("open_band_d_files", NONE),
    Leaf("open_stop_findings", NONE),
    Leaf("share_tag_on_time_12m", AT_LEAST, None, 5, {"tag": "timeliness"}),
    Leaf("lqas_pass", Threshold("==", Fraction(1)), None, 5, LOTS),
)
ENGLISH = Words("en")


def files_of(seed: int) -> dict[int, int]:
    """Files by month: none, few or many."""
    chance = Random(seed)
    return {month: chance.choice([0, 0, 1, 2, 4, 9]) for month in MONTHS}


def evidence_on(files: dict[int, int], day: date) -> Evidence:
    period = period_until(day)
    n = sum(count for month, count in files.items() if period.first_month <= month <= month_of(day))
    halves: dict[int, int] = {}
    for month, count in files.items():
        if period.first_half <= half_of(month) <= period.last_half and count:
            halves[half_of(month)] = halves.get(half_of(month), 0) + count
    bad = n // 3
    return Evidence(
        n,
        n,
        lowest_band_count=bad,
        stop_count=bad,
        halves=tuple(
            HalfYear("one", half, count, count * 800_000, count * 800_000**2, count, count)
            for half, count in sorted(halves.items())
        ),
        tags={"timeliness": Pairs(has_item=True, due_count=n, scored_count=n, top_count=n - bad)},
    )


def found_on(leaf: Leaf, files: dict[int, int], day: date) -> Measurement:
    evidence = evidence_on(files, day)
    window = Window(first_day(period_until(day).first_month), day)
    if leaf.metric == "score_change_three_rounds":
        return score_change(evidence.halves, leaf.params, window)
    if leaf.metric == "lqas_pass":
        return lot_quality(evidence.halves, leaf.params, window)
    found = measured(leaf, str(leaf.params.get("tag", "")), evidence, window)
    assert found is not None
    return found


def months_of(leaf: Leaf, files: dict[int, int], found: Measurement, day: date) -> Row:
    """Months whose files a number counts; half-years with too few files are in no round."""
    assert found.first_day is not None
    months = {month for month in MONTHS if found.first_day <= first_day(month) <= day}
    if leaf.metric in OF_ROUNDS:
        halves = {half.half for half in evidence_on(files, day).halves if half.file_count >= 5}
        months = {month for month in months if half_of(month) in halves}
    return frozenset((1, month) for month in months)


def numbers_in(shows: str, found: Measurement) -> list[str]:
    for day in (found.first_day, found.last_day):
        shows = shows.replace(ENGLISH.day(day), "") if day else shows
    return re.findall(r"\d+", shows)


def told(
    leaves: tuple[Leaf, ...],
    files: dict[int, int],
    *,
    by_halves: bool,
    as_asked: Callable[[Leaf], tuple[Leaf, ...]] = lambda leaf: (leaf,),
) -> Iterator[Row]:
    """Rows that are shown; every day may have sets of its own, several of them at once."""
    days = sorted({day for one in range(2024, 2028) for month in (1, 7)
                   for day in days_offered(date(one, month, 25), is_by_halves=True)})  # fmt: skip
    for day in (one for one in days if FIRST < one <= LAST):
        asked = [one for leaf in leaves for one in as_asked(leaf)]
        apart = counted_apart(asked)
        for leaf in asked:
            found = found_on(leaf, files, day)
            is_year = by_halves or day.month == 12
            sight = sight_of(
                leaf,
                found,
                is_case_level=False,
                is_year=is_year,
                is_apart=leaf.metric in apart,
            )
            said = sentence_of(ENGLISH, leaf, found, Verdict.MET, sight)
            shows = value_of(ENGLISH, leaf, found, sight) + said
            if found.n and not sight.held_below and str(found.n) in numbers_in(shows, found):
                yield months_of(leaf, files, found, day)


@pytest.mark.parametrize("seed", range(40))
def test_no_pair_of_views_gives_few_files_away(seed: int) -> None:
    files = files_of(seed)
    weights = {(1, month): count for month, count in files.items()}
    scores = list(told(SCORES, files, by_halves=False))
    assert opened(scores, weights, FILES_PER_POINT) == []
    for leaf in COUNTS:
        counts = list(told((leaf,), files, by_halves=False))
        assert opened(counts, weights, SHARE_DENOMINATOR) == [], leaf


def test_the_solver_finds_what_counts_of_every_half_year_would_give_away() -> None:
    open_ones = 0
    for seed in range(20):
        files = files_of(seed)
        weights = {(1, month): count for month, count in files.items()}
        counts = list(told(COUNTS, files, by_halves=True))
        open_ones += bool(opened(counts, weights, SHARE_DENOMINATOR))
    assert open_ones


def test_a_round_that_counts_again_a_year_later_is_not_told_again() -> None:
    # 20 files, then 3 that make no round, then 6: told as 20 and a year later as 26, the 6 are open
    first = month_of(FIRST)
    files = dict.fromkeys(MONTHS, 0) | {first: 20, first + 6: 3, first + 12: 6, first + 18: 2}
    rows = list(told((COUNTS[3],), files, by_halves=False))
    assert [sum(files[month] for _, month in row) for row in rows] == [20]


def by_chance(chance: Random) -> Callable[[Leaf], tuple[Leaf, ...]]:
    """Up to three sets of a day that ask the same with limits, least numbers and windows of their own."""

    def asked(leaf: Leaf) -> tuple[Leaf, ...]:
        found = []
        for _ in range(chance.randint(1, 3)):
            least = chance.choice([None, 1, 5, 12])
            params = dict(leaf.params)
            if leaf.metric == "score_change_three_rounds":
                params["rounds"] = chance.choice([2, 3, 4])
            if leaf.metric == "lqas_pass":
                params["min_rounds"] = chance.choice([1, 2])
            found.append(replace(leaf, min_n=least, params=params))
        return tuple(found)

    return asked


# 5052 and 5184: a set that asks for more than there are told how many, half-year by half-year;
# 6409: a round counts again a year later where the half-year between is thin
@pytest.mark.parametrize("seed", [*range(17), 5052, 5184, 6409])
def test_nor_does_any_pair_where_half_years_have_sets_of_their_own(seed: int) -> None:
    files, chance = files_of(seed), Random(1_000 + seed)
    weights = {(1, month): count for month, count in files.items()}
    scores = list(told(SCORES, files, by_halves=False, as_asked=by_chance(chance)))
    assert opened(scores, weights, FILES_PER_POINT) == []
    for leaf in COUNTS:
        counts = list(told((leaf,), files, by_halves=False, as_asked=by_chance(chance)))
        assert opened(counts, weights, SHARE_DENOMINATOR) == [], leaf


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_two_sets_count_in_two_ways_is_shown_by_neither(language: str) -> None:
    # 8 of 12 with 24 hours and 9 of 12 with 20: one worker lies between
    words = Words(language)
    many, few = (
        Leaf("share_trained_pro_rata", AT_LEAST, None, 1, {"hours": hours, "months": 24})
        for hours in (24, 20)
    )
    tag = Leaf("share_tag_on_time_12m", AT_LEAST, None, 5, {"tag": "timeliness"})
    other = replace(tag, params={"tag": "first_contact"})
    papers = Leaf("centre_document_valid", NONE, None, None, {"docs": ["pia"]})
    asked = (many, few, tag, other, papers, replace(papers, params={"docs": ["standard"]}))
    assert counted_apart(asked) == {"share_trained_pro_rata", "share_tag_on_time_12m"}
    assert counted_apart((many, replace(many, min_n=9), tag, papers)) == set()
    for leaf, count in ((many, 8), (few, 9)):
        found = Measurement(Fraction(count, 12), 12, count)
        sight = sight_of(leaf, found, is_case_level=False, is_apart=True)
        shows = value_of(words, leaf, found, sight)
        shows += sentence_of(words, leaf, found, Verdict.NOT_MET, sight)
        assert not any(number in shows for number in ("8", "9", "12", "66", "75"))
        whole = sight_of(leaf, found, is_case_level=True, is_apart=True)
        assert str(count) in value_of(words, leaf, found, whole)


def test_the_shipped_sets_count_everything_in_one_way() -> None:
    areas = ("social_work", "legal_aid", "psychological", "family_education", "one_stop_centre")
    for area in areas:
        for kind in ("social_work_agency", "law_firm", "university"):
            rules = [rule_of(one) for own in FILE.sets for one in criteria_asked(own, area, kind)]
            assert len(rules) > 20
            assert counted_apart(rules) == set()
