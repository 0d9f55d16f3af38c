"""What moved a score: items by the points that they cost, now and in the period before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask_babel import gettext as _
from markupsafe import Markup

from qa_app.domain.charting import Cut
from qa_app.domain.citations import Citation
from qa_app.domain.defaults import LOWEST_ITEMS
from qa_app.domain.limit_findings import OtherGround, other_ground
from qa_app.domain.lost_points import (
    LostPoints,
    Moved,
    is_exact,
    lost_points,
    most_moved,
    often_short,
    takes_points,
    what_moved,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import NO_SERIES, Period, Point, Series
from qa_app.domain.text import BilingualText
from qa_app.domain.trends import last_change
from qa_app.extensions import database
from qa_app.queries.item_counts import AnswersAsked, item_counts, item_losses, within
from qa_app.reports.lost_bars import LostBar, lost_bars_svg
from qa_app.web.centres.item_addresses import (
    behind_address,
    item_address,
    moved_address,
    reviews_address,
)
from qa_app.web.centres.shown_items import SeenTrend, shown_items
from qa_app.web.clause_links import clauses_behind
from qa_app.wording import Words
from qa_app.wording import lost_points as said
from qa_app.wording import trends as wording

_IN_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class LostLine:
    """An item that cost points.

    Attributes:
        code: Its code.
        text: What it asks.
        lost: Points that it cost, as written.
        before: Points before, as written; empty without a period to compare with.
        change: What it gave or took since, as written; empty likewise. Two periods make no
            trend, so no shape stands beside it.
        below: Files in which it fell short.
        n: Files in which it was scored.
        trend: Its trend.
        behind: What stands behind it.
        rests_on: Clauses on which it rests.
    """

    code: str
    text: BilingualText
    lost: str
    before: str
    change: str
    below: int
    n: int
    trend: str
    behind: str
    rests_on: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class MovedView:
    """What moved the score of a series.

    Attributes:
        headline: Where most points were lost, a clause without a full stop.
        lede: What changed, and how exact that is.
        period: The period.
        before: The period compared with; empty without one.
        lines: The dearest items, and those that changed most.
        csv_address: The same as a table to keep; empty where there is none.
        svg: The same as bars; None where there are none.
        why_not: Why there are no points, and what can be said; everything else is empty then.
        reviews_address: The reviews of which some have to be asked for before items are told;
            empty where nothing is held back for that, and for places.
    """

    headline: str = ""
    lede: str = ""
    period: str = ""
    before: str = ""
    lines: tuple[LostLine, ...] = ()
    csv_address: str = ""
    svg: Markup | None = None
    why_not: str = ""
    reviews_address: str = ""


@dataclass(frozen=True, slots=True)
class MovedLines:
    """Every item that may be told of.

    Attributes:
        latest: The latest rated point.
        before: The period compared with; None without one.
        lines: The items, the dearest first; those last that cost nothing now and changed most.
    """

    latest: Point
    before: Period | None
    lines: tuple[LostLine, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What items cost; of it what may be told, the dearest first, and what changed, by item.

    Of what is told the items stand last that cost nothing now and changed most.
    """

    every: tuple[LostPoints, ...]
    lost: tuple[LostPoints, ...]
    moved: Mapping[str, Moved]
    before: Point | None
    is_open: bool
    is_held: bool = False
    is_before_held: bool = False

    @property
    def dearest(self) -> tuple[LostPoints, ...]:
        return tuple(one for one in self.lost if one.lost)

    @property
    def named(self) -> frozenset[str]:
        return frozenset(one.item_code for one in most_moved(self.moved.values()))


@dataclass(frozen=True, slots=True)
class _Before:
    """The period before, and why it is not compared with; None where there is no such reason."""

    point: Point | None
    ground: OtherGround | None

    @property
    def compared(self) -> Point | None:
        return self.point if self.ground is None else None


