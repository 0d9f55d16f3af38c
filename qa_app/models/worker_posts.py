"""Keeps the time that workers are in post beside the register's own last day."""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.workers import EndedWhy
from qa_app.models.worker_rows import WorkerPostRow


def begin_post(
    session: Session, practitioner_id: int, started_on: date, by: int | None, at: datetime
) -> None:
    """Note that somebody is in post from a day on.

    Args:
        session: A session inside `transaction`.
        practitioner_id: The worker.
        started_on: First day.
        by: Account of who notes it; None for a command.
        at: The present.
    """
    session.execute(
        insert(WorkerPostRow).values(
            practitioner_id=practitioner_id,
            started_on=started_on,
            recorded_at=at,
            recorded_by=by,
        )
    )


def change_post(
    session: Session,
    practitioner_id: int,
    left: tuple[date | None, str],
    by: int | None,
    at: datetime,
) -> None:
    """Note another last day in post, or that there is none any more.

    Args:
        session: A session inside `transaction` that holds the worker (`hold_in_post`): two at once
            would each begin a post.
        practitioner_id: The worker; of one whose post was never noted nothing is kept.
        left: Last day and why, as a code; None and empty for who is in post.
        by: Account of who notes it; None for a command.
        at: The present.
    """
    row = WorkerPostRow
    found = session.execute(
        select(row.id, row.started_on, row.left_on, row.left_why).where(
            row.practitioner_id == practitioner_id, row.ended_at.is_(None)
        )
    ).one_or_none()
    if found is None or (found.left_on, found.left_why) == left:
        return
    session.execute(
        update(row)
        .where(row.id == found.id)
        .values(ended_at=at, ended_by=by, ended_why=EndedWhy.CORRECTED.value)
    )
    session.execute(
        insert(row).values(
            practitioner_id=practitioner_id,
            started_on=found.started_on,
            left_on=left[0],
            left_why=left[1],
            recorded_at=at,
            recorded_by=by,
        )
    )
