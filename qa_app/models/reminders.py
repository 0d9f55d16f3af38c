"""Tables of what leaves the product: calendar feeds, addresses, group robots, the outbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class CalendarFeedRow(Base):
    """A secret address of a calendar, of a person or of a centre; only its digest is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class MailAddressRow(Base):
    """Where somebody wants their reminders; sealed, and none is sent without a row that is on."""

    __tablename__ = "mail_address"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[bytes] = mapped_column(LargeBinary)
    is_on: Mapped[bool]
    changed_at: Mapped[datetime]


class GroupRobotRow(Base):
    """A robot of a chat group of one centre; address and secret are sealed."""

    __tablename__ = "group_robot"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]


class OutboxMessageRow(Base):
    """A message that is to be sent once; `key` says what for, so that it is put here only once.

    `content` holds counts and days, never a case. `claim` names who is sending it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    robot_id: Mapped[int | None] = mapped_column(ForeignKey("group_robot.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    content: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    tries: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(40))
