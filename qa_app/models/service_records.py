"""Tables of what a centre does besides its files: referrals, complaints, incidents.

What has steps is kept as versions: each step or correction ends a row and writes the next one of
the same `thread`, so that what was known on a day in the past can be told for ever.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers

_STANDS = text("ended_at IS NULL")


def _standing(table: str, *columns: str) -> Index:
    name = f"uq_{table}_{'_'.join(columns)}"
    return Index(name, *columns, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)


class ReferralRow(Recorded, Base):
    """A referral of a case, by reference only, from a body to a centre.

    The days by which steps are due are reckoned once, when what they run from is recorded; None
    where the holiday table ends before.
    """

    __tablename__ = "service_referral"
    __table_args__ = (
        _standing("service_referral", "thread"),
        _standing("service_referral", "centre_id", "area_code", "reference"),
        Index("ix_service_referral_received", "centre_id", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(String(32))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    reference: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(String(24))
    received_on: Mapped[date]
    accepted_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    decline_reason: Mapped[str | None] = mapped_column(String(24))
    started_on: Mapped[date | None]
    assigned_on: Mapped[date | None]
    met_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    accept_due_on: Mapped[date | None]
    start_due_on: Mapped[date | None]
    meet_due_on: Mapped[date | None]


class ComplaintRow(Recorded, Base):
    """A complaint about a centre; its text and its answer are sealed."""

    __tablename__ = "complaint"
    __table_args__ = (
        _standing("complaint", "thread"),
        Index("ix_complaint_received", "centre_id", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(String(32))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    received_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(24))
    topic: Mapped[str] = mapped_column(String(24))
    complainant: Mapped[str] = mapped_column(String(24))
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class IncidentRow(Recorded, Base):
    """Something that went wrong at a centre, and how it was handled."""

    __tablename__ = "incident"
    __table_args__ = (
        _standing("incident", "thread"),
        Index("ix_incident_known", "centre_id", "known_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread: Mapped[str] = mapped_column(String(32))
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(24))
    happened_on: Mapped[date]
    known_at: Mapped[datetime]
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    contained_at: Mapped[datetime | None]
    judgement: Mapped[str | None] = mapped_column(String(16))
    judged_on: Mapped[date | None]
    guardians_told_on: Mapped[date | None]
    authority_told_on: Mapped[date | None]
    measures_on: Mapped[date | None]


class IncidentStatementRow(Recorded, Base):
    """A centre says that every incident known until a day is recorded."""

    __tablename__ = "incident_statement"
    __table_args__ = (Index("ix_incident_statement_until", "centre_id", "until_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    until_on: Mapped[date]


class AskingRow(Recorded, Base):
    """Somebody was asked what they think, or could not be asked safely; never who.

    `token_digest` opens the page on the centre's device until `open_until`; None on paper and
    where asking was unsafe. `basis` says on what it was held to be safe.
    """

    __tablename__ = "feedback_asking"
    __table_args__ = (
        Index("uq_feedback_asking_token_digest", "token_digest", unique=True),
        Index("ix_feedback_asking_asked", "centre_id", "asked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    asked_on: Mapped[date]
    asked: Mapped[str] = mapped_column(String(24))
    way: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    token_digest: Mapped[str | None] = mapped_column(String(64))
    open_until: Mapped[datetime | None]


class ReplyRow(Recorded, Base):
    """What somebody who was asked said: five answers from 1 to 5, and words that are sealed."""

    __tablename__ = "feedback_reply"
    __table_args__ = (_standing("feedback_reply", "asking_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    asking_id: Mapped[int] = mapped_column(ForeignKey("feedback_asking.id"))
    replied_on: Mapped[date]
    first: Mapped[int]
    second: Mapped[int]
    third: Mapped[int]
    fourth: Mapped[int]
    fifth: Mapped[int]
    sealed_words: Mapped[bytes | None] = mapped_column(LargeBinary)


_COMMON = {"recorded_at", "recorded_by", "ended_at", "ended_by", "ended_why", "id"}

SERVICE_TRIGGERS = tuple(
    trigger
    for row in (
        ReferralRow,
        ComplaintRow,
        IncidentRow,
        IncidentStatementRow,
        AskingRow,
        ReplyRow,
    )
    for trigger in recorded_triggers(
        row.__tablename__,
        tuple(column.name for column in row.__table__.columns if column.name not in _COMMON),
    )
)
