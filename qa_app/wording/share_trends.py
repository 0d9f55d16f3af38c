"""What trends of shares say: what is counted, counts of a period, the last red line."""

from qa_app.domain.defaults import SHARE_DENOMINATOR
from qa_app.domain.rounding import display, trimmed
from qa_app.domain.score_axis import SHARE_AXIS
from qa_app.domain.series import Point
from qa_app.domain.shares import Measure, Since, share_shown
from qa_app.domain.statistics.chart_choice import Share
from qa_app.wording import trends
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

MEASURES: dict[Measure, str] = {
    Measure.SCORE: _("Mean score"),
    Measure.BAND: _("Share of files at band %(band)s or above"),
    Measure.RATING: _("Share of files at a rating or better"),
    Measure.REDLINE: _("Share of files without a red line"),
}
"""What can be shown; every measure has words, by test."""

COLUMNS: dict[Measure, str] = {
    Measure.SCORE: _("Score"),
    Measure.BAND: _("Share at band %(band)s or above"),
    Measure.RATING: _("Share at a rating or better"),
    Measure.REDLINE: _("Files with a red line"),
}
"""What a table calls the number."""

_OF = _("%(share)s%% (%(found)s of %(count)s)")
_ONLY_OF = _("%(found)s of %(count)s")
_NOTHING = _("no file to count")
_NO_BAND, _NO_BAND_YET = (
    _("%(period)s: no file has a band, so there is no share"),
    _("%(period)s: no file has a band, so there is no share."),
)
_HELD = _("not shown: fewer than %(least)s files")
_SINCE, _SINCE_ONE = (
    _("%(count)s files were read since the last red line (%(period)s)."),
    _("1 file was read since the last red line (%(period)s)."),
)
_SINCE_NONE = _("The last red line was in the latest period (%(period)s).")
_CROSSED = _("a red line was crossed in %(crossed)s of %(files)s")
_NOT_CROSSED = _("no red line was crossed in any of %(files)s")
_NEVER, _NEVER_ONE = (
    _("No red line in any of %(count)s files."),
    _("No red line in the one file read."),
)


def red_lines(words: Words, clear: Share) -> str:
    """Say how many files crossed a red line.

    Args:
        words: The language.
        clear: Files without one, of how many.

    Returns:
        A clause without a full stop.
    """
    crossed, files = clear.count - clear.found, trends.counted(words, clear.count)
    return words.say(_CROSSED if crossed else _NOT_CROSSED, crossed=crossed, files=files)


def measure(words: Words, one: Measure, band: str) -> str:
    """Name what is shown.

    Args:
        words: The language.
        one: What.
        band: Code of the second band; empty where there is none.

    Returns:
        A title.
    """
    return words.say(MEASURES[one], band=band)


def column(words: Words, one: Measure, band: str) -> str:
    """Name the number in a table.

    Args:
        words: The language.
        one: What.
        band: Code of the second band; empty where there is none.

    Returns:
        A heading.
    """
    return words.say(COLUMNS[one], band=band)


def counted(words: Words, one: Measure, point: Point) -> str:
    """Write the counts of a period, as far as they may be told.

    Args:
        words: The language.
        one: `BAND` or `REDLINE`.
        point: The period.

    Returns:
        Such as "87.5% (21 of 24)"; of red lines those files that have one, such as "1 of 24";
        "3 of 8" where there are too few for a share; that there is nothing to count where no file
        has a band; and that nothing is shown where the files that the reader may not read are too
        few.
    """
    share = share_shown(one, point)
    if share is None:
        return words.say(_HELD, least=SHARE_DENOMINATOR)
    if not share.count:
        return words.say(_NOTHING)
    if one is Measure.REDLINE:
        return words.say(_ONLY_OF, found=share.count - share.found, count=share.count)
    if point.value is None:
        return words.say(_ONLY_OF, found=share.found, count=share.count)
    number = trimmed(SHARE_AXIS.shown(point.value))
    return words.say(_OF, share=number, found=share.found, count=share.count)


def plain_counts(one: Measure, point: Point) -> tuple[str | None, int | None]:
    """Give the numbers of a period for a table to be computed with.

    Args:
        one: `BAND` or `REDLINE`.
        point: The period.

    Returns:
        The share in per cent, None where there are too few files, and the files that conform,
        None where they may not be told.
    """
    share = None if point.value is None else display(SHARE_AXIS.shown(point.value))
    told = share_shown(one, point)
    return share, None if told is None else told.found


def uncounted(words: Words, point: Point, *, is_open: bool) -> str:
    """Say that no file of a period can be counted.

    Args:
        words: The language.
        point: A period without a file that has a band.
        is_open: True for a period after the latest one with a share.

    Returns:
        A title without a full stop, or a whole sentence for an open period.
    """
    message = _NO_BAND_YET if is_open else _NO_BAND
    return words.say(message, period=trends.period(words, point.period))


def since(words: Words, told: Since) -> str:
    """Say how many files were read since the last red line; no case is named.

    Args:
        words: The language.
        told: From `since_red_line`.

    Returns:
        A sentence.
    """
    if told.period is None:
        return words.say(_NEVER_ONE if told.files == 1 else _NEVER, count=told.files)
    message = _SINCE_ONE if told.files == 1 else _SINCE if told.files else _SINCE_NONE
    return words.say(message, count=told.files, period=trends.period(words, told.period))
