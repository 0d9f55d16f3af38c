"""Coverage of supervision in words: what was due and held, and what its run chart says."""

from datetime import date
from fractions import Fraction

from qa_app.domain.defaults import RUN_CHART_POINTS
from qa_app.domain.rounding import display, whole_percent
from qa_app.domain.session_coverage import Figures, PersonMonths, Window
from qa_app.domain.statistics.run_chart import RunChart, RunStatus
from qa_app.domain.supervision import SessionType
from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS = 3600

TYPES: dict[SessionType, str] = {
    SessionType.INDIVIDUAL: _("Individual supervision"),
    SessionType.CASE_DISCUSSION: _("Case discussion"),
    SessionType.GROUP: _("Group supervision"),
    SessionType.PEER: _("Peer supervision"),
    SessionType.CAPACITY_ASSESSMENT: _("Capacity assessment"),
    SessionType.SHADOWING: _("Shadowing"),
    SessionType.OBSERVATION: _("Observation of practice"),
    SessionType.CASE_FILE_CHECK: _("Case-file review"),
    SessionType.CASE_MEETING: _("Team case meeting"),
    SessionType.CASE_CONFERENCE: _("Inter-agency case conference"),
    SessionType.AD_HOC: _("Debrief after a crisis"),
    SessionType.SUPERVISION_OF_SUPERVISORS: _("Supervision of supervisors"),
    SessionType.FIELD_SUPPORT_VISIT: _("Field support visit"),
    SessionType.GROUP_CALIBRATION: _("Group calibration"),
}
"""Type of session to its name; every type has one, by test."""
FUNCTION_NAMES: dict[str, str] = {
    "accountability": _("accountability"),
    "learning": _("learning"),
    "support": _("support"),
}
"""Function of supervision to its name."""
_NOTHING = _("No session was planned from %(first)s to %(last)s.")
_HELD = _("%(held)s of %(due)s sessions planned were held (%(share)s %%); missed: %(missed)s.")
_ALL_HELD = _("All %(due)s sessions planned were held.")
_REQUIRED = _(
    "%(held)s of %(due)s individual sessions due by the rhythm were held (%(share)s %%);"
    " missed: %(missed)s."
)
_REQUIRED_ALL = _("All %(due)s individual sessions due by the rhythm were held.")
_REQUIRED_HOW = _(
    "Due by the rhythm: the individual sessions that the agreement or the time in post asks for,"
    " for each worker and each calendar month that is over, whether or not anybody planned"
    " them; a second one in a month makes up for no other."
)
_PLANNED_BESIDE = _(
    "“Planned” is another count: sessions of every kind that somebody put on a day, here and in the"
    " tables by type, area and place. Individual sessions that were due and that nobody planned"
    " stand in the finding alone, groups, visits and extra sessions among those planned alone; so"
    " the two need not agree."
)
_LATE = _("Of the sessions held, late: %(late)s.")
_CANCELLED = _(
    "Cancelled: %(count)s. A cancelled session stays missed until the one in its place is held."
)
_CREDITED = _("%(hours)s hours of supervision are credited.")
_CREDITED_NONE = _(
    "No hours are credited: time counts when the record of a session for people is signed; file"
    " reviews, visits, meetings and assessments credit none."
)
_HOURS_OF, _NOT_RECORDED = _("%(value)s (n = %(n)s)"), _("not recorded")
_COUNTED = _(
    "Counted from %(first)s to %(today)s: each session once, in the month of its first day;"
    " the month that runs with the days that have passed."
)
_COUNTED_OVER = _(
    "Counted from %(first)s to %(last)s: each session once, in the month of its first day, as it"
    " stood on %(today)s."
)
_FUNCTIONS = _("Of %(count)s held sessions with a signed record, %(parts)s.")
_NO_RECORDS = _("No held session has a signed record yet, so functions cannot be told.")
_COVER = _("%(count)s cover %(function)s")
_RUN_NONE = _("No month that is over had a session due: there is no run chart yet.")
_RUN_FEW = _(
    "%(useful)s months lie off the median of %(centre)s %%; below %(least)s nothing can be said of"
    " change."
)
_RUN_CONSTANT = _("Every month stands at %(centre)s %%: no change.")
_RUN_EDGE = _(
    "The median of %(centre)s %% is the end of the scale: nothing can lie beyond it, so no row can"
    " be told from chance. Months off it: %(useful)s; look at them one by one."
)
_RUN_CHANCE = _(
    "No sign of change beyond chance: at most %(run)s months in a row on one side of the median of"
    " %(centre)s %% (up to %(most)s would be chance), crossed %(crossings)s times (at least"
    " %(fewest)s)."
)
_RUN_SHIFT = _(
    "A sign of change: %(run)s months in a row lie on one side of the median of %(centre)s %%;"
    " chance would hardly give more than %(most)s."
)
_RUN_CROSSED = _(
    "A sign of change: the median of %(centre)s %% is crossed only %(crossings)s times; chance"
    " would give at least %(fewest)s."
)
_POINT = _("%(month)s: %(held)s of %(due)s held, %(share)s %%")
_MONTH = _(
    "%(short)s of %(months)s months below what the month asks for"
    " (%(norm)s minutes in the last one)"
)
_MET = _(
    "each of %(months)s months at what it asks for or above (%(norm)s minutes in the last one)"
)
_NO_MONTH = _("no full month in post yet")


