"""What a reader of some files is shown never adds up to fewer closed files than may be told.

Every number is a sum over closed files. Whatever can be added to and taken from each other is a
row of one matrix; a small cell is open where the cell lies in the space of these rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from random import Random

import numpy as np
import pytest
from sqlalchemy.orm import Session

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR
from qa_app.domain.known_files import known_files
from qa_app.domain.own_forms import ask_of
from qa_app.domain.people import Role
from qa_app.domain.quarter_means import period_of, quarter_means
from qa_app.domain.series import Coverage, Period, Series
from qa_app.domain.shares import SHARES, Measure, share_series, share_shown
from qa_app.domain.standing import bands_shown
from qa_app.domain.totals import CountedReading
from qa_app.models.totals import count_readings
from qa_app.queries.item_trends import item_trend
from qa_app.queries.linked_trends import linked_trend
from qa_app.queries.own_forms import form_values
from qa_app.queries.trends import RubricTrend, Scope, centre_scope, rubric_trend
from tests.people import person
from tests.readings import JAN, a_reading, declare, published
from tests.register import two_centres

ME, MONTHS, TODAY_MONTH = 1, 12, JAN + 11
SEEDS = 6

Cell = tuple[int, int]
"""Version and month: the files of one are in every number together or not at all."""

Row = frozenset[Cell]
Keeps = Callable[[CountedReading], bool]


@dataclass(frozen=True, slots=True)
class Centre:
    """Files of a centre, and the scope of a caseworker who knows their own."""

    files: tuple[CountedReading, ...]
    scope: Scope
    numbers: dict[int, str]

    def weights(self, keeps: Keeps) -> dict[Cell, int]:
        found: dict[Cell, int] = {}
        for one in self.files:
            if one.practitioner_id != ME and keeps(one):
                cell = (one.rubric_version_id, one.month)
                found[cell] = found.get(cell, 0) + 1
        return found


def a_centre(session: Session, seed: int) -> Centre:
    """Twelve months of two versions: many files, few, or the reader's own alone."""
    chance = Random(seed)
    centre, _other = two_centres(session)
    first, second = published(session), published(session, "2.0.0")
    declare(session, second, first, A1="same", A2="same", B1="same")
    files = []
    for month in range(JAN, JAN + MONTHS):
        for version in (first, second):
            many = chance.choice([0, 2, 4, 7, 12, 20, 30])
            own = chance.choice([0, 0, 1, 3, 8, 14])
            for number in range(many + own):
                is_rated = chance.random() > 0.1
                files.append(
                    a_reading(
                        session,
                        centre,
                        version,
                        month,
                        practitioner_id=2 + number % 3 if number < many else ME,
                        score_millionths=chance.randint(0, 10**6) if is_rated else None,
                        band_position=chance.randint(1, 4) if is_rated else None,
                        sections={"A": 900_000} if chance.random() > 0.2 else {},
                        codes={
                            code: chance.choice(["met", "met", "partly", "unmet", "na"])
                            for code in ("A1", "A2", "B1")
                        },
                        sample_type=chance.choice(["random", "census"]),
                    )
                )
    count_readings(session, files)
    session.commit()
    scope = centre_scope(session, person(Role.CASEWORKER), centre)
    assert scope is not None
    own_files = [one for one in files if one.practitioner_id == ME]
    known = known_files(own_files, scope.key, TODAY_MONTH)
    numbers = {first: "1.0.0", second: "2.0.0"}
    return Centre(tuple(files), replace(scope, known=known), numbers)


def cells(version: int, period: Period) -> Row:
    return frozenset((version, month) for month in range(period.first_month, period.last_month + 1))


def told_scores(series: Series) -> Iterator[Row]:
    for point in series.points:
        if point.value is not None:
            yield cells(point.version_id, point.period)
    for (first, version), mean in quarter_means(series).items():
        if mean.value is not None:
            yield cells(version, period_of(first))


def told_shares(trend: RubricTrend, measure: Measure) -> Iterator[Row]:
    whole = trend.whole(Coverage.SAMPLED)
    for point in share_series(whole, measure, set(trend.versions)).points:
        if share_shown(measure, point) is not None:
            yield cells(point.version_id, point.period)
    for point in whole.points if measure is Measure.BAND else ():
        if bands_shown(point) is not None:
            yield cells(point.version_id, point.period)


