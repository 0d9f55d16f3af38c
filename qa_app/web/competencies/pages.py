"""Pages of competencies."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.competencies import WorkerRead
from qa_app.web.competencies.forms import AssessForm, SurveyForm
from qa_app.web.pages import Choice, Page


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class SubjectShown:
    """A worker in the list: when assessed, when due again."""

    subject: WorkerRead
    assessed: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class LevelShown:
    """A level with the behaviour that shows it, as an answer of a form."""

    value: int
    name: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AskedShown:
    """A competency in a form."""

    code: str
    title: str
    levels: tuple[LevelShown, ...]


@dataclass(frozen=True, slots=True)
class MarkedShown:
    """A competency in a survey: its marks for both questions."""

    code: str
    title: str
    confidence: tuple[LevelShown, ...]
    importance: tuple[LevelShown, ...]


@dataclass(frozen=True, slots=True)
class CompetencyShown:
    """A competency of a framework."""

    code: str
    title: str
    levels: tuple[LevelShown, ...]
    items: str
    capacity: str
    training: str
    sources: str


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group of competencies."""

    title: str
    competencies: tuple[CompetencyShown, ...]


@dataclass(frozen=True, slots=True)
class ResultShown:
    """How one worker stands in one competency."""

    code: str
    title: str
    level: str
    expected: str
    is_below: bool
    own_level: str
    marks: str


@dataclass(frozen=True, slots=True)
class SourceShown:
    """What one source says of a gap."""

    name: str
    words: str
    is_gap: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapShown:
    """A gap with its sources and the training that covers it."""

    code: str
    title: str
    sources: str
    said: tuple[SourceShown, ...]
    training: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessedShown:
    """An assessment in the list of a worker's."""

    id: int
    day: str
    kind: str
    next_day: str
    note: str
    may_end: bool
    entered_by: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A competency in the matrix of a centre; cells are empty where nothing is told."""

    code: str
    title: str
    cells: tuple[str, ...]
    below: str
    n: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A centre or place to choose."""

    key: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage(Page):
    """Workers whose competencies one reads."""

    template: ClassVar[str] = "competencies/index.html"

    heading: str
    rows: tuple[SubjectShown, ...]
    next_after: str | None
    frameworks: tuple[Link, ...]
    gaps_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkPage(Page):
    """A framework."""

    template: ClassVar[str] = "competencies/framework.html"

    title: str
    version: str
    published: str
    count: int
    groups: tuple[GroupShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPage(Page):
    """One worker's competencies and gaps."""

    template: ClassVar[str] = "competencies/worker.html"

    subject: WorkerRead
    is_own: bool
    heading: str
    tier: str
    due: str
    is_late: bool
    results: tuple[ResultShown, ...]
    gaps: tuple[GapShown, ...]
    assessed: tuple[AssessedShown, ...]
    surveyed: str
    surveyed_by: str
    framework_address: str
    assess_address: str
    survey_address: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessPage(Page):
    """The form of an assessment."""

    template: ClassVar[str] = "competencies/assess.html"

    subject: WorkerRead
    is_own: bool
    asked: tuple[AskedShown, ...]
    form: AssessForm


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPage(Page):
    """The form of a survey."""

    template: ClassVar[str] = "competencies/survey.html"

    asked: tuple[MarkedShown, ...]
    form: SurveyForm


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsPage(Page):
    """Matrix and gaps of a centre or a place."""

    template: ClassVar[str] = "competencies/gaps.html"

    name: BilingualText
    heading: str
    places: tuple[PlaceChoice, ...]
    area: str
    areas: tuple[Choice, ...]
    framework_address: str
    level_names: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    gaps: tuple[GapShown, ...]
    csv_address: str
    xlsx_address: str
    least: int
    files_least: int
    share: int
    has_held: bool
