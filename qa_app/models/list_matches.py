"""Tables of how a centre's own spreadsheets were matched, and of the key of its numbers."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class ListMatchRow(Base):
    """What a centre last said about the columns of its lists and the values in them.

    `heads` is head to column (empty for one that is not read), `said` is column to value to
    code. Heads and values that a person matched stand there, never a cell of a case.
    """

    __tablename__ = "list_match"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    heads: Mapped[dict[str, str]] = mapped_column(JSON)
    said: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CentreKeyRow(Base):
    """That a centre keeps a key of its own; the key itself never stands here."""

    __tablename__ = "centre_key"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(32))
    is_replaced: Mapped[bool] = mapped_column(default=False)
    set_at: Mapped[datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
