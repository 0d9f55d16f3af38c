"""Table of requests to take results away item by item."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class ExportRequestRow(Base):
    """A request; `centre_id` is None for every centre within reach of who asked.

    `centres` are the centres that were within reach of who asked when they asked: what is
    approved. `is_approved` is None until somebody else answers, once; `refusal` says why it was
    refused. Tables for research (`form` is `zip`) need two approvals: `first_by` gave the first
    one, `answered_by` the second; `project` says what for, sealed. How long a request counts is
    `domain.export_requests`' to say.
    """

    __tablename__ = "export_request"
    __table_args__ = (Index("ix_export_request_waits", "is_approved", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    since: Mapped[date | None]
    until: Mapped[date | None]
    centres: Mapped[list[Any]]
    form: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    is_approved: Mapped[bool | None]
    refusal: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    project: Mapped[bytes | None] = mapped_column(LargeBinary)
    first_at: Mapped[datetime | None]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
