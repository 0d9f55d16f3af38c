"""Tables of the technical experts of a place, and of what they are asked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, BigId
from qa_app.models.recorded import Recorded, recorded_triggers
from qa_app.models.trigger_kinds import Trigger, changed

_HOLDS = text("ended_at IS NULL")


class ExpertRow(Recorded, Base):
    """An expert who advises the centres of a place; `areas` are codes with a blank between."""

    __tablename__ = "expert"
    __table_args__ = (
        Index(
            "uq_expert_held",
            "place_id",
            "code",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    organisation: Mapped[str] = mapped_column(String(120))
    areas: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class ConsultationRow(Base):
    """What a centre asks an expert about a case; question and answer are sealed.

    Asked, given to an expert, answered, closed; the times of the steps say how far it is. What a
    list brought has the number that the list gives it, and `recorded_at`, from when it is known;
    `answer_recorded_at` is from when an answer is known that a list brought.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_centre", "centre_id", "asked_at"),
        Index("uq_consultation_centre_id_number", "centre_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    case_file_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    topic: Mapped[str] = mapped_column(String(32))
    question: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    expert_id: Mapped[int | None] = mapped_column(ForeignKey("expert.id"), index=True)
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    number: Mapped[str | None] = mapped_column(String(40))
    recorded_at: Mapped[datetime | None]
    answer_recorded_at: Mapped[datetime | None]


_ASKED = (
    "id",
    "centre_id",
    "area_code",
    "case_file_id",
    "topic",
    "question",
    "asked_at",
    "asked_by",
    "number",
    "recorded_at",
)
_ANSWERED = ("expert_id", "answer", "answered_at", "answered_by", "answer_recorded_at")
_WHY = "a question that was asked stays, and so does an answer that was given"

EXPERT_TRIGGERS = (
    *recorded_triggers(
        "expert",
        ("place_id", "code", "name", "organisation", "areas", "from_on", "until_on"),
    ),
    Trigger(
        "consultation_kept",
        "consultation",
        "UPDATE",
        f"{changed(_ASKED)} OR (OLD.answered_at IS NOT NULL AND ({changed(_ANSWERED)}))"
        " OR OLD.closed_at IS NOT NULL",
        _WHY,
    ),
    Trigger("consultation_no_delete", "consultation", "DELETE", "", _WHY),
)
