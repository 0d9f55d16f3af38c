"""A centre's quality sheet in words of one language: what page, paper and Word draft show."""

import hashlib
from datetime import datetime
from fractions import Fraction

from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR, SMALL_COUNT
from qa_app.domain.quality_sheet import (
    ActionFigures,
    ContractYear,
    ResponseTime,
    YearLine,
)
from qa_app.domain.rounding import display, whole_percent
from qa_app.domain.session_coverage import Figures
from qa_app.domain.statistics.intervals import Interval
from qa_app.domain.text import BilingualText
from qa_app.wording.audit_reports import CLOSING, HEADS
from qa_app.wording.catalogue import message as _
from qa_app.wording.coverage import hours_words
from qa_app.wording.said import SaidLine
from qa_app.wording.said_printed import SaidPart, SaidPrinted, SaidTable, texts_of
from qa_app.wording.words import Words

_TITLE = _("Quality sheet")
_SUBJECT = _("%(centre)s, contract year %(first)s to %(last)s")
_CENTRE, _YEAR, _AS_OF = _("Centre"), _("Contract year"), _("As of")
_SPAN = _("%(first)s to %(last)s")
_RUNNING = _("The year still runs: everything is counted up to %(day)s.")
_RESULTS = _("Case files read, scores and red lines")
_HEADS = (
    _("Area and rubric"),
    _("Files read"),
    _("Final"),
    _("Mean score"),
    _("Files at band B or above (95 % interval)"),
    _("Files with a red line"),
)
_NOTHING = _("No file was read in this year.")
_OF = _("%(value)s (n = %(n)s)")
_BAND = _("%(share)s %% (%(low)s to %(high)s %%), n = %(n)s")
_FEW = _("too few (n = %(n)s)")
_NONE = "–"
_KEPT = _("What was kept")
_KEPT_HEADS = (_("Measure"), _("Figure"), _("Of how many"))
_OPENED, _DONE, _VERIFIED, _WAITING = (
    _("Actions opened in the year"),
    _("Actions done in the year"),
    _("Actions verified in the year"),
    _("Actions not verified at the end of %(day)s"),
)
_DONE_LATE = _("Actions done in the year, but after their latest day")
_REOPENED = _("Actions done in the year that had been opened again")
_LATE = _("Actions not verified whose next step was late")
_TO_PLAN = _("Days from first opening to the plan, median of the actions done in the year")
_TO_DONE = _("Days from first opening until done, median of the actions done in the year")
_RHYTHM = _("Individual supervision held, of what the rhythm asked for")
_SESSIONS = _("Planned supervision sessions held, of those whose day has passed")
_HOURS = _("Hours of supervision credited")
_SHARE = _("%(count)s (%(share)s %%)")
_SELDOM = _("too few to say")
_DEFINITIONS = _("Definitions")
_SAID = (
    _(
        "Files read: drawn at random or all of them, read and signed in the year. Scores, bands and"
        " red lines are about results that are final; versions of a rubric are never mixed."
    ),
    _(
        "Mean score: of 100 points, from %(files)s files on. Files at band B or above and files"
        " with a red line: from %(share)s files on; the interval is Wilson's and tells how far"
        " chance may have moved the share. Whole-centre reviews are shown from one on."
    ),
    _(
        "Actions: those that follow from reviews, as they stood at the end of %(day)s; what was"
        " cancelled by then is left out. An action was done late when its day had passed; a next"
        " step is late when its limit has, as on the page of actions and in the centre's reports."
        " What came back or was not proved is opened again and given a new day: lateness is held"
        " against the latest day, duration runs from the first opening."
        " Days are calendar days; a median needs %(least)s actions."
    ),
    _(
        "Supervision: due by the rhythm of the centre's agreements, each calendar month by itself"
        " once it is over; planned sessions count once their day has passed; hours come from"
        " records that are signed."
    ),
    _("Numbers of one centre are never put in order with those of others."),
)
_DRAFT = _("Draft for approval")
_MADE = _("Made on %(at)s")
_OUTWARD = _("For the purchaser")
_DIGEST = _("Digest of the content")


