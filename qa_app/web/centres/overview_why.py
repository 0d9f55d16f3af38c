"""Why a centre stands where it does, and what changed: for the head of its overview."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from flask_babel import gettext as _

from qa_app.domain.charting import Stretch, stretch_now, stretches_of
from qa_app.domain.defaults import COMPARED_MONTHS
from qa_app.domain.limit_findings import is_concern
from qa_app.domain.lost_points import lost_points, takes_points
from qa_app.domain.month_grid import month_of
from qa_app.domain.score_axis import axis_of
from qa_app.domain.series import Point
from qa_app.domain.trends import months_without
from qa_app.extensions import database
from qa_app.queries.chart_cuts import cuts_of
from qa_app.queries.item_counts import AnswersAsked, item_losses, within
from qa_app.queries.trends import RubricTrend, Scope
from qa_app.web.centres.area_lines import AreaLine
from qa_app.web.centres.shown_items import seen_trend, shown_items
from qa_app.web.settings import local_today
from qa_app.wording import Words, trend_limits
from qa_app.wording import lost_points as said

_NAMED = 2
_COMPARED_LEAST = 2
_WHOLE_PCT = 100


def stretches_now(scope: Scope, trends: Iterable[RubricTrend]) -> Mapping[str, Stretch]:
    """Find the limits that the latest periods stand under, as each area's own chart has them.

    Args:
        scope: Whose.
        trends: What was read, by rubric.

    Returns:
        Rubric to its stretch, with limits or not; rubrics with a single rated period are left
        out, and those without a file for a year.
    """
    found = {}
    for trend in trends:
        series = trend.whole(trend.main_coverage)
        if len(series.rated) < _COMPARED_LEAST:
            continue
        lines = axis_of(trend.current).lines
        target = Fraction(max(lines), _WHOLE_PCT) if lines else None
        now = stretch_now(stretches_of(series, cuts_of(database(), scope, trend.code), target))
        # what was told of files of long ago is no signal of now
        is_old = months_without(series, month_of(local_today()), COMPARED_MONTHS)
        if now is not None and not is_old:
            found[trend.code] = now
    return found


def with_signals(
    words: Words, lines: Iterable[AreaLine], stretches: Mapping[str, Stretch]
) -> tuple[AreaLine, ...]:
    """Put beside each area what limits say of its latest period.

    Args:
        words: The page's language.
        lines: The areas.
        stretches: From `stretches_now`.

    Returns:
        The same lines; those without limits unchanged.
    """
    return tuple(_with_signal(words, line, stretches.get(line.rubric)) for line in lines)


def _with_signal(words: Words, line: AreaLine, now: Stretch | None) -> AreaLine:
    if now is None:
        return line
    if now.now is not None:
        return replace(line, signal=trend_limits.icons(words, now)[0])
    # a period under its own limits alone is not held against what came before
    if now.cut is not None and len(now.points) == 1:
        return replace(line, change=trend_limits.cut_mark(words, now.cut))
    return line


def concern_words(words: Words, lines: Iterable[AreaLine], stretches: Mapping[str, Stretch]) -> str:
    """Name the areas that became worse by more than chance.

    Args:
        words: The page's language.
        lines: The areas.
        stretches: From `stretches_now`.

    Returns:
        A clause for the head; empty where there are none.
    """
    names = [_name(words, line) for line in lines if is_concern(stretches.get(line.rubric))]
    if not names:
        return ""
    return str(_("%(areas)s worse by more than chance", areas=words.listed(dict.fromkeys(names))))


def why_words(
    words: Words,
    scope: Scope,
    trends: Iterable[RubricTrend],
    lines: Iterable[AreaLine],
    stretches: Mapping[str, Stretch],
) -> str:
    """Say where the area that needs it most lost its points.

    Args:
        words: The page's language.
        scope: Whose.
        trends: What was read, by rubric.
        lines: The areas.
        stretches: From `stretches_now`.

    Returns:
        A sentence about the area that gives reason to worry, else about the lowest one; empty
        where no area has points, and where no item may be named.
    """
    known = [
        (not is_concern(stretches.get(one.code)), latest.value, one.code, one, latest)
        for one in trends
        for latest in (one.whole(one.main_coverage).latest,)
        if latest is not None
        and latest.value is not None
        and takes_points(one.versions[latest.version_id])
    ]
    if not known:
        return ""
    _calm, _value, code, trend, latest = min(known, key=lambda one: one[:3])
    name = next((_name(words, line) for line in lines if line.rubric == code), "")
    losses = _losses(words, scope, trend, latest)
    if not name or not losses:
        return ""
    return str(_("%(area)s – %(said)s.", area=name, said=losses))


def _losses(words: Words, scope: Scope, trend: RubricTrend, latest: Point) -> str:
    rubric = trend.versions[latest.version_id]
    asked = AnswersAsked(
        latest.version_id, latest.period, frozenset(rubric.items), trend.main_coverage
    )
    losses = within(item_losses(database(), scope, [asked]), latest.version_id, latest.period)
    dearest = lost_points(rubric, losses, latest.scored_count)[:_NAMED]
    codes = [one.item_code for one in dearest]
    seen = seen_trend(scope, trend)
    if seen.holds(latest.version_id, latest.period):
        return said.to_ask_short(words, latest.period)
    known = shown_items(seen, latest.version_id, latest.period, codes)
    shown = [one for one in dearest if one.item_code in known]
    return said.main_losses(words, rubric, latest.period, shown) if shown else ""


def _name(words: Words, line: AreaLine) -> str:
    return words.text(line.name) or words.text(line.title)
