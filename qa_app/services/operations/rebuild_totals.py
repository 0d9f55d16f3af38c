"""Count the totals anew from the signed audits and from the sessions."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import TotalsRebuilt
from qa_app.domain.people import Actor
from qa_app.domain.session_totals import changes_between
from qa_app.models.session_counts import apply_changes, clear_session_totals
from qa_app.models.totals import put_totals, remove_totals
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.recount import Level, drifted_levels
from qa_app.queries.session_recount import all_chains, drifted_session_totals

_LOCK = text(
    "LOCK TABLE month_total, item_total, reading_month, session_month, session_owed"
    " IN EXCLUSIVE MODE"
)


def rebuild_totals(session: Session, actor: Actor, *, at: datetime) -> int:
    """Put the totals right, whatever state they are in.

    Nobody signs or plans meanwhile: who wants to waits until the count has ended.

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
        drift = sum(_put_right(session, level) for level in drifted_levels(session))
        drift += _recount_sessions(session)
        act.learn(drift=drift)
    return drift


def _put_right(session: Session, level: Level) -> int:
    kept, counted, differing = level.kept, level.counted, set(level.differing)
    # rows of nothing go too, so that none of them is in the way
    wrong = (key for key, numbers in level.standing.items() if key in differing or not any(numbers))
    remove_totals(session, kept.table, [dict(zip(kept.key, key, strict=True)) for key in wrong])
    added = (kept.in_order((*key, *counted[key])) for key in level.differing if key in counted)
    put_totals(session, kept.table, added)
    return len(differing)


def _recount_sessions(session: Session) -> int:
    drift = len(drifted_session_totals(session))
    if drift:
        clear_session_totals(session)
        for chunk in all_chains(session):
            apply_changes(session, changes_between((), chunk))
    return drift
