"""Pages of corrective actions."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.citations import Citation
from qa_app.domain.follow_up import ReadingTold
from qa_app.domain.text import BilingualText
from qa_app.queries.actions import ActionLine
from qa_app.web.actions.forms import ReadAgainForm, TrainingForm
from qa_app.web.clause_links import RestsOn
from qa_app.web.pages import Choice, Page
from qa_app.wording.said_follow_up import SaidAction


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in the list, with its words.

    Attributes:
        line: The action.
        kind: What made it necessary: a kind of item, or the session in which it was agreed.
        is_red: True for a red line.
        state: Where it stands.
        look: Look of its state.
        waits: Who must do what; empty for nobody.
        late: Days by which it is late.
        age: How long it has been open; empty for what is closed.
        session_id: The next session at which its item is read again; None without one.
        read_on: The day of that session; empty without one.
        closed_on: When it was verified or cancelled; None while it is open.
        rests_on: Clauses on which its items rest and of which there is a page.
    """

    line: ActionLine
    kind: str
    is_red: bool
    state: str
    look: str
    waits: str
    late: int
    age: str
    session_id: int | None
    read_on: str
    closed_on: date | None
    rests_on: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsPage(Page):
    """The list; `is_closed` when it shows what is closed."""

    template: ClassVar[str] = "actions/index.html"

    heading: str
    choices: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    rows: tuple[ActionRow, ...]
    is_closed: bool
    today: date
    next_address: str | None
    empty: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the course: what, the words, who and when, the reading or session of it."""

    what: str
    text: str
    by: str
    at: str
    audit_id: int | None
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProofChoice:
    """A rule that may show that something worked: its code, its words, how often it does."""

    rule: str
    words: str
    chance: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step that the person may take now.

    Attributes:
        step: Its code.
        is_check: True for a step of those who check.
        title: What the button says.
        label: What is to be written.
        hint: What that is for.
        text: What was typed before it was refused.
        fault: Why it was refused; empty for a fresh form.
        asks_name: True when it looked like a name.
        proofs: Rules to choose from; empty where none is chosen.
    """

    step: str
    is_check: bool
    title: str
    label: str
    hint: str
    text: str = ""
    fault: str = ""
    asks_name: bool = False
    proofs: tuple[ProofChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A state on the line of them: its name, its date in words, `done`, `late` or `ahead`."""

    name: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A session ahead at which files of the same rubric are read: its day, whether drawn."""

    session_id: int
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A training that answered the action: where it stands, its name and day, whether in time."""

    event_id: int
    link_id: int
    code: str
    course: BilingualText
    day: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """Trainings beside an action.

    Attributes:
        lede: What is asked for and by when; empty where nothing is.
        lines: Those that answered it.
        form: Which other one did; None where nobody may say so, or where there is none to choose.
        empty: What there is instead of a form to choose from; empty with one, and for readers.
        may_record: True for who records trainings for the centre.
    """

    lede: str
    lines: tuple[TrainingLine, ...]
    form: TrainingForm | None
    empty: str
    may_record: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage(Page):
    """One action with its course."""

    template: ClassVar[str] = "actions/show.html"

    line: ActionLine
    kind: str
    source: str
    finding_text: str
    action: SaidAction
    course: tuple[CourseStep, ...]
    steps: tuple[StepRow, ...]
    readings: tuple[tuple[ReadingTold, str], ...]
    since: str
    proof: str
    tries: str
    rests_on: RestsOn
    planned: tuple[PlannedRow, ...]
    again: ReadAgainForm | None
    forms: tuple[StepForm, ...]
    training: TrainingPart | None
    revision: int
    fault: str
