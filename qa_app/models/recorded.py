"""Rows of the register: written once, never changed, ended when they no longer hold.

A correction ends the old row and writes a new one, so that what was known on a day in the past can
be told for ever.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.trigger_kinds import Trigger, changed


class Recorded:
    """Columns of a row that is ended and never changed.

    `recorded_by` is None for what a command wrote. `ended_why` is a code: corrected, over or
    mistaken.
    """

    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_why: Mapped[str | None] = mapped_column(String(16))


def known(row: type[Recorded], at: datetime) -> ColumnElement[bool]:
    """Keep rows that were known at an instant.

    Args:
        row: A class of rows.
        at: The instant; the present for what holds now.

    Returns:
        Rows written by then and not ended by then.
    """
    return and_(row.recorded_at <= at, or_(row.ended_at.is_(None), row.ended_at > at))


def recorded_triggers(table: str, columns: tuple[str, ...]) -> tuple[Trigger, ...]:
    """Let the database refuse to change rows of the register.

    Args:
        table: Their table.
        columns: Its columns, without those of `Recorded`.

    Returns:
        Triggers that let a row be ended once and refuse everything else.
    """
    kept = ("id", *columns, "recorded_at", "recorded_by")
    message = "what the register says is ended and never changed"
    is_ended = f"OLD.ended_at IS NOT NULL AND ({changed(('ended_at', 'ended_by', 'ended_why'))})"
    return (
        Trigger(f"{table}_kept", table, "UPDATE", f"{changed(kept)} OR ({is_ended})", message),
        Trigger(f"{table}_no_delete", table, "DELETE", "", message),
    )