def moved_view(
    words: Words, seen: SeenTrend, section: str, cuts: Iterable[Cut]
) -> MovedView | None:
    """Lay out what moved a score.

    Args:
        words: The page's language.
        seen: The rubric's series, and how much of it is told.
        section: Section code; empty for whole files.
        cuts: Where the chart of the section parts what is not comparable.

    Returns:
        The dearest items of the latest rated period, with what changed since the one before, or
        why the two are not compared; None where no period is rated.
    """
    trend = seen.trend
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    latest = series.latest
    if latest is None:
        return None
    rubric = trend.versions[latest.version_id]
    if seen.holds(latest.version_id, latest.period):
        return MovedView(
            why_not=said.to_ask(words, latest.period),
            reviews_address=reviews_address(seen.scope, rubric, latest.period, trend.main_coverage),
        )
    if not takes_points(rubric):
        return MovedView(why_not=_why_not(words, seen, latest, section))
    earlier = _before(series, cuts)
    told = _told(seen, latest, earlier.compared, section)
    # what the words name stands in the table, also where it is cheap by now
    others = (one for one in told.lost[LOWEST_ITEMS:] if one.item_code in told.named)
    shown = replace(told, lost=(*told.lost[:LOWEST_ITEMS], *others))
    headline = said.main_losses(
        words, rubric, latest.period, shown.dearest[:_IN_SENTENCE], is_held=told.is_held
    )
    before = None if told.before is None else told.before.period
    changes = _changes(words, rubric, shown, earlier)
    return MovedView(
        headline,
        wording.paragraph(words, (*changes, *_rest(words, told, latest))),
        wording.period(words, latest.period),
        "" if before is None else wording.period(words, before),
        _lines(seen, latest, shown),
        moved_address(seen.scope, rubric.code, section) if told.lost else "",
        _svg(words, headline, shown),
    )


def moved_lines(seen: SeenTrend, section: str, cuts: Iterable[Cut]) -> MovedLines | None:
    """Give every item that may be told of, for a table to keep.

    Args:
        seen: The rubric's series, and how much of it is told.
        section: Section code; empty for whole files.
        cuts: As for `moved_view`.

    Returns:
        The items that `moved_view` shows and, for those who may see every count, all others that
        cost points; None where there are no points to tell.
    """
    trend = seen.trend
    series = trend.series.get((trend.main_coverage, section), NO_SERIES)
    latest = series.latest
    if latest is None or not takes_points(trend.versions[latest.version_id]):
        return None
    if seen.holds(latest.version_id, latest.period):
        return None
    told = _told(seen, latest, _before(series, cuts).compared, section)
    before = None if told.before is None else told.before.period
    return MovedLines(latest, before, _lines(seen, latest, told))


def _before(series: Series, cuts: Iterable[Cut]) -> _Before:
    previous = last_change(series).previous
    return _Before(previous, other_ground(series, previous, cuts))


def _changes(words: Words, rubric: Rubric, shown: _Told, earlier: _Before) -> tuple[str, ...]:
    before = earlier.point
    if before is not None and earlier.ground is not None:
        return (said.not_compared(words, before.period, earlier.ground),)
    if before is not None and shown.is_before_held:
        return (said.before_to_ask(words, before.period),)
    return said.changes(
        words,
        rubric,
        None if before is None else before.period,
        tuple(shown.moved.values()),
        known=[one.item_code for one in shown.dearest[:_IN_SENTENCE]],
        is_whole=not shown.is_open,
    )


def _why_not(words: Words, seen: SeenTrend, latest: Point, section: str) -> str:
    trend = seen.trend
    rubric = trend.versions[latest.version_id]
    items = frozenset(code for code, item in rubric.items.items() if section in {"", item.section})
    asked = AnswersAsked(latest.version_id, latest.period, items, trend.main_coverage)
    counts = within(item_counts(database(), seen.scope, [asked]), latest.version_id, latest.period)
    short = often_short(rubric, counts, section)[:_IN_SENTENCE]
    codes = [one.item_code for one in short]
    known = shown_items(seen, latest.version_id, latest.period, codes)
    shown = [one for one in short if one.item_code in known]
    return wording.paragraph(
        words, (said.why_not(words, rubric), *said.short(words, rubric, shown))
    )


