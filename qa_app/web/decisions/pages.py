"""Pages about who stands in the register."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.queries.register_decisions import Decision
from qa_app.queries.register_standings import AreaPlace, AreaStanding
from qa_app.web.decisions.parts import Chip, EvidenceShown, RedLine, SetAsideShown
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not done, and what was typed.

    Attributes:
        place: Beside which form it stands; empty for no trouble.
        words: Why, as far as no single field is wrong.
        typed: What was sent, by name of the field.
        wrong: What is wrong with a field, beside which it stands.
        earlier: Decision that was recorded from the same paper before; 0 without one.
    """

    place: str = ""
    words: str = ""
    typed: dict[str, str] | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area in the list.

    Attributes:
        area: It.
        chip: Where it stands; None where nobody applied or decided.
        until: Last day of what holds; None without an end.
        is_waiting: True while an application waits.
    """

    area: AreaStanding
    chip: Chip | None
    until: date | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list.

    Attributes:
        one: It.
        chip: What is decided.
        route: How, in words.
        departure: That it departs from its evidence, in words; empty where it does not.
        is_unread: True while its second person is to read it from the paper.
        undone: What it rests on that does not count any more, in words; empty for nothing.
    """

    one: Decision
    chip: Chip
    route: str
    departure: str
    is_unread: bool
    undone: str


