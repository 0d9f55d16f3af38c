"""Forms that people bring: what `{{name|key=value}}` asks for, and the periods it may name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.own_form_names import (
    ABOUT_SESSIONS,
    FormName,
    Key,
    key_named,
    metric_named,
)
from qa_app.domain.own_form_periods import Span, is_latest, span_of
from qa_app.domain.score_axis import ScoreAxis
from qa_app.domain.second_band import in_second_or_above
from qa_app.domain.series import Period, Point, PointStanding, Series
from qa_app.domain.shares import Measure, share_shown
from qa_app.domain.text import BilingualText

_PLACEHOLDER = re.compile(r"\{\{([^{}]{0,300})\}\}")
_SHARES = {FormName.RED_LINES: Measure.REDLINE, FormName.GOOD: Measure.BAND}
_BAR, _EQUALS = re.compile(r"[|｜]"), re.compile(r"[=＝]")


class Gap(StrEnum):
    """Why a placeholder has no value."""

    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_KEY = "unknown_key"
    KEY_TWICE = "key_twice"
    NOT_A_PERIOD = "not_a_period"
    NO_PERIOD = "no_period"
    NO_SCOPE = "no_scope"
    TWO_SCOPES = "two_scopes"
    UNKNOWN_CENTRE = "unknown_centre"
    UNKNOWN_PLACE = "unknown_place"
    NO_RUBRIC = "no_rubric"
    SEVERAL_RUBRICS = "several_rubrics"
    UNKNOWN_AREA = "unknown_area"
    NOTHING_READ = "nothing_read"
    OTHER_AREA = "other_area"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_RUBRIC = "unknown_rubric"
    UNKNOWN_SECTION = "unknown_section"
    SEVERAL_VERSIONS = "several_versions"
    NO_FILES = "no_files"
    TOO_FEW = "too_few"
    NO_NUMBER = "no_number"
    ONLY_QUARTER = "only_quarter"
    HELD_BACK = "held_back"
    NOT_YOURS = "not_yours"
    AHEAD = "ahead"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Ask:
    """What one placeholder asks for.

    Attributes:
        form_name: What; None where it cannot be told.
        keys: What narrows it, in the order of `Key`.
        span: Months that it names; None for the latest period.
        gap: What is wrong with it; None when nothing is.
        about: The word that is wrong; empty where none is.
    """

    form_name: FormName | None
    keys: tuple[tuple[Key, str], ...] = ()
    span: Span | None = None
    gap: Gap | None = None
    about: str = ""

    def key(self, key: Key) -> str:
        """Look a key up.

        Args:
            key: Which.

        Returns:
            What it is set to; empty when it is not.
        """
        return dict(self.keys).get(key, "")


@dataclass(frozen=True, slots=True)
class FormValue:
    """What stands in place of a placeholder.

    Attributes:
        number: An exact number, rounded as pages show it; None for words and gaps.
        digits: Digits after its point.
        text: Words in both languages; None unless the value is words.
        periods: Periods in their order; empty unless the value is a period.
        day: A day; None unless the value is one.
        gap: Why there is none; None when there is one.
        about: The word that is wrong; empty where none is.
    """

    number: Fraction | None = None
    digits: int = 0
    text: BilingualText | None = None
    periods: tuple[Period, ...] = ()
    day: date | None = None
    gap: Gap | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Results from which placeholders are answered.

    Attributes:
        series: The series of one rubric and section, as the trend page draws it.
        axes: Version to how its numbers are written.
        versions: Version to its number.
        title: Title of the rubric.
    """

    series: Series
    axes: Mapping[int, ScoreAxis]
    versions: Mapping[int, str]
    title: BilingualText


def placeholders_in(text: str) -> tuple[str, ...]:
    """Find the placeholders of a cell.

    Args:
        text: What stands in the cell.

    Returns:
        What stands between the braces, in order.
    """
    return tuple(found[1] for found in _PLACEHOLDER.finditer(text))


def is_placeholder_alone(text: str) -> bool:
    """Tell whether a cell holds one placeholder and nothing else, so that a number may stay one.

    Args:
        text: What stands in the cell.

    Returns:
        True when nothing but blanks stands around it.
    """
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def with_values(text: str, values: Sequence[str]) -> str:
    """Put values in place of the placeholders of a cell.

    Args:
        text: What stands in the cell.
        values: One for each placeholder, in order.

    Returns:
        The text.
    """
    rest = iter(values)
    return _PLACEHOLDER.sub(lambda _found: next(rest), text)