def share_words(words: Words, share: Fraction | None) -> str:
    """Write a share.

    Args:
        words: The language.
        share: 0..1; None where there is none.

    Returns:
        Whole per cents, or a dash.
    """
    return "–" if share is None else words.per_cent(whole_percent(share))


def hours_words(seconds: int) -> str:
    """Write time credited.

    Args:
        seconds: How much.

    Returns:
        Hours with one digit.
    """
    return display(Fraction(seconds, _SECONDS), 1)


def hours_cell(words: Words, figures: Figures) -> str:
    """Write the time credited of a span together with the signed records that it comes from.

    Args:
        words: The language.
        figures: The numbers.

    Returns:
        Hours with the number of signed records; words where sessions were held and no record is
        signed; a dash where there is nothing to credit.
    """
    if figures.recorded:
        hours = hours_words(figures.credited_seconds)
        return words.say(_HOURS_OF, value=hours, n=figures.recorded)
    if figures.credited_seconds:
        return hours_words(figures.credited_seconds)
    return words.say(_NOT_RECORDED) if figures.held else "–"


def month_words(words: Words, first: date) -> str:
    """Name a month.

    Args:
        words: The language.
        first: Its first day.

    Returns:
        Such as `2026年4月` or `Apr 2026`.
    """
    if words.language == "zh":
        return f"{first.year}年{first.month}月"
    return f"{_MONTHS[first.month - 1]} {first.year}"


def required_headline(words: Words, figures: Figures) -> str:
    """Say in one sentence how much of what the rhythm asked for was held.

    Args:
        words: The language.
        figures: The numbers, some of them due.

    Returns:
        The finding.
    """
    if not figures.missed:
        return words.say(_REQUIRED_ALL, due=figures.due)
    share = whole_percent(figures.share or Fraction(0))
    return words.say(
        _REQUIRED, held=figures.held, due=figures.due, share=share, missed=figures.missed
    )


def required_how(words: Words) -> str:
    """Say what is due by the rhythm.

    Args:
        words: The language.

    Returns:
        One sentence.
    """
    return words.say(_REQUIRED_HOW)


def planned_beside(words: Words) -> str:
    """Say that what was planned is another count than what was due by the rhythm.

    Args:
        words: The language.

    Returns:
        Two sentences.
    """
    return words.say(_PLANNED_BESIDE)


