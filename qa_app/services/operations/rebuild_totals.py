"""Count the totals anew from the signed audits."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import TotalsRebuilt
from qa_app.domain.people import Actor
from qa_app.models.totals import clear_totals, count_readings
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.recount import drifted_totals, readings

_LOCK = text("LOCK TABLE month_total, item_total IN EXCLUSIVE MODE")


def rebuild_totals(session: Session, actor: Actor, *, at: datetime) -> int:
    """Put the totals right, whatever state they are in.

    Nobody signs meanwhile: who wants to waits until the count has ended.

    Args:
        session: A database session.
        actor: The system.
        at: The present.

    Returns:
        How many totals differed.

    Raises:
        NotAllowedError: The actor is not the system.
    """
    if not actor.is_system:
        raise NotAllowedError("totals:rebuild")
    with transaction(session, TotalsRebuilt(actor=actor, at=at, drift=0)) as act:
        if lock_rows(session):
            session.execute(_LOCK)
        drift = len(drifted_totals(session))
        if drift:
            clear_totals(session)
            for chunk in readings(session):
                count_readings(session, chunk)
        act.learn(drift=drift)
    return drift