def _rest(words: Words, told: _Told, latest: Point) -> Iterator[str]:
    # the sum less what is shown would tell what is held back
    if told.is_open and told.every and latest.value is not None:
        exact = is_exact(told.every, latest.value)
        yield said.together(words, told.every, latest.value, is_exact=exact)
        if len(told.every) > LOWEST_ITEMS:
            yield said.listed(words, LOWEST_ITEMS, len(told.every), is_compared=bool(told.moved))
    if told.is_held:
        yield said.held(words)


def _told(seen: SeenTrend, latest: Point, before: Point | None, section: str) -> _Told:
    trend = seen.trend
    is_hidden = before is not None and seen.holds(before.version_id, before.period)
    if is_hidden:
        before = None
    rubric = trend.versions[latest.version_id]
    items = frozenset(code for code, item in rubric.items.items() if section in {"", item.section})
    points = [latest] if before is None else [before, latest]
    losses = item_losses(
        database(),
        seen.scope,
        [AnswersAsked(latest.version_id, one.period, items, trend.main_coverage) for one in points],
    )
    now = within(losses, latest.version_id, latest.period)
    every = lost_points(rubric, now, latest.scored_count, section)
    moved: tuple[Moved, ...] = ()
    if before is not None:
        earlier = within(losses, before.version_id, before.period)
        counts = (before.scored_count, latest.scored_count)
        moved = what_moved(rubric, earlier, now, counts, section)
    if seen.is_open:
        free = (one.after for one in most_moved(moved) if not one.after.lost)
        changes = {one.item_code: one for one in moved}
        return _Told(
            every, (*every, *free), changes, before, is_open=True, is_before_held=is_hidden
        )
    dearest = [one.item_code for one in every[:LOWEST_ITEMS]]
    known = shown_items(seen, latest.version_id, latest.period, dearest)
    asked = known & {one.item_code for one in moved}
    changed = (
        frozenset[str]()
        if before is None
        else shown_items(seen, before.version_id, before.period, asked)
    )
    return _Told(
        every,
        tuple(one for one in every[:LOWEST_ITEMS] if one.item_code in known),
        {one.item_code: one for one in moved if one.item_code in changed},
        before,
        is_open=False,
        is_held=len(known) < len(dearest),
    )


def _lines(seen: SeenTrend, latest: Point, told: _Told) -> tuple[LostLine, ...]:
    scope, trend = seen.scope, seen.trend
    rubric = trend.versions[latest.version_id]
    cited = clauses_behind(rubric, [one.item_code for one in told.lost])
    return tuple(
        LostLine(
            code=one.item_code,
            text=rubric.items[one.item_code].text,
            lost=said.points(one.lost, is_whole=not told.is_open),
            below=one.below_count,
            n=one.scored_count,
            trend=item_address(scope, rubric.code, one.item_code),
            behind=behind_address(
                scope, rubric, latest.period, item=one.item_code, coverage=trend.main_coverage
            ),
            rests_on=cited.get(one.item_code, ()),
            **_change(told, one),
        )
        for one in told.lost
    )


def _change(told: _Told, one: LostPoints) -> dict[str, str]:
    moved = told.moved.get(one.item_code)
    if moved is None:
        return {"before": "", "change": ""}
    is_whole = not told.is_open
    change = said.points(abs(moved.change), is_whole=is_whole)
    sign = "+" if moved.change > 0 else "−"
    return {
        "before": said.points(moved.before.lost, is_whole=is_whole),
        # what rounds to nothing has no sign
        "change": change
        if change == said.points(Fraction(0), is_whole=is_whole)
        else sign + change,
    }


def _svg(words: Words, headline: str, told: _Told) -> Markup | None:
    if not told.lost:
        return None
    bars = [
        LostBar(
            words.say(
                said.BAR,
                code=one.item_code,
                points=said.points(one.lost, is_whole=not told.is_open),
                below=one.below_count,
                n=one.scored_count,
            ),
            one.lost,
            None if moved is None else moved.before.lost,
        )
        for one in told.lost
        for moved in (told.moved.get(one.item_code),)
    ]
    return Markup(lost_bars_svg("losses", _("Points lost"), headline, bars))  # noqa: S704 - escaped there
