"""Table of reasons why what looks like a name is kept in a text."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class NameReasonRow(Base):
    """One reason, sealed; rows are only added. `key` is the item of a note, empty elsewhere.

    The text belongs to a reading, or to what was agreed in a session of supervision.
    """

    __tablename__ = "name_reason"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    place: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(64))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