def ask_of(inner: str) -> Ask:
    """Read a placeholder.

    Args:
        inner: What stands between the braces.

    Returns:
        What it asks for, or what is wrong with it.
    """
    name, *rest = (part.strip() for part in _BAR.split(inner))
    form_name = metric_named(name)
    if form_name is None:
        return Ask(None, gap=Gap.UNKNOWN_NAME, about=name)
    keys: dict[Key, str] = {}
    for part in rest:
        word, *value = _EQUALS.split(part, maxsplit=1)
        key = key_named(word)
        if key is None or not value:
            return Ask(form_name, gap=Gap.UNKNOWN_KEY, about=part)
        if key in keys:
            return Ask(form_name, gap=Gap.KEY_TWICE, about=part)
        keys[key] = value[0].strip()
    return _checked(form_name, keys)


def _checked(form_name: FormName, keys: Mapping[Key, str]) -> Ask:
    said = tuple((key, keys[key]) for key in Key if key in keys)
    if Key.CENTRE in keys and Key.PLACE in keys:
        return Ask(form_name, said, gap=Gap.TWO_SCOPES)
    wanted = keys.get(Key.PERIOD, "")
    span = span_of(wanted)
    if wanted and span is None and not is_latest(wanted):
        return Ask(form_name, said, gap=Gap.NOT_A_PERIOD, about=wanted)
    if span is None and form_name in ABOUT_SESSIONS:
        return Ask(form_name, said, gap=Gap.NO_PERIOD)
    return Ask(form_name, said, span)


def result_value(ask: Ask, seen: Seen) -> FormValue:
    """Answer what is asked of results.

    Only whole periods of the trend page are put together: what it shows as a quarter, because a
    month has too few files, is not shown by month here.

    Args:
        ask: What is asked; its form_name is one of `ABOUT_RESULTS`.
        seen: The results.

    Returns:
        The value, or why there is none.
    """
    if ask.form_name is FormName.RUBRIC:
        return FormValue(text=seen.title)
    points = _points(ask, seen)
    if isinstance(points, Gap):
        return FormValue(gap=points)
    if len({one.version_id for one in points}) > 1 and ask.form_name is not FormName.PERIOD:
        return FormValue(gap=Gap.SEVERAL_VERSIONS)
    if ask.form_name is FormName.SCORE:
        return _score(points, seen.axes[points[0].version_id])
    return _counted(ask.form_name, points, seen)


def _points(ask: Ask, seen: Seen) -> tuple[Point, ...] | Gap:
    version = ask.key(Key.VERSION)
    if version and version not in seen.versions.values():
        return Gap.UNKNOWN_VERSION
    own = [
        one for one in seen.series.points if not version or seen.versions[one.version_id] == version
    ]
    if ask.span is None:
        rated = [one for one in own if one.value is not None]
        last = rated[-1:] or own[-1:]
        return tuple(last) if last else Gap.NO_FILES
    within = tuple(one for one in own if ask.span.holds(one.period))
    if within:
        return within
    is_part = any(ask.span.meets(one.period) for one in own)
    return Gap.ONLY_QUARTER if is_part else Gap.NO_FILES


def _score(points: Sequence[Point], axis: ScoreAxis) -> FormValue:
    standings = {one.standing for one in points}
    if PointStanding.NO_NUMBER in standings:
        return FormValue(gap=Gap.NO_NUMBER)
    if PointStanding.FEW in standings:
        return FormValue(gap=Gap.TOO_FEW)
    whole = sum(
        ((one.value or Fraction(0)) * one.scored_count for one in points), start=Fraction(0)
    )
    mean = whole / sum(one.scored_count for one in points)
    return FormValue(axis.shown(mean), digits=1)


def _counted(form_name: FormName | None, points: Sequence[Point], seen: Seen) -> FormValue:
    if form_name is FormName.PERIOD:
        return FormValue(periods=tuple(one.period for one in points))
    if form_name is FormName.VERSION:
        number = seen.versions[points[0].version_id]
        return FormValue(text=BilingualText(number, number))
    files = sum(one.scored_count or one.file_count for one in points)
    if form_name in _SHARES:
        # period by period: a small one could be taken from a sum that hides it
        if any(share_shown(_SHARES[form_name], one) is None for one in points):
            return FormValue(gap=Gap.HELD_BACK)
        if form_name is FormName.RED_LINES:
            return FormValue(Fraction(sum(one.stop_count for one in points)))
        if not any(sum(one.bands) for one in points):
            return FormValue(gap=Gap.NO_NUMBER)
        return FormValue(Fraction(sum(in_second_or_above(one.bands) for one in points)))
    counts = {
        FormName.FILES: files,
        FormName.FINAL: sum(one.final_count for one in points),
        FormName.PROVISIONAL: sum(one.provisional_count for one in points),
    }
    return FormValue(Fraction(counts[form_name or FormName.FILES]))