def told_forms(session: Session, of: Centre, metric: str, section: str = "") -> Iterator[Row]:
    spans = {f"{JAN // 12}": (JAN, JAN + 11)}
    spans |= {f"{JAN // 12}Q{n + 1}": (JAN + 3 * n, JAN + 3 * n + 2) for n in range(4)}
    spans |= {f"{JAN // 12}-{n + 1:02}": (JAN + n, JAN + n) for n in range(12)}
    asks = {
        ask_of(f"{metric}|period={span}|version={number}{section}"): (version, first, last)
        for span, (first, last) in spans.items()
        for version, number in of.numbers.items()
    }
    given = form_values(session, person(Role.CASEWORKER), asks, of.scope, date(2027, 2, 1))
    for ask, (version, first, last) in asks.items():
        if given[ask].number is not None:
            yield frozenset((version, month) for month in range(first, last + 1))


def told_item(session: Session, of: Centre, item: str) -> Iterator[Row]:
    trend = item_trend(session, of.scope, "sample", item)
    assert trend is not None
    for line in trend.lines:
        for one in line.periods:
            if one.told.n is not None:
                yield frozenset().union(
                    *(cells(version, one.point.period) for version in line.version_ids)
                )


def told_linked(session: Session, of: Centre, trend: RubricTrend) -> Iterator[Row]:
    for line in linked_trend(session, of.scope, trend).lines:
        for point in line.series.rated:
            yield frozenset().union(
                *(cells(version, point.period) for version in line.joined.version_ids)
            )


def opened(rows: list[Row], weights: dict[Cell, int], least: int) -> list[tuple[Cell, ...]]:
    """List the sums of up to three cells, and whole quarters, that are few and can be solved."""
    order = [cell for cell, weight in sorted(weights.items()) if weight]
    place = {cell: number for number, cell in enumerate(order)}
    matrix = np.zeros((len(rows), len(order)))
    for at, row in enumerate(rows):
        for cell in row & place.keys():
            matrix[at, place[cell]] = 1
    # an orthonormal base of all sums and differences
    _left, values, right = np.linalg.svd(matrix, full_matrices=False)
    base = right[values > 1e-9]
    few = [
        some
        for count in (1, 2, 3)
        for some in combinations(order, count)
        if sum(weights[cell] for cell in some) < least
    ]
    found = []
    for some in few:
        wanted = np.zeros(len(order))
        wanted[[place[cell] for cell in some]] = 1
        if np.allclose(base.T @ (base @ wanted), wanted, atol=1e-7):
            found.append(some)
    return found


def is_sampled(_one: CountedReading) -> bool:
    return True


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_caseworker_cannot_solve_for_colleagues(session: Session, seed: int) -> None:
    of = a_centre(session, seed)
    trend = rubric_trend(session, of.scope, "sample")
    assert trend is not None
    series = trend.whole(Coverage.SAMPLED)

    def is_rated(one: CountedReading) -> bool:
        return one.score_millionths is not None

    # the line over both versions says of all items what the mean says of whole files
    scores = [
        *told_scores(series),
        *told_forms(session, of, "score"),
        *told_linked(session, of, trend),
    ]
    assert scores
    assert opened(scores, of.weights(is_rated), FILES_PER_POINT) == []
    section = [
        *told_scores(trend.series[Coverage.SAMPLED, "A"]),
        *told_forms(session, of, "score", "|section=A"),
    ]
    assert opened(section, of.weights(lambda one: "A" in one.sections), FILES_PER_POINT) == []
    for measure in SHARES:
        shares = list(told_shares(trend, measure))
        keeps: Keeps = is_rated if measure is Measure.BAND else is_sampled
        if measure is Measure.REDLINE:
            shares += told_forms(session, of, "red_line_files")
        assert shares
        assert opened(shares, of.weights(keeps), SHARE_DENOMINATOR) == []
    for item in ("A1", "B1"):
        told = list(told_item(session, of, item))

        def is_answered(one: CountedReading, item: str = item) -> bool:
            return one.codes[item] != "na"

        assert opened(told, of.weights(is_answered), SHARE_DENOMINATOR) == []


def test_the_solver_finds_what_counting_ones_own_files_would_give_away(session: Session) -> None:
    """The rule by all files of a cell, not by those that the reader may not read."""
    of = a_centre(session, 1)
    blind = replace(of.scope, known=replace(of.scope.known, months={}))
    trend = rubric_trend(session, blind, "sample")
    assert trend is not None
    rows = list(told_scores(trend.whole(Coverage.SAMPLED)))
    weights = of.weights(lambda one: one.score_millionths is not None)
    assert opened(rows, weights, FILES_PER_POINT) != []
