"""Pages of who supervises whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.agreement_lists import CentreCount, WorkerLine
from qa_app.queries.agreements import AgreementLine
from qa_app.queries.supervisor_lists import SupervisorLine
from qa_app.web.agreements.forms import (
    AbsenceForm,
    DeployForm,
    EndForm,
    NewAgreementForm,
    SpanForm,
    TermsForm,
    TimeForm,
    TravelForm,
)
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ShownAgreement:
    """An agreement in words.

    Attributes:
        line: It.
        kind: What it is.
        state: How it stands today: in force, ahead, over, resting.
        rhythm: How often, and by which rule.
        functions: Shares of the functions.
        norm: What this calendar month asks for.
        last: Day of the last session; None without one.
        due: Day by which the next one is due; None when none is.
        is_late: True when that day is over.
        missed: Calendar months of the last twelve without a session, in words; empty for none.
        warnings: What does not fit together, as sentences.
    """

    line: AgreementLine
    kind: str
    state: str
    rhythm: str
    functions: str
    norm: str
    last: date | None
    due: date | None
    is_late: bool
    missed: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownSupervisor:
    """A supervisor in words.

    Attributes:
        line: Who.
        load: How many people of how many.
        look: `done`, `wait` or `late`.
        branch: Where they work; None for the whole network.
        away: Since when until when they are away next; empty for not.
    """

    line: SupervisorLine
    load: str
    look: str
    branch: BilingualText | None
    away: str


@dataclass(frozen=True, slots=True)
class ShownNode:
    """A supervisor in a chain, with who is below."""

    shown: ShownSupervisor
    agreement_id: int | None
    may_make: bool
    below: tuple["ShownNode", ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What was done with an agreement."""

    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """Days away in words.

    Attributes:
        id: The entry.
        kind: Why; empty for whom it does not concern.
        from_on: First day.
        until_on: Last day.
    """

    id: int
    kind: str
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsPage(Page):
    """Who has nobody, and how many people each supervisor has."""

    template: ClassVar[str] = "agreements/index.html"

    title: str
    lede: str
    nobody: tuple[WorkerLine, ...]
    page: int
    pages: int
    supervisors: tuple[ShownSupervisor, ...]
    by_centre: bool
    centres: tuple[CentreCount, ...]
    may_make: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAgreementsPage(Page):
    """Who supervises the person who looks."""

    template: ClassVar[str] = "agreements/own.html"

    title: str
    agreements: tuple[ShownAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePeoplePage(Page):
    """The practitioners of a centre with their supervisors."""

    template: ClassVar[str] = "agreements/centre.html"

    title: str
    centre: BilingualText
    workers: tuple[WorkerLine, ...]
    may_make: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPage(Page):
    """Supervisors above one another."""

    template: ClassVar[str] = "agreements/chain.html"

    title: str
    trees: tuple[ShownNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreementPage(Page):
    """An agreement to be made."""

    template: ClassVar[str] = "agreements/new.html"

    title: str
    asked: str
    form: NewAgreementForm
    practitioner: int | None
    account: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployPage(Page):
    """A deployment to be made."""

    template: ClassVar[str] = "agreements/deploy.html"

    title: str
    form: DeployForm
    practitioner: int | None
    account: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage(Page):
    """One agreement, what became of it, and what may be done."""

    template: ClassVar[str] = "agreements/show.html"

    title: str
    trend_address: str
    shown: ShownAgreement
    others: tuple[ShownAgreement, ...]
    steps: tuple[ShownStep, ...]
    terms_form: TermsForm | None
    deputy_form: SpanForm | None
    end_form: EndForm | None
    may_succeed: bool
    open_part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorPage(Page):
    """One supervisor: people, time, days away."""

    template: ClassVar[str] = "agreements/supervisor.html"

    title: str
    lede: str
    name: str
    account_id: int
    agreements: tuple[ShownAgreement, ...]
    above: tuple[ShownAgreement, ...]
    time_words: str
    absences: tuple[ShownAbsence, ...]
    time_form: TimeForm | None
    absence_form: AbsenceForm | None
    may_make: bool
    may_be_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelPage(Page):
    """Centres of one journey."""

    template: ClassVar[str] = "agreements/travel.html"

    title: str
    groups: tuple[tuple[str, tuple[BilingualText, ...]], ...]
    form: TravelForm
