"""End a series: what is planned of it and not begun is withdrawn."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.session_events import SeriesEnded
from qa_app.domain.session_series import SeriesState
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.session_moves import withdraw_sessions
from qa_app.models.transaction import transaction
from qa_app.queries.series_days import held_series, series_stands


def end_series(
    session: Session, actor: Actor, series_id: int, revision: int, zone: str, *, at: datetime
) -> int:
    """End a series; only sessions to come are withdrawn.

    Those in which something was begun stay, and those that make up for a missed day: what was
    missed is owed until it is held.

    Args:
        session: A database session.
        actor: Who ends it.
        series_id: The series.
        revision: What the page of who ends it showed.
        zone: Local time zone.
        at: The present.

    Returns:
        How many sessions were withdrawn.

    Raises:
        OutOfReachError: There is no such series where the actor may plan.
        ConflictError: It has ended (`series_ended`), or somebody changed it meanwhile
            (`series_changed_meanwhile`).
    """
    with transaction(session, SeriesEnded(actor=actor, at=at, object_id=series_id)) as act:
        row = held_series(session, actor, series_id, revision)
        today = local_day(at, zone)
        stands = series_stands(session, series_id, locks=True)
        ids = [one.id for one in stands.planned if one.may_go(today)]
        withdraw_sessions(session, ids, actor.account_id, at)
        session.execute(
            update(SessionSeriesRow)
            .where(SessionSeriesRow.id == series_id)
            .values(
                state=SeriesState.ENDED.value,
                revision=SessionSeriesRow.revision + 1,
                changed_at=at,
                changed_by=actor.account_id,
            )
        )
        act.learn(centre_id=row.centre_id, removed=len(ids))
    return len(ids)
