"""What a comparison stands on: read once, in a fixed number of questions to the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qa_app.domain.charting import Stretch, stretch_now, stretches_of
from qa_app.domain.comparison import (
    NO_SUMS,
    Comparison,
    Conforming,
    Shown,
    Sums,
    UnitSum,
    by_rating,
    compare,
    place_sum,
    standard_of,
    standard_of_counts,
)
from qa_app.domain.defaults import COMPARED_CHARTS, COMPARED_MONTHS, CONFORMING_BAND
from qa_app.domain.left_over import without_held
from qa_app.domain.limit_findings import is_concern
from qa_app.domain.name_order import text_key
from qa_app.domain.score_axis import ScoreAxis, axis_of
from qa_app.domain.series import NO_SERIES, Series
from qa_app.domain.shares import Measure
from qa_app.domain.statistics.funnel import Funnel
from qa_app.domain.totals import WHOLE_FILE
from qa_app.domain.trends import months_without, series_of
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_of_scopes
from qa_app.queries.compared_places import Unit, every_centre, places_below, units_of
from qa_app.queries.comparison import held_scopes, months_of, sums_by_place, sums_of
from qa_app.queries.network_counts import final_counts, sums_of_many
from qa_app.web.comparison.asked import Asked
from qa_app.wording.comparison import Ground

SEALED = "sealed"
_WHOLE_PCT = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a comparison.

    Attributes:
        asked: What was asked.
        units: What is compared, by name in the page's language.
        comparison: What is shown of each.
        series: Trend of each, as far as it was read; empty for those who see aggregates only.
        now: Latest stretch of each under limits; None where nothing is rated or it was not read.
        is_all: True where every trend was read, so that all who need attention are known.
        axis: How means are written.
    """

    asked: Asked
    units: tuple[Unit, ...]
    comparison: Comparison
    series: tuple[Series, ...]
    now: tuple[Stretch | None, ...]
    is_all: bool
    axis: ScoreAxis

    @property
    def are_places(self) -> bool:
        """True where places are compared."""
        return any(one.is_place for one in self.units)

    @property
    def ground(self) -> Ground:
        """What the words of it depend on."""
        asked = self.asked
        return Ground(
            asked.twelve,
            asked.version.version,
            asked.version.coverage,
            self.axis,
            asked.measure,
            asked.sees_files,
            asked.is_visits,
            self.are_places,
            asked.rating,
        )

    @property
    def noted(self) -> frozenset[int]:
        """Places of the units that need attention: a change for the worse, or below the funnel.

        A change that was told of files before the twelve months is none of now.
        """
        concerns = {
            number
            for number, (one, months) in enumerate(zip(self.now, self.silent, strict=True))
            if is_concern(one) and not months
        }
        return frozenset(concerns | set(self.comparison.flagged))

    @property
    def silent(self) -> tuple[int, ...]:
        """Months without a file, of each trend that was read; 0 with files in the twelve months."""
        last = self.asked.twelve.last
        return tuple(months_without(one, last, COMPARED_MONTHS) for one in self.series)

    @property
    def shown(self) -> tuple[int, ...]:
        """Places of the units that the address asks for."""
        if self.asked.is_attention:
            return tuple(sorted(self.noted))
        return tuple(range(len(self.units)))

    @property
    def charted(self) -> tuple[int, ...]:
        """Places of those units whose small trends are drawn on one page or another."""
        rows = self.comparison.rows
        return tuple(one for one in self.shown if rows[one].shown is not Shown.NO_FILES)

    @property
    def on_page(self) -> tuple[int, ...]:
        """Places of those whose small trends are drawn on this page."""
        start = (self.asked.charts - 1) * COMPARED_CHARTS
        return self.charted[start : start + COMPARED_CHARTS]


@dataclass(frozen=True, slots=True)
class _Network:
    """Every centre of the network, as far as a comparison needs it.

    Attributes:
        centres: The centres; none where only what shares are held against is needed.
        sums: Files of each, by scope; likewise.
        standard: What shares are held against; None of means.
    """

    centres: Sequence[Unit] = ()
    sums: Mapping[str, Sums] = field(default_factory=dict)
    standard: Funnel | None = None


def found_of(asked: Asked, language: str, *, is_table: bool = False) -> Found:
    """Read a comparison.

    Args:
        asked: What is compared.
        language: In which names are put in order.
        is_table: True where the change of every centre is wanted, as in a table to keep.

    Returns:
        What was found, in at most eight questions, whatever the number of files. Trends are read
        of those whose small charts are drawn; of all of them where they fit on one page, where
        what needs attention is looked for, or where a table wants them.
    """
    session = database()
    is_whole = asked.within is asked.place
    below = asked.below if is_whole else places_below(session, asked.within)
    listed = units_of(session, asked.within, below, asked.twelve)
    units = tuple(sorted(listed, key=lambda one: (text_key(one.name, language), one.code)))
    comparison = _compared(asked, units)
    is_all = is_table or asked.is_attention or len(units) <= COMPARED_CHARTS
    found = Found(asked, units, comparison, (), (), is_all, axis_of(asked.rubric))
    if not asked.sees_files:
        return found
    series, now = _trends(found, frozenset(range(len(units)) if is_all else found.on_page))
    return replace(found, series=series, now=now)


