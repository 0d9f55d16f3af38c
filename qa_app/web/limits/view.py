"""Limits as pages show them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import LIMITS_SOON_DAYS
from qa_app.domain.errors import RefusedError
from qa_app.domain.moments import Moment
from qa_app.domain.rubric import Rubric
from qa_app.domain.running_limits import (
    LimitState,
    RunningLimit,
    Untold,
    limit_events,
)
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.limit_cases import LimitCase
from qa_app.queries.limit_standings import Dated, LimitGround
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.running_limits import LimitCounts, LimitLine
from qa_app.web.limits.facts import asked_facts, fact_field
from qa_app.web.limits.pages import CaseEvent, CaseLimit, DueGroup, DueLine, FactField
from qa_app.web.locale import page_language
from qa_app.web.session_labels import clauses
from qa_app.wording import Words
from qa_app.wording.running_limits import (
    STATES,
    LimitNames,
    SaidLimit,
    limit_sentence,
    whose_limit,
)

_MARKS = {
    LimitState.OVERDUE: "late",
    LimitState.DUE_TODAY: "wait",
    LimitState.RUNNING: "run",
    LimitState.MET: "done",
    LimitState.MET_LATE: "done",
    LimitState.CANNOT_TELL: "wait",
    LimitState.NOT_STARTED: "plain",
}


def in_words(versions: Sequence[int]) -> dict[int, Rubric]:
    """Give rubric versions with the words that they have by now.

    Args:
        versions: Their numbers.

    Returns:
        Version to its rubric.
    """
    found = {}
    for version in dict.fromkeys(versions):
        rubric = rubric_in_words(database(), version)
        if rubric is not None:
            found[version] = rubric
    return found


def counts_words(counts: LimitCounts) -> str:
    """Say how many limits need somebody, as the title of the page.

    Args:
        counts: The counts.

    Returns:
        One sentence without a full stop.
    """
    parts = [
        ngettext("%(num)d limit overdue", "%(num)d limits overdue", counts.overdue)
        if counts.overdue
        else "",
        ngettext("%(num)d limit due today", "%(num)d limits due today", counts.today)
        if counts.today
        else "",
        ngettext("%(num)d within three days", "%(num)d within three days", counts.soon)
        if counts.soon
        else "",
    ]
    return clauses(*parts) or str(_("No limit is due in the next three days"))


def group_titles() -> Mapping[str, str]:
    """Name the groups of the list.

    Returns:
        Code to name, in their order.
    """
    return {
        "overdue": str(_("Past the limit")),
        "today": str(_("Due today")),
        "soon": str(_("Within three days")),
        "later": str(_("Due later")),
        "untold": str(_("Cannot be told yet")),
    }


def due_groups(
    lines: Sequence[LimitLine], counts: LimitCounts, now: datetime, *, names_centres: bool
) -> tuple[DueGroup, ...]:
    """Put the lines of a page into their groups.

    Args:
        lines: The lines, least time left first.
        counts: How many there are on all pages.
        now: The present, local.
        names_centres: Whether more than one centre is in reach.

    Returns:
        The groups that have a line on this page.
    """
    words = Words(page_language())
    rubrics = in_words([one.version_id for one in lines])
    names = LimitNames(words, rubrics)
    seen: dict[str, list[DueLine]] = {}
    for line in lines:
        made = _due_line(words, names, rubrics, line, now, names_centres=names_centres)
        seen.setdefault(_group(line, now), []).append(made)
    return tuple(
        DueGroup(code, title, getattr(counts, code), tuple(seen[code]))
        for code, title in group_titles().items()
        if code in seen
    )


def _group(line: LimitLine, now: datetime) -> str:
    if line.limit_at is None:
        return "untold"
    if line.state is LimitState.OVERDUE:
        return "overdue"
    days = (line.limit_at.date() - now.date()).days
    if days == 0:
        return "today"
    return "soon" if days <= LIMITS_SOON_DAYS else "later"


def _due_line(
    words: Words,
    names: LimitNames,
    rubrics: Mapping[int, Rubric],
    line: LimitLine,
    now: datetime,
    *,
    names_centres: bool,
) -> DueLine:
    asked: tuple[FactField, ...] = ()
    if line.untold is Untold.FACT and line.is_recordable and line.version_id in rubrics:
        facts = asked_facts([rubrics[line.version_id]])
        asked = tuple(fact_field(words, facts[code], None) for code in line.needs if code in facts)
    said = SaidLimit(
        names.event(line.version_id, line.event),
        line.state,
        line.untold,
        names.needs(line.version_id, line.untold, line.needs),
        line.started_at,
        line.limit_at,
    )
    return DueLine(
        line.case_id,
        line.reference,
        limit_sentence(words, said, now),
        words.moment(line.limit_at) if line.limit_at is not None else "",
        whose_limit(words, line.responsible),
        line.practitioner or "",
        line.centre_name if names_centres else None,
        line.event,
        line.state is LimitState.OVERDUE,
        line.is_recordable,
        asked,
    )


def case_limits(
    words: Words, ground: LimitGround, case: LimitCase
) -> tuple[tuple[CaseLimit, ...], dict[int, Rubric]]:
    """Run the limits of one case forward and put them into words.

    Args:
        words: The language.
        ground: Rubrics in force and the present.
        case: The case.

    Returns:
        Those that wait first, and the rubrics with their words.
    """
    found = ground.limits(case.opened)
    rubrics = in_words(list(found))
    names = LimitNames(words, rubrics)
    order = list(_MARKS)
    every = [(version, one) for version, limits in found.items() for one in limits]
    every.sort(key=lambda pair: (order.index(pair[1].state), pair[1].limit_at or ground.now))
    lines = tuple(
        _case_limit(words, names, ground, rubrics, version, one) for version, one in every
    )
    return lines, rubrics


def _case_limit(
    words: Words,
    names: LimitNames,
    ground: LimitGround,
    rubrics: Mapping[int, Rubric],
    version: int,
    one: RunningLimit,
) -> CaseLimit:
    event = names.event(version, one.event)
    needs = names.needs(version, one.untold, one.needs)
    said = SaidLimit(event, one.state, one.untold, needs, one.started_at, one.limit_at)
    is_open = one.state in {LimitState.RUNNING, LimitState.DUE_TODAY, LimitState.OVERDUE}
    sentence = limit_sentence(words, said, ground.now) if is_open or one.untold else ""

    def moment(at: datetime | None) -> str:
        return "" if at is None else words.moment(at)

    return CaseLimit(
        event,
        one.item,
        rubrics[version].title if version in rubrics else BilingualText("", ""),
        words.say(STATES[one.state]),
        _MARKS[one.state],
        sentence,
        moment(one.started_at),
        moment(one.limit_at),
        moment(one.done_at),
        whose_limit(words, one.responsible),
    )


def case_finding(limits: Sequence[CaseLimit], reference: str) -> str:
    """Say how a case stands, as the title of its page.

    Args:
        limits: Its limits.
        reference: Its reference.

    Returns:
        One line.
    """
    late = sum(one.mark == "late" for one in limits)
    running = sum(one.mark in {"run", "wait"} and bool(one.limit) for one in limits)
    parts = [
        ngettext("%(num)d limit overdue", "%(num)d limits overdue", late) if late else "",
        ngettext("%(num)d limit running", "%(num)d limits running", running) if running else "",
    ]
    said = clauses(*parts) or str(_("no limit is running"))
    return Words(page_language()).pair(reference, said)


def case_events(
    words: Words, rubrics: Mapping[int, Rubric], case: LimitCase
) -> tuple[CaseEvent, ...]:
    """List the events by which the limits of a case run.

    Args:
        words: The language.
        rubrics: Its rubrics, with their words.
        case: The case.

    Returns:
        What happened first, by its moment, then what may still happen.
    """
    names: dict[str, str] = {}
    for rubric in rubrics.values():
        for event in limit_events(rubric):
            names.setdefault(event.code, words.text(event.label))
    made = [
        _case_event(words, code, name, case.opened.events.get(code)) for code, name in names.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.id is None, one.day, one.time)))


def _case_event(words: Words, code: str, name: str, dated: Dated | None) -> CaseEvent:
    if dated is None:
        return CaseEvent(code, name, None, "", "", "")
    moment = dated.moment
    return CaseEvent(
        code,
        name,
        dated.id,
        moment_words(words, moment),
        moment.day.isoformat(),
        "" if moment.at is None else f"{moment.at:%H:%M}",
    )


def moment_words(words: Words, moment: Moment) -> str:
    """Write when something happened.

    Args:
        words: The language.
        moment: When.

    Returns:
        The day, and the time of day where it is known.
    """
    day = words.day(moment.day)
    return day if moment.at is None else f"{day} {moment.at:%H:%M}"


def written_place(line: LimitLine) -> str:
    """Write where the next page begins.

    Args:
        line: The last line of this one.

    Returns:
        For the address.
    """
    at = "" if line.limit_at is None else line.limit_at.strftime("%Y%m%dT%H%M")
    return f"{at}.{line.case_id}.{line.version_id}.{line.item}"


def limit_refusal(fault: RefusedError) -> str:
    """Say why something was not recorded.

    Args:
        fault: The refusal.

    Returns:
        What happened and what to do.
    """
    words = {
        "event_unknown": _("No rubric in force has a limit by this event."),
        "time_ahead": _("This lies ahead of now: record only what has happened."),
        "day_too_early": _("The date lies before 1990: correct the year."),
        "day_missing": _("Give the day, such as 2026-04-09, and the time where it is known."),
        "event_stands": _(
            "Somebody recorded this meanwhile with another date; it is shown here. Correct it"
            " if yours is right."
        ),
        "fact_unknown": _("No limit depends on this any more."),
        "value_does_not_fit": _("Choose one of the answers."),
        "fact_changed": _("Somebody said something else meanwhile; it is shown here."),
    }
    return str(words.get(fault.code, _("This cannot be done as it stands. Look again.")))
