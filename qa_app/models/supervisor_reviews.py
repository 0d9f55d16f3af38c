"""Table of reviews whose unit is a supervisor in a quarter."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class SupervisorReviewRow(Base):
    """Whom a review is about, and which quarter: its first day.

    `label` is how lists name it; the centre of its audit is where it is filed, nothing more.
    """

    __tablename__ = "supervisor_review"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    first_on: Mapped[date]
    label: Mapped[str] = mapped_column(String(80))
