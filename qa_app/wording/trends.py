"""What charts say: periods, numbers with their units, one sentence for each finding."""

from collections.abc import Iterable
from fractions import Fraction

from qa_app.domain.month_grid import first_day, quarter_number
from qa_app.domain.rounding import display
from qa_app.domain.score_axis import AxisKind, ScoreAxis
from qa_app.domain.series import Coverage, Grain, Period, Series
from qa_app.domain.standing import Head
from qa_app.domain.trend_findings import Finding, FindingCode, findings_of
from qa_app.domain.trends import Change, last_change
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HANZI = "一二三四"
_FILES, _FILE = _("%(count)s files"), _("1 file")
_VISITS, _VISIT = _("%(count)s visits"), _("1 visit")
_POINTS, _LEVELS = _("%(number)s points"), _("%(number)s levels")
_SHARE, _SHARE_POINTS = _("%(number)s%%"), _("%(number)s percentage points")
_SCORES = {AxisKind.PERCENT: _POINTS, AxisKind.SHARE: _SHARE}
_AMOUNTS = {AxisKind.PERCENT: _POINTS, AxisKind.SHARE: _SHARE_POINTS, AxisKind.LEVEL: _LEVELS}
_LEVEL_NAMED = _("%(number)s %(name)s")

SENTENCES: dict[FindingCode, str] = {
    FindingCode.NOTHING: _("Nothing was read yet"),
    FindingCode.NO_NUMBER: _(
        "%(period)s: %(files)s without a score, as nothing in them counts towards one"
    ),
    FindingCode.FEW: _("%(period)s: only %(files)s, not rated"),
    FindingCode.FIRST: _("%(period)s: %(value)s (%(files)s)"),
    FindingCode.UNLIKE: _("%(period)s: %(value)s (%(files)s)"),
    FindingCode.RISEN: _("%(period)s: %(value)s (%(files)s), %(amount)s up on %(previous)s"),
    FindingCode.FALLEN: _("%(period)s: %(value)s (%(files)s), %(amount)s down on %(previous)s"),
    FindingCode.SAME: _("%(period)s: %(value)s (%(files)s), the same as %(previous)s"),
    FindingCode.ABOUT: _("%(period)s: %(value)s (%(files)s), about the same as %(previous)s"),
    FindingCode.PROVISIONAL: _("%(files)s of them provisional: this may still change."),
    FindingCode.BREAK: _("Rubric version %(version)s from %(since)s: not comparable with before."),
    FindingCode.RUNNING: _("%(period)s: only %(files)s, not rated."),
}
"""Finding to message; every finding has one, by test."""

COVERAGES: dict[Coverage, str] = {
    Coverage.SAMPLED: _("reviews of random and complete samples"),
    Coverage.IMPORTED: _("imported, not read with this platform"),
    Coverage.PURPOSIVE: _("chosen on purpose, in no line"),
}
"""Coverage to message."""

CHANGES: dict[FindingCode, str] = {
    FindingCode.NOTHING: _("not read yet"),
    FindingCode.NO_NUMBER: _("no number"),
    FindingCode.FEW: _("too few files"),
    FindingCode.FIRST: _("first period"),
    FindingCode.UNLIKE: _("no period of this length before"),
    FindingCode.RISEN: _("%(amount)s up on %(previous)s"),
    FindingCode.FALLEN: _("%(amount)s down on %(previous)s"),
    FindingCode.SAME: _("as in %(previous)s"),
    FindingCode.ABOUT: _("about as in %(previous)s"),
}
"""Headline to the few words that a table has room for."""

_NEW_VERSION = _("rubric changed")
_ON_COMMON = _(
    "Rubric version %(version)s from %(since)s: what is comparable with before is the line of"
    " common items below, and not the scores of whole files, which rest on other items or weights."
)
_SAME_SECTION = _(
    "Rubric version %(version)s from %(since)s did not change this section: its scores before and"
    " after may be compared."
)
_CHANGED_SECTION = _(
    "Rubric version %(version)s from %(since)s changed this section: not comparable with before."
)
_BREAKS = _(
    "The line breaks at version %(version)s (first dot: %(since)s): versions of a rubric are never"
    " joined, as other items or weights make other scores."
)
_STRAYS = _(
    "Single dots of version %(version)s after it are files still read against that version."
)
_ALL, _ONE_UP, _ONE_DOWN = (
    _("the mean scores of all %(rated)s areas rated are at band B or above"),
    _("the mean score of the one area rated is at band B or above"),
    _("the mean score of the one area rated is below band B"),
)
_SOME = _("the mean scores of %(reached)s of %(rated)s areas rated are at band B or above")
_TOO_FEW, _NONE = _("too few files to rate an area"), _("not reviewed yet")
_SO_FAR = _("%(period)s so far")
_SHOWN = _("Shown: %(coverage)s.")
_LED = _("%(lead)s, %(said)s")
_TWO_PERIODS = _("A change from one period to the next is no trend yet: look at the whole line.")


