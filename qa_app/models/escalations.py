"""Tables of possible unreported harm, and of items that a reader flags for moderation."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base

_STANDS = text("taken_back_at IS NULL")


class EscalationRow(Base):
    """Possible unreported harm that a reader came upon; rows are only added.

    `item` is empty when it was no single item that showed it.
    """

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    item: Mapped[str] = mapped_column(String(64))
    raised_at: Mapped[datetime]
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class EscalationOutcomeRow(Base):
    """What became of it, once; rows are only added."""

    __tablename__ = "escalation_outcome"

    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(12))
    told_to: Mapped[str] = mapped_column(String(16))
    told_at: Mapped[datetime | None]
    told_on: Mapped[date | None]
    second_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class NoHarmRequestRow(Base):
    """A supervisor who was asked to confirm that something was no harm; the last one counts.

    `answer` is empty until they answer, once.
    """

    __tablename__ = "no_harm_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(String(12))
    answered_at: Mapped[datetime | None]


class ItemFlagRow(Base):
    """An item for which its reader asks for moderation; one that is taken back stays."""

    __tablename__ = "item_flag"
    __table_args__ = (
        Index(
            "uq_item_flag_standing",
            "audit_id",
            "item",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    item: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]