def headline(words: Words, figures: Figures, window: Window) -> str:
    """Say in one sentence how much of what was planned was held.

    Args:
        words: The language.
        figures: The numbers.
        window: Which months.

    Returns:
        The finding.
    """
    if not figures.due:
        first, last = month_words(words, window.first), month_words(words, window.last)
        return words.say(_NOTHING, first=first, last=last)
    if not figures.missed:
        return words.say(_ALL_HELD, due=figures.due)
    share = whole_percent(figures.share or Fraction(0))
    return words.say(_HELD, held=figures.held, due=figures.due, share=share, missed=figures.missed)


def sentences(words: Words, figures: Figures, window: Window) -> tuple[str, ...]:
    """Say what goes with the finding.

    Args:
        words: The language.
        figures: The numbers.
        window: Which months.

    Returns:
        Sentences.
    """
    said = []
    if figures.late:
        said.append(words.say(_LATE, late=figures.late))
    if figures.cancelled:
        said.append(words.say(_CANCELLED, count=figures.cancelled))
    said.append(hours_sentence(words, figures))
    first, today = month_words(words, window.first), words.day(window.today)
    if window.running <= window.last:
        said.append(words.say(_COUNTED, first=first, today=today))
    else:
        last = month_words(words, window.last)
        said.append(words.say(_COUNTED_OVER, first=first, last=last, today=today))
    return tuple(said)


def hours_sentence(words: Words, figures: Figures) -> str:
    """Say how many hours are credited, and where there are none after sessions, why.

    Args:
        words: The language.
        figures: The numbers.

    Returns:
        One sentence.
    """
    if figures.held and not figures.credited_seconds:
        return words.say(_CREDITED_NONE)
    return words.say(_CREDITED, hours=hours_words(figures.credited_seconds))


def functions_sentence(words: Words, figures: Figures) -> str:
    """Say which functions of supervision the held sessions cover.

    Args:
        words: The language.
        figures: The numbers.

    Returns:
        One sentence.
    """
    if not figures.recorded:
        return words.say(_NO_RECORDS)
    parts = words.listed(
        words.say(_COVER, count=count, function=words.say(FUNCTION_NAMES[name]))
        for name, count in figures.functions
    )
    return words.say(_FUNCTIONS, count=figures.recorded, parts=parts)


def run_sentence(words: Words, run: RunChart) -> str:
    """Say what a run chart of shares says.

    Args:
        words: The language.
        run: The chart.

    Returns:
        One sentence.
    """
    if run.centre is None:
        return words.say(_RUN_NONE)
    centre = display(Fraction(run.centre).limit_denominator(10_000) * 100, 0)
    if run.status is RunStatus.CONSTANT:
        return words.say(_RUN_CONSTANT, centre=centre)
    if run.centre in {0, 1}:
        return words.say(_RUN_EDGE, useful=run.useful, centre=centre)
    if run.limits is None or run.status is not RunStatus.OK:
        return words.say(_RUN_FEW, useful=run.useful, centre=centre, least=RUN_CHART_POINTS)
    message = _RUN_CHANCE
    if run.has_signal:
        message = _RUN_SHIFT if run.has_shift else _RUN_CROSSED
    return words.say(
        message,
        run=run.longest_run,
        centre=centre,
        most=run.limits.longest_run_most,
        crossings=run.crossings,
        fewest=run.limits.crossings_least,
    )


def point_words(words: Words, month: date, figures: Figures) -> str:
    """Write a month out.

    Args:
        words: The language.
        month: Its first day.
        figures: Its numbers, some of them due.

    Returns:
        One line.
    """
    share = whole_percent(figures.share or Fraction(0))
    return words.say(
        _POINT,
        month=month_words(words, month),
        held=figures.held,
        due=figures.due,
        share=share,
    )


def norm_words(words: Words, months: PersonMonths) -> str:
    """Say how the time credited to somebody stands to the norm.

    Args:
        words: The language.
        months: Their months.

    Returns:
        A clause.
    """
    if not months.months:
        return words.say(_NO_MONTH)
    if not months.short:
        return words.say(_MET, months=months.months, norm=months.norm_minutes)
    return words.say(_MONTH, short=months.short, months=months.months, norm=months.norm_minutes)
