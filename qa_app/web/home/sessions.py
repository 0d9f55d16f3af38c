"""Sessions that come next or wait to be recorded, as Today tells them."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import ngettext

from qa_app.domain.defaults import NEXT_DAYS, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision import SessionState
from qa_app.extensions import database
from qa_app.queries.supervision import SessionLine, next_session, own_sessions, sessions_between

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SessionsToday:
    """The sessions of one person.

    Attributes:
        are_read: False for who reads no sessions, and has no list of them.
        to_record: Theirs whose day is over and of which no record was begun.
        coming: Planned for the next days.
        following: The one after these days where none is planned within them.
    """

    are_read: bool = False
    to_record: tuple[SessionLine, ...] = ()
    coming: tuple[SessionLine, ...] = ()
    following: SessionLine | None = None


def sessions_today(actor: Actor, day: date, begun: frozenset[int]) -> SessionsToday:
    """List the sessions that concern a person.

    Args:
        actor: Who looks.
        day: Local day.
        begun: Sessions whose record was begun: each is told once, as a record to finish.

    Returns:
        The sessions.
    """
    if not may(actor, Permission.SESSION_READ):
        return SessionsToday()
    over = own_sessions(database(), actor, since=None, until=day - _A_DAY, most=ROWS_PER_PAGE)
    coming = _coming(actor, day)
    return SessionsToday(
        are_read=True,
        to_record=tuple(one for one in over if one.id not in begun),
        coming=coming,
        following=None if coming else next_session(database(), actor, day),
    )


def _coming(actor: Actor, day: date) -> tuple[SessionLine, ...]:
    until = day + timedelta(days=NEXT_DAYS)
    if may(actor, Permission.SESSION_PLAN):
        # who plans for many centres wants to see the sessions they lead, not everyone's
        own = own_sessions(database(), actor, since=day, until=until, most=ROWS_PER_PAGE)
        if own:
            return own
    found = sessions_between(database(), actor, day, until, most=ROWS_PER_PAGE)
    return tuple(one for one in found if one.state is SessionState.PLANNED)


def recording_words(count: int) -> str:
    """Say how many sessions wait to be recorded; empty without one.

    Args:
        count: How many.

    Returns:
        The clause.
    """
    if not count:
        return ""
    return str(ngettext("%(num)d session to record", "%(num)d sessions to record", count))
