"""Pages of learning plans."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.learning import Goal, Learner
from qa_app.web.learning.forms import GoalForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal with its words: where it comes from, where it stands and since when."""

    goal: Goal
    source: str
    state: str
    look: str
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class WeakShown:
    """An item that is often low: its code, its text, how often, and where it becomes a goal."""

    code: str
    text: str
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class LearnerShown:
    """A worker in the list, with what is due in words."""

    learner: Learner
    goals: str
    assess: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnersPage(Page):
    """The workers whose learning plans one reads."""

    template: ClassVar[str] = "learning/index.html"

    heading: str
    rows: tuple[LearnerShown, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPage(Page):
    """One worker's learning plan."""

    template: ClassVar[str] = "learning/show.html"

    learner: Learner
    is_own: bool
    heading: str
    goals: tuple[GoalShown, ...]
    assessed: str
    assess_by: str
    is_assess_late: bool
    missing: str
    weak: tuple[WeakShown, ...]
    trend_address: str
    form: GoalForm | None
    fault: str
