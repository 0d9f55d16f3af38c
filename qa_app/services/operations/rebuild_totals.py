"""Count the totals anew from the signed audits and from the sessions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import TotalsRebuilt
from qa_app.domain.people import Actor
from qa_app.domain.session_totals import changes_between
from qa_app.models.session_counts import apply_changes, clear_session_totals
from qa_app.models.totals import put_totals, remove_totals
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.recount import ITEMS, MONTHS, READERS, Level, drifted_levels
from qa_app.queries.session_recount import all_chains, drifted_session_totals

_TOGETHER = 20_000
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
        drift = _put_right(session, drifted_levels(session))
        drift += _recount_sessions(session)
        act.learn(drift=drift)
    return drift


def _put_right(session: Session, levels: Iterable[Level]) -> int:
    drift = 0
    # many levels are few rows each, so their rows are written together
    waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for level in levels:
        drift += len(level.differing)
        _remove(session, level)
        table, rows = level.kept.table, waiting[level.kept.table.name]
        counted = level.counted
        rows += [key + counted[key] for key in level.differing if key in counted]
        if len(rows) >= _TOGETHER:
            put_totals(session, table, rows)
            rows.clear()
    for kept in (MONTHS, ITEMS, READERS):
        put_totals(session, kept.table, waiting[kept.table.name])
    return drift


def _remove(session: Session, level: Level) -> None:
    if level.standing:
        # rows of nothing go too, so that none of them is in the way
        differing = set(level.differing)
        wrong = (key for key, of in level.standing.items() if key in differing or not any(of))
        keys = [dict(zip(level.kept.key, key, strict=True)) for key in wrong]
        remove_totals(session, level.kept.table, keys)


def _recount_sessions(session: Session) -> int:
    drift = len(drifted_session_totals(session))
    if drift:
        clear_session_totals(session)
        for chunk in all_chains(session):
            apply_changes(session, changes_between((), chunk))
    return drift
