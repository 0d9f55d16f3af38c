"""Writes rows of the register and ends them; nothing else is ever done to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.workers import EndedWhy
from qa_app.models.base import Base
from qa_app.models.recorded import Recorded

_OF_THE_RECORD = frozenset(
    {"id", "recorded_at", "recorded_by", "ended_at", "ended_by", "ended_why"}
)


def write_row(
    session: Session, table: type[Base], values: dict[str, Any], by: int | None, at: datetime
) -> int:
    """Write a row of the register.

    Args:
        session: A session inside `transaction`.
        table: Its class, one of `Recorded`.
        values: Its columns.
        by: Account of who records it; None for a command.
        at: The present.

    Returns:
        The row.
    """
    key: Any = getattr(table, "id")  # noqa: B009 - the base class knows no id
    made: int = session.execute(
        insert(table).values(**values, recorded_at=at, recorded_by=by).returning(key)
    ).scalar_one()
    return made


def end_row(
    session: Session,
    table: type[Recorded],
    row_id: int,
    why: EndedWhy,
    ended: tuple[int | None, datetime],
) -> bool:
    """End a row of the register.

    Args:
        session: A session inside `transaction`.
        table: Its class.
        row_id: The row.
        why: Why it does not hold any more.
        ended: Account of who ends it, and when.

    Returns:
        False when it was ended before, or there is none.
    """
    key: Any = getattr(table, "id")  # noqa: B009 - the mixin knows no id
    done = session.execute(
        update(table)
        .where(key == row_id, table.ended_at.is_(None))
        .values(ended_at=ended[1], ended_by=ended[0], ended_why=why.value)
        .returning(key)
    )
    return done.first() is not None


def let_follow(
    session: Session,
    pointing: InstrumentedAttribute[int],
    corrected: tuple[int, int],
    by: int | None,
    at: datetime,
) -> None:
    """Let rows that hang on a corrected row hang on the one that stands in its place.

    Args:
        session: A session inside `transaction`.
        pointing: The column of those rows that names it.
        corrected: The row that was ended, and the one in its place.
        by: Account of who corrects it; None for a command.
        at: The present.
    """
    before, after = corrected
    table: Any = pointing.class_
    standing = (pointing == before, table.ended_at.is_(None))
    kept = [
        one for one in table.__table__.columns if one.name not in {*_OF_THE_RECORD, pointing.key}
    ]
    session.execute(
        insert(table).from_select(
            [*(one.name for one in kept), pointing.key, "recorded_at", "recorded_by"],
            select(
                *kept,
                literal(after),
                literal(at, table.recorded_at.type),
                literal(by, table.recorded_by.type),
            ).where(*standing),
        )
    )
    session.execute(
        update(table)
        .where(*standing)
        .values(ended_at=at, ended_by=by, ended_why=EndedWhy.CORRECTED.value)
        .execution_options(synchronize_session=False)
    )
