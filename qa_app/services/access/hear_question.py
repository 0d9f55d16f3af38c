"""Hear a question for aggregates, as long as one account does not ask too often."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.access_events import AggregatesAsked
from qa_app.domain.people import Actor
from qa_app.domain.trust_defaults import AGGREGATE_ASKS_PER_MINUTE, BURST_TOLD_HOURS
from qa_app.models.journal import JournalRow
from qa_app.models.login_sessions import tell_security
from qa_app.models.sign_in import count_try, tries_in_minute
from qa_app.models.transaction import hold_journal, transaction


def hear_question(session: Session, actor: Actor, *, at: datetime) -> bool:
    """Count a question; who asks very fast may be working out single files from differences.

    The first that is not heard goes to the journal, and security administrators are told: once in
    `BURST_TOLD_HOURS` for each account. Where nothing can be saved questions are heard uncounted.

    Args:
        session: A database session.
        actor: Who asks, and reads aggregates alone.
        at: The present.

    Returns:
        False from the question after `AGGREGATE_ASKS_PER_MINUTE` on, until the minute is over.
    """
    key = f"q/{actor.account_id}"
    if tries_in_minute(session, key, at) > AGGREGATE_ASKS_PER_MINUTE:
        return False
    count = count_try(session, key, at, is_needed=False)
    if count <= AGGREGATE_ASKS_PER_MINUTE:
        return True
    event = AggregatesAsked(actor=actor, at=at, object_id=actor.account_id, count=count)
    try:
        with transaction(session, event):
            hold_journal(session)
            _refuse_told(session, actor, at)
            tell_security(session, "aggregates_burst", at)
    except _ToldError:
        pass
    return False


class _ToldError(Exception):
    """They were told of this account lately."""


def _refuse_told(session: Session, actor: Actor, at: datetime) -> None:
    query = select(JournalRow.seq).where(
        JournalRow.object_type == AggregatesAsked.object_type,
        JournalRow.object_id == str(actor.account_id),
        JournalRow.action == AggregatesAsked.action,
        JournalRow.at > at - timedelta(hours=BURST_TOLD_HOURS),
    )
    if session.execute(query.limit(1)).first() is not None:
        raise _ToldError
