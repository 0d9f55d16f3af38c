"""Keeps the time that workers are in post beside the register's own last day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.workers import EndedWhy
from qa_app.models.base import table_of
from qa_app.models.worker_rows import WorkerPostRow


def begin_posts(
    session: Session, posts: Sequence[tuple[int, date]], by: int | None, at: datetime
) -> None:
    """Note that people are in post from a day on.

    Args:
        session: A session inside `transaction`.
        posts: Each worker with their first day; at least one.
        by: Account of who notes it; None for a command.
        at: The present.
    """
    noted = {"recorded_at": at, "recorded_by": by}
    rows = [{"practitioner_id": who, "started_on": day, **noted} for who, day in posts]
    session.execute(insert(table_of(WorkerPostRow)), rows)


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
