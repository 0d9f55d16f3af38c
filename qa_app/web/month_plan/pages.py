"""Pages of the due list and of the plan of a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.web.month_plan.forms import ActForm, LineForm, PlaceForm, ProposeForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """Something due, in words.

    Attributes:
        key: Names it in addresses.
        subject: Whom or what it is due for.
        beside: Where that is, or who supervises.
        area: Area that the person works in; None for others.
        due: How far off the day is.
        is_late: The day is over, or it comes before all others.
        tier: How urgent it is, in words.
        why: Why on that day.
        type: What kind of session it takes.
    """

    key: str
    subject: str
    beside: str
    area: BilingualText | None
    due: str
    is_late: bool
    tier: str
    why: str
    type: SessionType


@dataclass(frozen=True, slots=True)
class ProposedMark:
    """A line of a plan that is not published, in the month's grid.

    Attributes:
        plan_id: The plan.
        line_id: The line.
        subject: Whom or what it is for.
        type: What kind of session.
    """

    plan_id: int
    line_id: int
    subject: str
    type: SessionType


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan of the month that somebody may open.

    Attributes:
        id: The plan.
        place: Its branch.
        state: Where it stands, in words.
        look: Look of its chip.
    """

    id: int
    place: BilingualText
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class DueSide:
    """What the month page says of what is still due.

    Attributes:
        finding: The page's heading.
        lede: How full the month is.
        needs: What comes first.
        total: How much there is in all.
        proposed: Lines of plans by day.
        plans: Plans of the month.
        may_propose: There is a branch of which every centre may be planned.
        guard: What stands beside a session that was just put on its day; empty otherwise.
    """

    finding: str
    lede: str
    needs: tuple[ShownNeed, ...]
    total: int
    proposed: Mapping[date, tuple[ProposedMark, ...]]
    plans: tuple[PlanLink, ...]
    may_propose: bool
    guard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage(Page):
    """Everything that is due of a month, in order of priority."""

    template: ClassVar[str] = "month_plan/due.html"

    finding: str
    first: date
    previous: date | None
    following: date | None
    needs: tuple[ShownNeed, ...]
    page: int
    pages: int
    plans: tuple[PlanLink, ...]
    form: ProposeForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutPage(Page):
    """Something due, to be put on a day."""

    template: ClassVar[str] = "month_plan/put.html"

    need: ShownNeed
    first: date
    form: PlaceForm
    barred: tuple[tuple[str, str], ...]
    centre_id: int


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a plan, in words.

    Attributes:
        id: The line.
        need: What it answers.
        day: On which day.
        starts_at: When it begins; None when no time is proposed.
        supervisor: Who goes.
        note: Where it was proposed first, when a person moved it; what it is late by.
        broken: Rules that its place breaks, in words; empty for a sound one.
        state: Its state in words; empty while it is proposed.
        is_open: It may be moved.
        session_id: Its session; None before it is published.
    """

    id: int
    need: ShownNeed
    day: date
    starts_at: time | None
    supervisor: str
    note: str
    broken: str
    state: str
    is_open: bool
    session_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage(Page):
    """The plan of a month."""

    template: ClassVar[str] = "month_plan/plan.html"

    plan_id: int
    first: date
    finding: str
    state: str
    look: str
    lede: str
    proof: str
    cost: str
    cost_before: str
    added_up: str
    by_hand: tuple[ShownNeed, ...]
    loads: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    dropped: tuple[ShownLine, ...]
    broken: str
    page: int
    pages: int
    unplaced: tuple[tuple[ShownNeed, str], ...]
    extra: tuple[str, ...]
    form: ActForm
    may_agree: bool
    may_publish: bool
    may_propose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage(Page):
    """One line of a plan, to be moved or dropped."""

    template: ClassVar[str] = "month_plan/line.html"

    plan_id: int
    line: ShownLine
    form: LineForm
    barred: tuple[tuple[str, str], ...]
    costs: tuple[str, ...]