def period(words: Words, one: Period) -> str:
    """Name a period.

    Args:
        words: The language.
        one: The period.

    Returns:
        Such as `2026年第一季度` or `Q1 2026`, `2026年3月` or `Mar 2026`; that it is one so far
        while it is not over.
    """
    named = _named(words, one)
    return words.say(_SO_FAR, period=named) if one.is_running else named


def month_so_far(words: Words, number: int, *, is_running: bool) -> str:
    """Name a month, and that it is one so far while it is not over.

    Args:
        words: The language.
        number: As `totals.month_of` gives it.
        is_running: True while it is not over.

    Returns:
        Such as `Mar 2026` or `Mar 2026 so far`.
    """
    named = month(words, number)
    return words.say(_SO_FAR, period=named) if is_running else named


def _named(words: Words, one: Period) -> str:
    if one.grain is Grain.MONTH:
        return month(words, one.first_month)
    year, mark = first_day(one.first_month).year, quarter_mark(words, one.first_month)
    return f"{year}年{mark}" if words.language == "zh" else f"{mark} {year}"


def month(words: Words, number: int) -> str:
    """Name a month.

    Args:
        words: The language.
        number: As `totals.month_of` gives it.

    Returns:
        Such as `2026年3月` or `Mar 2026`.
    """
    first = first_day(number)
    if words.language == "zh":
        return f"{first.year}年{first.month}月"
    return f"{_MONTHS[first.month - 1]} {first.year}"


def quarter_mark(words: Words, number: int) -> str:
    """Name a quarter in the little room below a chart.

    Args:
        words: The language.
        number: The quarter's first month.

    Returns:
        Such as `第一季度` or `Q1`; the year stands below.
    """
    quarter = quarter_number(number)
    return f"第{_HANZI[quarter - 1]}季度" if words.language == "zh" else f"Q{quarter}"


def counted(words: Words, count: int, *, is_visits: bool = False) -> str:
    """Write a number of files, or of visits to a whole centre.

    Args:
        words: The language.
        count: How many.
        is_visits: True for visits.

    Returns:
        Such as `24份` or `24 files`.
    """
    many, one = (_VISITS, _VISIT) if is_visits else (_FILES, _FILE)
    return words.say(one) if count == 1 else words.say(many, count=count)


def score(words: Words, axis: ScoreAxis, ratio: Fraction) -> str:
    """Write a value with its unit.

    Args:
        words: The language.
        axis: How the rubric's results are written.
        ratio: 0..1.

    Returns:
        Such as `87.0分` or `87.0%`, or the level and its name.
    """
    level = axis.level_at(ratio)
    if level is not None:
        name = level.label.in_language(words.language)
        return words.say(_LEVEL_NAMED, number=display(level.number, 0), name=name)
    number = display(axis.shown(ratio))
    message = _SCORES.get(axis.kind)
    return number if message is None else words.say(message, number=number)


def amount(words: Words, axis: ScoreAxis, one: Fraction, other: Fraction) -> str:
    """Write how far two values lie apart, as the difference of the two shown numbers.

    Args:
        words: The language.
        axis: How the rubric's results are written.
        one: Ratio 0..1.
        other: Ratio 0..1.

    Returns:
        Such as `1.2分`, `1.2个百分点` or `1.0 levels`; without a sign.
    """
    number = display(abs(axis.shown(one) - axis.shown(other)))
    return words.say(_AMOUNTS[axis.kind], number=number)


def sentence(
    words: Words, finding: Finding, axis: ScoreAxis, versions: dict[int, str] | None = None
) -> str:
    """Put a finding into words.

    Args:
        words: The language.
        finding: What there is to say.
        axis: How the rubric's results are written.
        versions: Version ids to what they are called; needed for `break`.

    Returns:
        A headline without a full stop, or a whole sentence.
    """
    values: dict[str, str] = {}
    if finding.point is not None:
        values |= _of_point(words, finding, axis)
    if finding.since is not None and finding.version_id is not None:
        values |= {
            "since": _named(words, finding.since),
            "version": (versions or {}).get(finding.version_id, ""),
        }
    return words.say(SENTENCES[_shown_code(finding, axis)], **values)


