"""Tables of training: courses, modules, events, trainers, who attended, what it answered."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers

_STANDS = text("ended_at IS NULL")


def _alone(table: str, *columns: str) -> Index:
    # what stands has its code alone, also when two people write one at the same moment
    return Index(
        f"uq_{table}_{'_'.join(columns)}",
        *columns,
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


class TrainingCourseRow(Recorded, Base):
    """A course; `makes_trainers` for training of trainers."""

    __tablename__ = "training_course"
    __table_args__ = (_alone("training_course", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    about_victims: Mapped[bool]
    makes_trainers: Mapped[bool]


class TrainingModuleRow(Recorded, Base):
    """A part of a course with its usual minutes."""

    __tablename__ = "training_module"
    __table_args__ = (_alone("training_module", "course_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]


class TrainingEventRow(Recorded, Base):
    """A course, or one module of it, held on a day in a place; `minutes` in all."""

    __tablename__ = "training_event"
    __table_args__ = (_alone("training_event", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("training_module.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    held_on: Mapped[date]
    minutes: Mapped[int]


class TrainingTrainerRow(Recorded, Base):
    """Who trained at an event: a worker, or an organisation from outside; one of the two."""

    __tablename__ = "training_trainer"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"), index=True)
    practitioner_id: Mapped[int | None] = mapped_column(ForeignKey("practitioner.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(120), default="")


class TrainingAttendanceRow(Recorded, Base):
    """A worker who attended an event, and for how many minutes."""

    __tablename__ = "training_attendance"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"), index=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("practitioner.id"), index=True)
    minutes: Mapped[int]


class ActionTrainingRow(Recorded, Base):
    """A training that answered a corrective action; `centre_id` is that of the action."""

    __tablename__ = "action_training"
    __table_args__ = (_alone("action_training", "action_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("training_event.id"), index=True)


NAMING_EVENTS = (
    TrainingTrainerRow.event_id,
    TrainingAttendanceRow.event_id,
    ActionTrainingRow.event_id,
)
"""Columns of rows that hang on a training: while one stands it does not end, and when it is
corrected they go along."""
TRAINING_TRIGGERS = (
    *recorded_triggers(
        "training_course",
        ("code", "name_zh", "name_en", "area_code", "about_victims", "makes_trainers"),
    ),
    *recorded_triggers("training_module", ("course_id", "code", "name_zh", "name_en", "minutes")),
    *recorded_triggers(
        "training_event", ("code", "course_id", "module_id", "place_id", "held_on", "minutes")
    ),
    *recorded_triggers("training_trainer", ("event_id", "practitioner_id", "organisation")),
    *recorded_triggers("training_attendance", ("event_id", "practitioner_id", "minutes")),
    *recorded_triggers("action_training", ("centre_id", "action_id", "event_id")),
)
