"""Tables of competency frameworks, how workers stand in them, and what they say they need."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers
from qa_app.models.trigger_kinds import Trigger


class CompetencyFrameworkRow(Base):
    """A published version of a framework; `content` is its file as canonical JSON."""

    __tablename__ = "competency_framework"
    __table_args__ = (UniqueConstraint("area_code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    version: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class CompetencyAssessmentRow(Recorded, Base):
    """What levels a worker has on a day, said by a supervisor or by themselves.

    `levels` is canonical JSON of competency to level, 0 to 3; `note` is sealed, None without one.
    `next_on` is the day by which the next one is due.
    """

    __tablename__ = "competency_assessment"
    __table_args__ = (
        Index("ix_competency_assessment_of", "practitioner_id", "framework_id", "assessed_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("competency_framework.id"))
    kind: Mapped[str] = mapped_column(String(16))
    assessed_on: Mapped[date]
    next_on: Mapped[date]
    levels: Mapped[str] = mapped_column(Text)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)


class CompetencySurveyRow(Recorded, Base):
    """How sure a worker is of each competency and how much it matters to their work.

    `answers` is canonical JSON of competency to two whole numbers, 1 to 4.
    """

    __tablename__ = "competency_survey"
    __table_args__ = (
        Index("ix_competency_survey_of", "practitioner_id", "framework_id", "answered_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("competency_framework.id"))
    answered_on: Mapped[date]
    answers: Mapped[str] = mapped_column(Text)


_PUBLISHED = "a published framework stays as it is"

COMPETENCY_TRIGGERS = (
    Trigger("competency_framework_kept", "competency_framework", "UPDATE", "", _PUBLISHED),
    Trigger("competency_framework_no_delete", "competency_framework", "DELETE", "", _PUBLISHED),
    *recorded_triggers(
        "competency_assessment",
        (
            "practitioner_id",
            "framework_id",
            "kind",
            "assessed_on",
            "next_on",
            "levels",
            "note",
        ),
    ),
    *recorded_triggers(
        "competency_survey", ("practitioner_id", "framework_id", "answered_on", "answers")
    ),
)
