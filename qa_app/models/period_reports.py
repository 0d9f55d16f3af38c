"""Tables of the reports of quarters and years: what each was made from, and who opened it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId


class PeriodReportRow(Base):
    """A report as it stood on a day; its rows are never changed, a later state is a new version.

    `scope` is `c:<centre id>` or `p:<place id>`. `content` is packed JSON of
    `domain.report_facts.ReportFacts`, `digest` that of the JSON. `mark` is a digest of
    what was counted, so that a change is seen without putting the report together again.
    `is_final` is true when no result of its span could change any more.
    """

    __tablename__ = "period_report"
    __table_args__ = (
        UniqueConstraint("scope", "kind", "first_month", "version"),
        Index("ix_period_report_made", "kind", "first_month", "scope"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    scope: Mapped[str] = mapped_column(String(24))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    first_month: Mapped[int]
    version: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str] = mapped_column(String(64))
    is_final: Mapped[bool]
    made_at: Mapped[datetime]


class ReportReadRow(Base):
    """Who opened which version of a report first when; until then it is new to them."""

    __tablename__ = "report_read"

    report_id: Mapped[int] = mapped_column(ForeignKey("period_report.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    opened_at: Mapped[datetime]
