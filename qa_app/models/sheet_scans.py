"""Tables of score sheets that were ticked on paper and scanned."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class SheetScanRow(Base):
    """A page of a score sheet as it was filed, upright and grey, encrypted.

    `image_digest` is of the file as it was sent, `filed_digest` of the page as it is kept;
    `readings` is what the boxes said, as `domain.box_readings.plain_rows` writes it.
    """

    __tablename__ = "sheet_scan"
    __table_args__ = (UniqueConstraint("audit_id", "image_digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    page: Mapped[int]
    image_digest: Mapped[str] = mapped_column(String(64))
    filed_digest: Mapped[str] = mapped_column(String(64))
    image: Mapped[bytes] = mapped_column(LargeBinary)
    readings: Mapped[list[Any]] = mapped_column(JSON)
    filed_at: Mapped[datetime]
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
