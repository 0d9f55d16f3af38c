"""Pages of papers of centres, of the directory, and of questions to experts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.web.pages import Page
from qa_app.web.register.consult_forms import AnswerForm, AskForm, CloseForm, GiveForm


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that is asked for, or another one that a centre holds.

    Attributes:
        name: Its kind.
        area: The area it is for; None for the centre as a whole.
        mark: Name of the shape of its state.
        words: Its state in words; empty for papers that nobody asks for.
        number: Number on it, or its year; empty when it is missing.
        issuer: Who issued it; empty likewise.
        issued_on: Day it was issued; empty likewise.
        criterion: Code of the criterion that asks for it; empty when nobody does.
    """

    name: BilingualText
    area: BilingualText | None
    mark: str
    words: str
    number: str
    issuer: str
    issued_on: str
    criterion: str


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """A sanction in words; `is_counted` while it weighs against the centre."""

    name: BilingualText
    number: str
    body: str
    begun_on: str
    closed_on: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class CentreLine:
    """A centre with how many of its papers hold, end soon, or do not hold."""

    id: int
    name: BilingualText
    place: BilingualText
    held: int
    soon: int
    lacking: int
    worst_mark: str
    next_words: str


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """A post to be filled."""

    code: str
    area: BilingualText
    tier: BilingualText
    opened_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersPage(Page):
    """Papers of every centre that the reader looks after."""

    template: ClassVar[str] = "register/papers.html"

    centres: tuple[CentreLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePapersPage(Page):
    """Papers and facts of one centre."""

    template: ClassVar[str] = "register/centre.html"

    centre_name: BilingualText
    place: BilingualText
    kind: str
    partner: BilingualText | None
    contact: BilingualText
    areas: tuple[BilingualText, ...]
    lines: tuple[PaperLine, ...]
    others: tuple[PaperLine, ...]
    sanctions: tuple[SanctionLine, ...]
    vacancies: tuple[VacancyLine, ...]
    lacking: int
    is_editor: bool


@dataclass(frozen=True, slots=True)
class DirectoryCentre:
    """A centre of the directory."""

    name: BilingualText
    kind: str
    partner: BilingualText | None
    areas: tuple[BilingualText, ...]
    contact: BilingualText


@dataclass(frozen=True, slots=True)
class DirectoryPlace:
    """A district of the directory, with counts by area in the order of the page's areas."""

    code: str
    name: BilingualText
    centres: tuple[DirectoryCentre, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage(Page):
    """Who helps where."""

    template: ClassVar[str] = "register/directory.html"

    places: tuple[DirectoryPlace, ...]
    areas: tuple[BilingualText, ...]
    place_choices: Sequence[tuple[str, str, bool]]
    area_choices: Sequence[tuple[str, str, bool]]
    kind_choices: Sequence[tuple[str, str, bool]]
    centre_count: int
    empty_count: int


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question to an expert in a list."""

    id: int
    reference: str
    centre: BilingualText
    area: BilingualText
    topic: BilingualText
    mark: str
    stage: str
    asked: str
    answered: str
    expert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage(Page):
    """Questions to experts."""

    template: ClassVar[str] = "register/questions.html"

    lines: tuple[QuestionLine, ...]
    open_count: int
    answered_count: int
    median: str
    is_asker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage(Page):
    """The form of a question."""

    template: ClassVar[str] = "register/ask.html"

    form: AskForm


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage(Page):
    """One question: its words, its expert, its answer, and what may be done next."""

    template: ClassVar[str] = "register/question.html"

    line: QuestionLine
    question: str
    answer: str
    give_form: GiveForm | None
    answer_form: AnswerForm | None
    close_form: CloseForm | None
    has_experts: bool
