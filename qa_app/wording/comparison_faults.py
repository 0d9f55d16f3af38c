"""What is wrong with the address of a comparison, in sentences."""

from qa_app.domain.compared_months import MonthFault
from qa_app.domain.defaults import MONTH_RESTS_DAYS
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

MONTH_FAULTS: dict[MonthFault, str] = {
    MonthFault.NO_MONTH: _("“%(wanted)s” is no month; write it like 2026-03."),
    MonthFault.FUTURE: _("%(wanted)s lies in the future."),
    MonthFault.TOO_EARLY: _("Comparisons begin with the year 2000; %(wanted)s lies before it."),
    MonthFault.NOT_A_YEAR: _(
        "You are shown calendar years that have been over for %(days)s days; %(wanted)s does not"
        " end one of them."
    ),
}
"""Why a month is not shown; every fault has words, by test."""

FAULTS: dict[str, str] = {
    "measure": _("“%(wanted)s” is not one of the measures: band, rating, score, redline."),
    "area": _("No file of the area “%(wanted)s” was read here in these months."),
    "rubric": _("No file was read here against the rubric “%(wanted)s” in these months."),
    "version": _("No file was read here against version “%(wanted)s” in these months."),
    "rubric_apart": _(
        "Files were read here against the rubric “%(wanted)s”, but not of the area that the"
        " address names as well."
    ),
    "version_apart": _(
        "Files were read here against a version “%(wanted)s”, but not of the area or rubric"
        " that the address names as well."
    ),
    "within": _("“%(wanted)s” is no place of those below."),
    "charts": _("There is no page “%(wanted)s” of charts."),
    "no_bands": _("This rubric has no bands, so no share of files can be at band B or above."),
    "no_ratings": _("Only the result of a rubric without bands is rated by name."),
    "no_red_lines": _("This rubric has no red lines."),
}
"""What is wrong in an address."""


def month_fault(words: Words, fault: MonthFault, wanted: str) -> str:
    """Say why a month is not shown.

    Args:
        words: The language.
        fault: Why.
        wanted: What the address asked for.

    Returns:
        A sentence.
    """
    return words.say(MONTH_FAULTS[fault], wanted=wanted, days=MONTH_RESTS_DAYS)


def fault(words: Words, name: str, wanted: str) -> str:
    """Say what is wrong with a filter of an address.

    Args:
        words: The language.
        name: The filter, or what its rubric lacks.
        wanted: What the address asked for.

    Returns:
        A sentence.
    """
    return words.say(FAULTS[name], wanted=wanted)