def said_quality_sheet(
    words: Words,
    name: BilingualText,
    year: ContractYear,
    lines: tuple[YearLine, ...],
    kept: tuple[ActionFigures, Figures, Figures],
    made: tuple[datetime, str],
) -> SaidPrinted:
    """Put a quality sheet into words.

    Args:
        words: The language.
        name: The centre's name.
        year: The contract year.
        lines: What was read, by rubric version.
        kept: Actions, individual supervision due by the rhythm, and planned sessions.
        made: When it is made, and the local time zone.

    Returns:
        The sheet.
    """
    first, last, until = (words.day(one) for one in (year.first, year.last, year.until))
    identity = (
        SaidLine(words.say(_CENTRE), words.text(name), is_content=True),
        SaidLine(words.say(_YEAR), words.say(_SPAN, first=first, last=last)),
        SaidLine(words.say(_AS_OF), words.day(year.today)),
    )
    remarks = () if year.is_over else (words.say(_RUNNING, day=until),)
    parts = (_results(words, lines), _kept(words, until, *kept), _definitions(words, until))
    title = words.say(_TITLE)
    digest = hashlib.sha256(
        "\n".join(texts_of(title, identity, remarks, parts)).encode()
    ).hexdigest()
    return SaidPrinted(
        language=words.language,
        title=title,
        subject=words.say(_SUBJECT, centre=words.text(name), first=first, last=last),
        draft=words.say(_DRAFT),
        is_draft=False,
        identity=identity,
        remarks=remarks,
        parts=parts,
        closing=words.say(CLOSING),
        verification=(SaidLine(words.say(_DIGEST), f"SHA-256 {digest}"),),
        verification_head=words.say(HEADS["verification"]),
        foot=words.say(_MADE, at=words.instant(*made)),
        page=words.say(HEADS["page"]),
        class_mark=words.say(_OUTWARD),
    )


def _results(words: Words, lines: tuple[YearLine, ...]) -> SaidPart:
    heading = words.say(_RESULTS)
    if not lines:
        return SaidPart(heading, (words.say(_NOTHING),))
    rows = tuple(
        (
            f"{words.text(one.totals.title)} {one.totals.version}",
            str(one.totals.read),
            str(one.totals.final),
            _mean(words, one),
            _reached(words, one),
            words.say(_FEW, n=one.totals.final) if one.stops is None else str(one.stops),
        )
        for one in lines
    )
    heads = tuple(words.say(one) for one in _HEADS)
    return SaidPart(heading, (), SaidTable(heads, (37, 8, 7, 15, 23, 10), rows))


def _mean(words: Words, one: YearLine) -> str:
    if one.mean is None:
        return words.say(_FEW, n=one.totals.scored)
    return words.say(_OF, value=display(one.mean * 100), n=one.totals.scored)


def _reached(words: Words, one: YearLine) -> str:
    if not one.totals.bands or one.totals.is_whole_centre:
        return _NONE
    count = sum(one.totals.bands)
    if one.reached is None:
        return words.say(_FEW, n=count)
    low, high = _ends(one.reached)
    share = whole_percent(one.reached.estimate)
    return words.say(_BAND, share=share, low=low, high=high, n=count)


def _ends(interval: Interval) -> tuple[str, str]:
    low, high = Fraction(max(interval.low, 0.0)), Fraction(min(interval.high, 1.0))
    return display(low * 100, 0), display(high * 100, 0)


def _kept(
    words: Words, until: str, actions: ActionFigures, required: Figures, planned: Figures
) -> SaidPart:
    facts = actions.facts
    counted = (
        (_OPENED, facts.opened, None),
        (_DONE, facts.done, None),
        (_DONE_LATE, facts.done_late, facts.done),
        (_REOPENED, actions.reopened, facts.done),
        (_VERIFIED, facts.verified, None),
        (_WAITING, facts.waiting, None),
        (_LATE, facts.late, facts.waiting),
        (_RHYTHM, required.held, required.due),
        (_SESSIONS, planned.held, planned.due),
    )
    rows = [
        (words.say(label, day=until), *_counted(words, count, whole))
        for label, count, whole in counted
    ]
    rows += [
        (words.say(label), _median(words, one), str(one.count))
        for label, one in ((_TO_PLAN, actions.to_plan), (_TO_DONE, actions.to_done))
    ]
    rows.append((words.say(_HOURS), hours_words(planned.credited_seconds), _NONE))
    heads = tuple(words.say(one) for one in _KEPT_HEADS)
    return SaidPart(words.say(_KEPT), (), SaidTable(heads, (64, 18, 18), tuple(rows)))


def _counted(words: Words, count: int, whole: int | None) -> tuple[str, str]:
    return (str(count), _NONE) if whole is None else (_share(words, count, whole), str(whole))


def _share(words: Words, count: int, whole: int) -> str:
    if whole < SHARE_DENOMINATOR:
        # of few a share would say more than it knows
        return str(count) if whole else _NONE
    return words.say(_SHARE, count=count, share=display(Fraction(count * 100, whole), 0))


def _median(words: Words, one: ResponseTime) -> str:
    return words.say(_SELDOM) if one.median_days is None else display(one.median_days, 1)


def _definitions(words: Words, until: str) -> SaidPart:
    numbers = {
        "files": FILES_PER_POINT,
        "share": SHARE_DENOMINATOR,
        "least": SMALL_COUNT,
        "day": until,
    }
    return SaidPart(words.say(_DEFINITIONS), tuple(words.say(one, **numbers) for one in _SAID))