def version_sentence(
    words: Words,
    finding: Finding,
    versions: dict[int, str],
    *,
    is_joined: bool = False,
    is_same_section: bool | None = None,
) -> str:
    """Say what a new version means for what came before.

    Args:
        words: The language.
        finding: A `break`.
        versions: Version ids to what they are called.
        is_joined: True when a line of common items joins it to the version before.
        is_same_section: Of a section, whether the version left it as it was; None for whole
            files.

    Returns:
        A sentence.
    """
    message = _ON_COMMON if is_joined else SENTENCES[FindingCode.BREAK]
    if is_same_section is not None:
        message = _SAME_SECTION if is_same_section else _CHANGED_SECTION
    return words.say(
        message,
        version=versions.get(finding.version_id or 0, ""),
        since="" if finding.since is None else _named(words, finding.since),
    )


def break_reason(words: Words, version: str, since: Period, strays: Iterable[str]) -> str:
    """Say why a line ends where a new version begins.

    Args:
        words: The language.
        version: Number of the new version.
        since: Its first rated period.
        strays: Numbers of older versions that have points after it.

    Returns:
        One or more sentences.
    """
    said = [words.say(_BREAKS, version=version, since=_named(words, since))]
    said += [words.say(_STRAYS, version=one) for one in strays]
    return paragraph(words, said)


def _shown_code(finding: Finding, axis: ScoreAxis) -> FindingCode:
    # a difference too small for the digits shown is written as none
    point, previous = finding.point, finding.previous
    if point is None or previous is None or point.value is None or previous.value is None:
        return finding.code
    is_same = axis.shown(point.value) == axis.shown(previous.value)
    return FindingCode.SAME if is_same else finding.code


def change(words: Words, series: Series, axis: ScoreAxis) -> str:
    """Put the last change of a series into the few words that a table has room for.

    Args:
        words: The language.
        series: The series.
        axis: How the rubric's results are written.

    Returns:
        Such as `1.2 points up on Q4 2025`; across two versions no comparison.
    """
    if last_change(series).code is Change.BREAK:
        return words.say(_NEW_VERSION)
    finding = findings_of(series)[0]
    return words.say(CHANGES[_shown_code(finding, axis)], **_of_point(words, finding, axis))


def headline(words: Words, head: Head, *, has_files: bool) -> str:
    """Say how a centre's areas stand.

    Args:
        words: The language.
        head: The counts.
        has_files: True when anything was read.

    Returns:
        A clause without a full stop.
    """
    if head.rated == 0:
        return words.say(_TOO_FEW if has_files else _NONE)
    if head.rated == 1:
        return words.say(_ONE_UP if head.reached else _ONE_DOWN)
    message = _ALL if head.reached == head.rated else _SOME
    return words.say(message, reached=head.reached, rated=head.rated)


def paragraph(words: Words, sentences: Iterable[str]) -> str:
    """Put sentences one after the other.

    Args:
        words: The language.
        sentences: Each with its full stop.

    Returns:
        One paragraph; Chinese has no blanks between sentences.
    """
    return ("" if words.language == "zh" else " ").join(sentences)


def shown(words: Words, coverage: Coverage) -> str:
    """Say which files a chart stands on.

    Args:
        words: The language.
        coverage: Which files.

    Returns:
        A sentence.
    """
    return words.say(_SHOWN, coverage=words.say(COVERAGES[coverage]))


def two_periods(words: Words) -> str:
    """Say that two points prove nothing.

    Args:
        words: The language.

    Returns:
        A sentence.
    """
    return words.say(_TWO_PERIODS)


def led(words: Words, lead: str, said: str) -> str:
    """Begin a finding with what is counted.

    Args:
        words: The language.
        lead: What is counted; empty for scores.
        said: The finding.

    Returns:
        Both as one clause.
    """
    return words.say(_LED, lead=lead, said=said) if lead else said


def _of_point(words: Words, finding: Finding, axis: ScoreAxis) -> dict[str, str]:
    point, previous = finding.point, finding.previous
    if point is None:
        return {}
    is_part = finding.code is FindingCode.PROVISIONAL
    count = point.provisional_count if is_part else point.scored_count or point.file_count
    values = {
        "period": period(words, point.period),
        "files": counted(words, count, is_visits=finding.is_visits),
    }
    if point.value is not None:
        values["value"] = score(words, axis, point.value)
        if previous is not None and previous.value is not None:
            values["previous"] = period(words, previous.period)
            values["amount"] = amount(words, axis, point.value, previous.value)
    return values
