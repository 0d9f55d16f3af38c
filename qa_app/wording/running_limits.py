"""Limits of today in words: what is due by when, and what is missing to tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.running_limits import LimitState, Untold
from qa_app.wording.catalogue import message as _
from qa_app.wording.names import RESPONSIBLES
from qa_app.wording.words import Words

STATES: dict[LimitState, str] = {
    LimitState.NOT_STARTED: _("has not begun"),
    LimitState.RUNNING: _("running"),
    LimitState.DUE_TODAY: _("due today"),
    LimitState.OVERDUE: _("past the limit"),
    LimitState.MET: _("done in time"),
    LimitState.MET_LATE: _("done late"),
    LimitState.CANNOT_TELL: _("cannot be told yet"),
}
ONLY_A_REMINDER = _("A reminder only: never scored, never used for the register.")
_LATE = _("%(event)s: not done, day %(day)s")
_LATE_TODAY = _("%(event)s: not done, was due today %(time)s")
_TODAY = _("%(event)s: due today")
_TODAY_AT = _("%(event)s: due today %(time)s")
_TOMORROW = _("%(event)s: due tomorrow")
_TOMORROW_AT = _("%(event)s: due tomorrow %(time)s")
_DUE = _("%(event)s: due %(at)s")
_UNTOLD = {
    Untold.FACT: _("%(event)s: cannot be told before “%(needs)s” is said"),
    Untold.ANSWER: _("%(event)s: depends on an answer that only a review gives"),
    Untold.YEAR: _("%(event)s: cannot be told, the holiday table of %(needs)s is missing"),
}
_WHOSE = _("the limit of %(responsible)s")


@dataclass(frozen=True, slots=True)
class SaidLimit:
    """A limit as it is said.

    Attributes:
        event: Name of what must happen.
        state: Where it stands.
        untold: Why it cannot be told; None when it can.
        needs: Names of what is missing then.
        started_at: What it runs from, local; None while that is unknown.
        limit_at: Last local instant in time; None while unknown.
    """

    event: str
    state: LimitState
    untold: Untold | None
    needs: tuple[str, ...]
    started_at: datetime | None
    limit_at: datetime | None


def limit_sentence(words: Words, one: SaidLimit, now: datetime) -> str:
    """Say a limit that is not done.

    Args:
        words: The language.
        one: The limit.
        now: The present, local.

    Returns:
        Such as “服务计划签字：明日17:00到期” or “Legal aid decided: not done, day 6”; the days are
        counted from the day the limit runs from, which is day 0.
    """
    if one.untold is not None:
        needs = words.listed(one.needs)
        return words.say(_UNTOLD[one.untold], event=one.event, needs=needs)
    if one.limit_at is None:
        return words.pair(one.event, words.say(STATES[one.state]))
    time = clock_of(one.limit_at)
    if one.state is LimitState.OVERDUE:
        start = one.started_at or one.limit_at
        days = (now.date() - start.date()).days
        if one.limit_at.date() == now.date():
            return words.say(_LATE_TODAY, event=one.event, time=time)
        return words.say(_LATE, event=one.event, day=days)
    if one.limit_at.date() == now.date():
        return words.say(_TODAY_AT if time else _TODAY, event=one.event, time=time)
    if one.limit_at.date() == now.date() + timedelta(days=1):
        return words.say(_TOMORROW_AT if time else _TOMORROW, event=one.event, time=time)
    return words.say(_DUE, event=one.event, at=words.moment(one.limit_at))


def clock_of(at: datetime) -> str:
    """Write a time of day.

    Args:
        at: A local instant.

    Returns:
        Such as `17:00`; empty at 23:59, which stands for the whole day.
    """
    return "" if (at.hour, at.minute) == (23, 59) else f"{at:%H:%M}"


def whose_limit(words: Words, responsible: Responsible) -> str:
    """Say whose limit it is.

    Args:
        words: The language.
        responsible: Whose.

    Returns:
        The words; empty for the centre's own, which need no word.
    """
    if responsible is Responsible.CENTRE:
        return ""
    return words.say(_WHOSE, responsible=words.say(RESPONSIBLES[responsible]))


class LimitNames:
    """Names of the events and facts of some rubric versions."""

    def __init__(self, words: Words, rubrics: Mapping[int, Rubric]) -> None:
        """Prepare.

        Args:
            words: The language.
            rubrics: Version to its rubric, with its words.
        """
        self._words = words
        self._events: dict[tuple[int, str], str] = {}
        self._facts: dict[tuple[int, str], str] = {}
        for version, rubric in rubrics.items():
            for event in rubric.clocks:
                self._events[version, event.code] = words.text(event.label)
            for fact in rubric.facts:
                self._facts[version, fact.code] = words.text(fact.label)

    def event(self, version: int, code: str) -> str:
        """Name an event.

        Args:
            version: The rubric version.
            code: The event.

        Returns:
            Its name, or the code itself.
        """
        return self._events.get((version, code), code)

    def needs(self, version: int, untold: Untold | None, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Name what is missing to tell a limit.

        Args:
            version: The rubric version.
            untold: Why it cannot be told.
            codes: Facts, answers, or region and year.

        Returns:
            Names of facts; codes of answers; the year alone.
        """
        if untold is Untold.YEAR:
            return codes[1:]
        if untold is Untold.FACT:
            return tuple(self._facts.get((version, code), code) for code in codes)
        return codes
