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
from qa_app.models.required_counts import replace_required
from qa_app.models.session_counts import apply_changes, clear_session_totals
from qa_app.models.totals import put_totals, remove_totals
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.counted_parts import Counting
from qa_app.queries.kept_totals import KEPT, TotalsLevel
from qa_app.queries.recount import drifted_levels
from qa_app.queries.session_recount import (
    all_chains,
    counted_required,
    drifted_required_totals,
    drifted_session_totals,
)

_TOGETHER = 20_000
_LOCK = text(
    "LOCK TABLE month_total, item_total, reading_month, session_month, session_owed,"
    " required_month IN EXCLUSIVE MODE"
)


def rebuild_totals(
    session: Session, actor: Actor, *, at: datetime, counting: Counting | None = None
) -> int:
    """Put the totals right, whatever state they are in.

    Nobody signs or plans meanwhile: who wants to waits until the count has ended.

    Args:
        session: A database session.
        actor: The system.
        at: The present.
        counting: Counts the centres elsewhere, such as in other processes, which see what was
            kept before this act; None counts them here.

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
        drift = _put_right(session, drifted_levels(session, counting))
        drift += _recount_sessions(session)
        act.learn(drift=drift)
    return drift


def _put_right(session: Session, levels: Iterable[TotalsLevel]) -> int:
    drift = 0
    # many levels are few rows each, so their rows are written together
    waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for level in levels:
        drift += len(level.differing()) if level.standing else len(level.counted)
        kept, rows = KEPT[level.table], waiting[level.table]
        wrong = [dict(zip(kept.key, key, strict=True)) for key in (*level.standing, *level.blank)]
        remove_totals(session, kept.table, wrong)
        rows += [key + numbers for key, numbers in level.counted.items()]
        if len(rows) >= _TOGETHER:
            put_totals(session, kept.table, rows)
            rows.clear()
    for table, rows in waiting.items():
        put_totals(session, KEPT[table].table, rows)
    return drift


def _recount_sessions(session: Session) -> int:
    drift = len(drifted_session_totals(session))
    if drift:
        clear_session_totals(session)
        for chunk in all_chains(session):
            apply_changes(session, changes_between((), chunk))
    return drift + _recount_required(session)


def _recount_required(session: Session) -> int:
    # after the totals of sessions, by which it is told what was held
    drift = len(drifted_required_totals(session))
    if drift:
        replace_required(session, counted_required(session))
    return drift
