"""Tell that the clock was set back: in the journal, and to those who look after security."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.clock_steps import StepBack
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal_events import ClockSetBack
from qa_app.domain.people import Actor
from qa_app.models.login_sessions import tell_security
from qa_app.models.transaction import hold_journal, transaction
from qa_app.queries.clock_steps import untold_step


def tell_clock(session: Session, actor: Actor, *, at: datetime) -> bool:
    """Note a step back of the clock that nobody was told of, once.

    Args:
        session: A database session.
        actor: The system.
        at: The present.

    Returns:
        False where there is none, and nothing was done.

    Raises:
        NotAllowedError: A person asks.
    """
    if not actor.is_system:
        raise NotAllowedError("clock:set_back")
    event = ClockSetBack(actor=actor, at=at, seconds=0, last_seq=0)
    try:
        with transaction(session, event) as act:
            hold_journal(session)
            found = _step(session, at)
            act.learn(seconds=found.seconds, last_seq=found.last_seq)
            tell_security(session, "clock_set_back", at)
    except _NothingError:
        return False
    return True


class _NothingError(Exception):
    """There is nothing to tell."""


def _step(session: Session, at: datetime) -> StepBack:
    found = untold_step(session, at)
    if found is None:
        raise _NothingError
    return found
