"""End a row of the register, which no longer holds or was a mistake."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_events import RegisterRowChanged
from qa_app.domain.register_lists import Line
from qa_app.models.transaction import transaction
from qa_app.queries.named_rows import rows_in_use
from qa_app.queries.register_lists import ListTable, list_ground, row_of, wanted_of


class RowEndedWhy(StrEnum):
    """Why a row no longer holds."""

    OVER = "over"
    MISTAKEN = "mistaken"


@dataclass(frozen=True, slots=True)
class EndedRow:
    """A row that is ended.

    Attributes:
        table: Its list.
        line: A line with its key; other columns say nothing.
        why: Why.
    """

    table: ListTable
    line: Line
    why: RowEndedWhy


def end_register_row(
    session: Session, actor: Actor, ended: EndedRow, zone: str, *, at: datetime
) -> int:
    """End a row; what it said stays known for every day until now.

    Args:
        session: A database session.
        actor: Who ends it.
        ended: The row, and why.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The row.

    Raises:
        OutOfReachError: The actor may not take in this list, its rows go through steps and are not
            ended, or nothing of theirs has such a key.
        ConflictError: It was ended already (`row_gone`).
        InvalidError: Something that stands hangs on it (`row_in_use`).
    """
    table = ended.table
    if not table.is_written_by(actor) or table.steps is not None:
        raise OutOfReachError("register_row")
    row: Any = table.row
    event = RegisterRowChanged(
        actor=actor, at=at, object_id=table.listed.code, change=ended.why.value
    )
    with transaction(session, event) as act:
        now = at.astimezone(ZoneInfo(zone))
        wanted = wanted_of(table, [ended.line])
        ground = list_ground(session, actor, table, wanted, now)
        found = row_of(session, actor, table, ended.line, ground, zone=zone)
        if found is None:
            raise OutOfReachError("register_row")
        if found.ended_at is not None:
            raise ConflictError("row_gone")
        if rows_in_use(session, table.naming, [found.id]):
            raise InvalidError("row_in_use")
        act.learn(centre_id=getattr(found, "centre_id", None))
        session.execute(
            update(row)
            .where(row.id == found.id, row.ended_at.is_(None))
            .values(ended_at=at, ended_by=actor.account_id, ended_why=ended.why.value)
            .execution_options(synchronize_session=False)
        )
        return int(found.id)