def _compared(asked: Asked, units: Sequence[Unit]) -> Comparison:
    session, measure, version = database(), asked.measure, asked.version
    are_places = any(one.is_place for one in units)
    conforming = Conforming(measure, asked.good if measure is Measure.RATING else CONFORMING_BAND)
    network = _network_of(asked, conforming, are_places=are_places)
    alone = [one.scope for one in units if not one.is_place]
    sums: Mapping[str, Sums] = sums_of(session, alone, version, asked.twelve)
    centres = [one.scope for one in network.centres] if are_places else alone
    held = _held(asked, centres)
    if measure is Measure.RATING:
        sums = {scope: by_rating(one, asked.good) for scope, one in sums.items()}
    if are_places:
        how = {"sees_files": asked.sees_files, "is_visits": asked.is_visits}
        open_to = {scope: one for scope, one in network.sums.items() if scope not in held}
        sums = {**sums_by_place(units, network.centres, open_to, measure, **how), **sums}
    found = compare(
        [sums.get(one.scope, NO_SUMS) for one in units],
        measure,
        network.standard,
        sees_files=asked.sees_files,
        tells_few=asked.rubric.access != SEALED,
        is_visits=asked.is_visits and not are_places,
    )
    return without_held(found, [place for place, one in enumerate(units) if one.scope in held])


def _held(asked: Asked, scopes: Sequence[str]) -> frozenset[str]:
    # a visit to a whole centre is told by itself, and shares are told by no criterion
    if asked.sees_files or asked.is_visits or asked.measure is not Measure.SCORE:
        return frozenset()
    return held_scopes(database(), scopes, asked.version, asked.twelve)


def _network_of(asked: Asked, conforming: Conforming, *, are_places: bool) -> _Network:
    session, measure = database(), asked.measure
    if measure is Measure.SCORE and not are_places:
        return _Network()
    # shares are held against the whole network, wherever the reader stands
    centres = every_centre(session, asked.twelve)
    what = ([one.scope for one in centres], asked.version, asked.twelve, conforming)
    holds_places = measure is Measure.RATING and asked.is_visits
    if not are_places and not holds_places:
        standard = standard_of_counts(final_counts(session, *what), measure)
        return _Network(standard=standard)
    inside = [one for one in centres if one.path.startswith(asked.within.path)]
    if not holds_places and len(inside) < len(centres):
        # of the others what conforms is enough
        counts = [] if measure is Measure.SCORE else final_counts(session, *what)
        sums = sums_of_many(session, [one.scope for one in inside], *what[1:])
        standard = None if measure is Measure.SCORE else standard_of_counts(counts, measure)
        return _Network(inside, sums, standard)
    sums = sums_of_many(session, *what)
    final = [(one.path, sums[one.scope].final) for one in centres if one.scope in sums]
    held = _by_place(final) if holds_places else [one for _, one in final]
    return _Network(centres, sums, standard_of(held, measure))


def _by_place(final: Iterable[tuple[str, UnitSum]]) -> list[UnitSum]:
    # as `Ground.holds_places` says in words
    places: dict[str, list[UnitSum]] = {}
    for path, one in final:
        places.setdefault(path, []).append(one)
    return [place_sum(within) for within in places.values()]


def _trends(
    found: Found, wanted: frozenset[int]
) -> tuple[tuple[Series, ...], tuple[Stretch | None, ...]]:
    session, asked, axis = database(), found.asked, found.axis
    version, units = asked.version, [found.units[number] for number in sorted(wanted)]
    months = months_of(session, [one.scope for one in units], version, asked.twelve.last)
    cuts_of = cuts_of_scopes(session, [one.scope for one in units], version.rubric)
    target = Fraction(max(axis.lines), _WHOLE_PCT) if axis.lines else None
    visits = frozenset({version.version_id} if asked.is_visits else ())
    series = tuple(
        series_of(
            months[one.scope],
            visits,
            is_one_centre=not one.is_place,
            running=asked.within.scope.running,
        )
        if one.scope in months
        else NO_SERIES
        for one in found.units
    )
    now = tuple(
        stretch_now(stretches_of(line, cuts_of(one.scope, WHOLE_FILE), target))
        for one, line in zip(found.units, series, strict=True)
    )
    return series, now