@dataclass(frozen=True, slots=True)
class Turn:
    """From page to page of a list.

    Attributes:
        page: This page, from 1.
        has_more: True when another one follows.
    """

    page: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsPage(Page):
    """Who stands where, what waits, and what was decided, the newest first.

    Attributes:
        turns: Pages of the areas, and pages of the decisions.
    """

    template: ClassVar[str] = "decisions/index.html"

    finding: str
    names: Names
    areas: tuple[AreaLine, ...]
    waiting: tuple[DecisionLine, ...]
    decided: tuple[DecisionLine, ...]
    turns: tuple[Turn, Turn]
    may_record: bool
    may_release: bool
    may_name: bool


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A step of an area.

    Attributes:
        on: Its day.
        chip: Where the area stands from then on.
        words: What happened.
        until: Last day; None without an end.
        decision_id: The decision behind it; None without one.
    """

    on: date
    chip: Chip
    words: str
    until: date | None
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class TextShown:
    """A text that only some may read.

    Attributes:
        kind: What kind of text.
        item_id: The application, objection or condition.
        words: It; empty where its reader may not read it.
        is_readable: True when they may.
        release_id: Its release that holds; None without one.
        released: Since when and by whom, in words; empty without a release.
        may_release: True when its reader may release it.
        is_by_seat: True when they may read it as a member of the panel alone.
    """

    kind: str
    item_id: int
    words: str
    is_readable: bool
    release_id: int | None
    released: str
    may_release: bool
    is_by_seat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPage(Page):
    """One area of one centre: where it stands, its course, and what may be done.

    Attributes:
        body_open: That the body is to be named before anything is decided on the platform, in
            words; empty where it is, or its reader proposes nothing here.
        may_name: True when its reader may propose the name.
    """

    template: ClassVar[str] = "decisions/area.html"

    area: AreaStanding
    names: Names
    chip: Chip | None
    finding: str
    warnings: tuple[str, ...]
    set_aside: SetAsideShown | None
    red_line: RedLine | None
    course: tuple[CourseLine, ...]
    statement: TextShown | None
    waiting: tuple[DecisionLine, ...]
    sets: tuple[tuple[str, BilingualText], ...]
    set_asked: str
    stands_days: int
    may_apply: bool
    may_take_back: bool
    may_take_up: bool
    may_propose: bool
    may_record: bool
    body_open: str
    may_name: bool
    key: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePage(Page):
    """A decision is proposed, or recorded from paper, beside the evidence."""

    template: ClassVar[str] = "decisions/propose.html"

    area: AreaStanding
    names: Names
    chip: Chip | None
    evidence: EvidenceShown
    choices: tuple[tuple[str, BilingualText], ...]
    rows: tuple[tuple[str, str], ...]
    is_paper: bool
    typed: dict[str, str]
    preview: tuple[tuple[str, str], ...]
    least: int
    key: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBeginPage(Page):
    """Where a decision on paper begins: the code of the reply form, or an area.

    Attributes:
        areas: Areas for which somebody may record a paper.
        typed: The code as typed.
        fault: Why it was refused; empty when it was not.
        earlier: The decision because of which no paper can be recorded on the evidence of the form;
            0 without one.
        place: The area of that form, where evidence is frozen anew; None without such a decision.
    """

    template: ClassVar[str] = "decisions/paper.html"

    areas: tuple[AreaLine, ...]
    typed: str
    fault: str
    earlier: int
    place: AreaPlace | None


@dataclass(frozen=True, slots=True)
class ConditionShown:
    """A condition.

    Attributes:
        id: It.
        text: What is asked.
        name: What it is called where its reader may not read that.
        due: By which day, in words, once it was settled; empty before, where `state` says it.
        state: Where it stands, in words.
        look: How that is shown.
        may_settle: True when its reader may say whether it is met.
    """

    id: int
    text: TextShown
    name: str
    due: str
    state: str
    look: str
    may_settle: bool


@dataclass(frozen=True, slots=True)
class PanelShown:
    """A seat of the panel.

    Attributes:
        seat: Its code.
        title: Who fills it, in words.
        name: Who sits there; empty while nobody does.
        vote: How they voted, in words; empty before.
        reasons: Why; empty before, and where its reader may not read it.
        may_fill: True when its reader may fill it now.
    """

    seat: str
    title: str
    name: str
    vote: str
    reasons: str
    may_fill: bool


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """An objection.

    Attributes:
        id: It.
        ground: On what ground, in words.
        filed_at: When.
        text: Its words.
        outcome: How it ended, in words; empty before.
        seats: The panel.
        free: Who may still sit: account and name.
        may_vote: True when its reader may vote now.
    """

    id: int
    ground: str
    filed_at: datetime
    text: TextShown
    outcome: str
    seats: tuple[PanelShown, ...]
    free: tuple[tuple[int, str], ...]
    may_vote: bool


@dataclass(frozen=True, slots=True)
class UndoneShown:
    """A review that does not count any more.

    Attributes:
        audit_id: It; None where its reader may not read reviews of the centre.
        words: What became of it, and when.
    """

    audit_id: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRights:
    """What the reader of a decision may do to it now.

    Attributes:
        is_own: True where they put it forward.
        name: Name the body that decides.
        confirm: Decide on screen as the second person.
        retype: Confirm against the paper as the second person.
        give_back: Return it, or take their own back.
        object: Object to it for the centre.
    """

    is_own: bool
    name: bool
    confirm: bool
    retype: bool
    give_back: bool
    object: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage(Page):
    """One decision with its evidence.

    Attributes:
        body: Who decides: the issuing body of a paper, else the body of the settings.
        warning: That the paper is older than its evidence; empty where it is not.
        rivals: Other decisions about the area that wait while this one does.
        closed_by: The decision whose confirmation closed this one; None without one.
        evidence: None where this counts no more and its evidence is not open to its reader.
        body_open: As on the page of an area, while this waits on the platform.
    """

    template: ClassVar[str] = "decisions/show.html"

    one: Decision
    is_unread: bool
    names: Names
    chip: Chip
    state: str
    route: str
    body: str
    compared: str
    departure: str
    warning: str
    rivals: tuple[DecisionLine, ...]
    closed_by: int | None
    undone: str
    reviews: tuple[UndoneShown, ...]
    evidence: EvidenceShown | None
    conditions: tuple[ConditionShown, ...]
    objection: ObjectionShown | None
    grounds: tuple[tuple[str, str], ...]
    last_day: date | None
    days_to_object: int
    choices: tuple[tuple[str, BilingualText], ...]
    body_open: str
    may: DecisionRights
    key: str
    trouble: Trouble
