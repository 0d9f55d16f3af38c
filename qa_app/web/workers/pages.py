"""Pages of people of centres."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.caseloads import CaseCeiling
from qa_app.queries.workers import InPost
from qa_app.queries.workers_at import PeopleCentre
from qa_app.web.pages import Page
from qa_app.web.workers.forms import CeilingForm, CheckForm, LicenceForm, ProfileForm


@dataclass(frozen=True, slots=True)
class LackShown:
    """What somebody lacks, and whether it is in order until then."""

    words: str
    is_soon: bool


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A worker in the list.

    Attributes:
        worker: The worker.
        area: Name of their area.
        footing: On what footing, level and share of a post.
        lacks: What they lack.
        hours: Hours of training in the window.
        cases: Cases in hand; empty without a case list.
    """

    worker: InPost
    area: BilingualText
    footing: str
    lacks: tuple[LackShown, ...]
    hours: str
    cases: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CentresPage(Page):
    """Centres with how many of their workers lack something."""

    template: ClassVar[str] = "workers/index.html"

    heading: str
    rows: tuple[tuple[PeopleCentre, int, int, int], ...]
    may_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage(Page):
    """People of one centre."""

    template: ClassVar[str] = "workers/people.html"

    centre: PeopleCentre
    heading: str
    figures: tuple[tuple[str, str], ...]
    people: tuple[PersonShown, ...]
    deployed: tuple[str, ...]
    loads: tuple[tuple[BilingualText, str, str], ...]
    loads_on: str
    lists: tuple[tuple[str, BilingualText], ...]


@dataclass(frozen=True, slots=True)
class FactShown:
    """A row about a worker.

    Attributes:
        kind: Profile, licence or check.
        id: The row.
        words: What it says.
        look: Look of its state.
        state: Its state; empty for none.
    """

    kind: str
    id: int
    words: str
    look: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPage(Page):
    """One worker."""

    template: ClassVar[str] = "workers/show.html"

    worker: InPost
    centre_name: BilingualText
    area: BilingualText
    heading: str
    is_own: bool
    may_read_centre: bool
    lacks: tuple[LackShown, ...]
    profiles: tuple[FactShown, ...]
    licences: tuple[FactShown, ...]
    checks: tuple[FactShown, ...]
    trainings: tuple[tuple[int, str, str], ...]
    hours: str
    profile_form: ProfileForm | None
    licence_form: LicenceForm | None
    check_form: CheckForm | None
    fault: str


@dataclass(frozen=True, slots=True)
class CeilingShown:
    """A ceiling with its place, area and first day in words."""

    ceiling: CaseCeiling
    place: BilingualText
    area: BilingualText
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CeilingsPage(Page):
    """Ceilings of cases in hand for the places one looks after."""

    template: ClassVar[str] = "workers/ceilings.html"

    rows: tuple[CeilingShown, ...]
    places: tuple[tuple[int, BilingualText], ...]
    place_id: int
    form: CeilingForm
