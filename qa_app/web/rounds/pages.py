"""Pages of review rounds."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wtforms import Field

from qa_app.domain.text import BilingualText
from qa_app.queries.moderation import PairLine
from qa_app.queries.rounds import RoundHead
from qa_app.queries.staff import StaffLine
from qa_app.web.pages import Page
from qa_app.web.rounds.forms import CancelForm, RoundForm, VisitForm


@dataclass(frozen=True, slots=True)
class ListedRound:
    """A round in the list.

    Attributes:
        id: The round.
        name: Its name.
        period: Period under review, in words.
        reading: Days of reading, in words.
        centres: How many centres, in words.
        owner: Who answers for it.
        stage: How far it stands, in words.
        look: Look of the chip.
        signed: Files signed of those given to be read, in words.
    """

    id: int
    name: str
    period: str
    reading: str
    centres: str
    owner: str
    stage: str
    look: str
    signed: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One rubric at one centre.

    Attributes:
        session_id: The session.
        rubric: Title of the rubric.
        version: Its version.
        planned_on: The day.
        stage: How far it stands, in words.
        look: Look of the chip.
        sample: What the sample came from and what was replaced; empty before the draw.
        added: Files chosen by hand, in words; empty without any.
        twice: Files that two people read, in words; empty before any is signed.
        result: What the sample says; empty before the draw, for a centre until it is shown.
        references: Files to be read.
        duty: What the centre has to do.
    """

    session_id: int
    rubric: BilingualText
    version: str
    planned_on: date
    stage: str
    look: str
    sample: str
    added: str
    twice: str
    result: str
    references: tuple[str, ...]
    duty: str


@dataclass(frozen=True, slots=True)
class ShownCentre:
    """A centre of the round.

    Attributes:
        id: The centre.
        name: Its name.
        parts: Its rubrics; empty while the round has no day there.
        visit_form: Puts the round on a day there; None when that is done or not allowed.
    """

    id: int
    name: BilingualText
    parts: tuple[ShownPart, ...]
    visit_form: VisitForm | None


@dataclass(frozen=True, slots=True)
class ShownOther:
    """Another round that takes place.

    Attributes:
        id: The round.
        name: Its name.
        period: Its period under review, in words.
        since: First day of it.
        until: Its last day.
        centres: Its centres within reach, by id, with their names.
        shares: True where it takes files of the same period at the same centre.
    """

    id: int
    name: str
    period: str
    since: date
    until: date
    centres: dict[int, BilingualText]
    shares: bool


@dataclass(frozen=True, slots=True)
class ShownDistrict:
    """A place with its centres to tick.

    Attributes:
        id: The place, which its button names.
        name: Its name.
        options: The centres as ticks of the form.
    """

    id: int
    name: BilingualText
    options: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsPage(Page):
    """Rounds with a centre within reach."""

    template: ClassVar[str] = "rounds/index.html"

    finding: str
    lines: tuple[ListedRound, ...]
    next_after: int | None
    may_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRoundPage(Page):
    """The form of a round, new or changed.

    Attributes:
        form: The form.
        heading: Its heading.
        round_id: The round that is changed; None for a new one.
        has_centres: False where there is nowhere to plan.
        districts: The centres to tick, place by place.
        areas: Field (`centres`, `rubrics`, `readers`) to choice to the codes of its areas, with
            spaces between; a choice without any fits every area. A rubric that counts at one
            place only has a code of its own, which stands beside the areas of who fits it.
        left_words: What the page's script says of centres that fit no rubric chosen, with
            `{n}` for how many.
        both_words: What it says of somebody who is chosen to decide and ticked to read, with
            `{name}` for who.
        others: Other rounds; those that share a period and a centre with what is filled in are
            shown, as the page's script does for what is changed.
    """

    template: ClassVar[str] = "rounds/plan.html"

    form: RoundForm
    heading: str
    round_id: int | None
    has_centres: bool
    districts: tuple[ShownDistrict, ...]
    areas: dict[str, dict[int, str]]
    left_words: str
    both_words: str
    others: tuple[ShownOther, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage(Page):
    """One round; `not_read` says of each regional rubric at which centres it does not count."""

    template: ClassVar[str] = "rounds/round.html"

    finding: str
    head: RoundHead
    period: str
    reading: str
    design: str
    profile: str
    stage: str
    look: str
    cancelled: str
    not_read: tuple[str, ...]
    centres: tuple[ShownCentre, ...]
    others: tuple[ShownOther, ...]
    to_settle: tuple[PairLine, ...]
    is_of_centre: bool
    cancel_form: CancelForm | None


@dataclass(frozen=True, slots=True)
class ShownDraw:
    """One sample of a round, or a centre without a day.

    Attributes:
        session_id: The session; None without a day.
        centre: Name of the centre.
        rubric: Title of the rubric; None without a day.
        planned_on: The day; None likewise.
        state: How far it is, in words.
        look: Look of the chip.
        frame: Files that are drawn from, in words; empty without a day.
        left_out: How many files of the list are not among them and why; empty without a day.
        size: Files that are or would be drawn, in words; empty where none could be.
        why: What hinders it; empty for nothing.
        readers: Who may be chosen; empty where nothing can be drawn now.
        given_to: Who reads what was drawn; empty before, and where it may not be known yet.
        reader_field: Name of the field that takes one of them.
        reader_id: Who was chosen in what was sent.
    """

    session_id: int | None
    centre: BilingualText
    rubric: BilingualText | None
    planned_on: date | None
    state: str
    look: str
    frame: str
    left_out: str
    size: str
    why: str
    readers: tuple[StaffLine, ...]
    given_to: tuple[str, ...]
    reader_field: str
    reader_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawsPage(Page):
    """Every draw of a round.

    Attributes:
        round_id: The round.
        name: Its name.
        finding: How many are drawn and ready, as the heading.
        design: How files are chosen, in words.
        crowded: Days that ask more of somebody than a day holds, in words.
        draws: The samples.
        visit_form: Puts every centre without a day on one; None when none is without.
        draw_words: Words of the button that draws; empty when nothing is ready.
    """

    template: ClassVar[str] = "rounds/draws.html"

    round_id: int
    name: str
    finding: str
    design: str
    crowded: tuple[str, ...]
    draws: tuple[ShownDraw, ...]
    visit_form: VisitForm | None
    draw_words: str
