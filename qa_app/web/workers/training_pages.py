"""Pages of training."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.trainings import TakingPart, TrainingCourse, TrainingEvent
from qa_app.queries.workers_at import PeopleCentre
from qa_app.web.pages import Page
from qa_app.web.workers.forms import AttendanceForm, CourseForm, EventForm, TrainerForm


@dataclass(frozen=True, slots=True)
class EventShown:
    """A training with its day and hours in words."""

    event: TrainingEvent
    day: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingsPage(Page):
    """Trainings that were held, and the courses."""

    template: ClassVar[str] = "workers/trainings.html"

    heading: str
    rows: tuple[EventShown, ...]
    courses: tuple[tuple[TrainingCourse, tuple[tuple[BilingualText, str], ...]], ...]
    event_form: EventForm | None
    course_form: CourseForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPage(Page):
    """One training: who trained, who attended."""

    template: ClassVar[str] = "workers/training.html"

    one: EventShown
    trainers: tuple[TakingPart, ...]
    attended: tuple[tuple[TakingPart, str, bool], ...]
    others: int
    centres: tuple[PeopleCentre, ...]
    trainer_form: TrainerForm | None
    attendance_form: AttendanceForm | None
    may_end: bool
    fault: str


@dataclass(frozen=True, slots=True)
class BranchShown:
    """A training of the cascade with what followed from it."""

    one: EventShown
    through: str
    reached: str
    below: tuple["BranchShown", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CascadePage(Page):
    """Which training led to which."""

    template: ClassVar[str] = "workers/cascade.html"

    heading: str
    trees: tuple[BranchShown, ...]


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item before and after a training."""

    rubric: str
    code: str
    text: BilingualText
    before: str
    after: str
    change: str
    interval: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundPage(Page):
    """Items of a centre before and after a training."""

    template: ClassVar[str] = "workers/around.html"

    one: EventShown
    centre: PeopleCentre
    attended_here: int
    rows: tuple[ItemShown, ...]
    told: int
    months: int
    least: int
    has_held: bool
