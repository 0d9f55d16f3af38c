"""Pages of the due list and of the plan of a month."""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from qa_app.web.due_side import PlanLink, ShownNeed
from qa_app.web.month_plan.forms import ActForm, LineForm, PlaceForm, ProposeForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of session that is due, to be listed alone.

    Attributes:
        code: Its code; `all` for all.
        words: What it is called, with how many are due.
    """

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage(Page):
    """Everything that is due of a month, in order of priority.

    Attributes:
        empty: Why there is nothing to plan; empty where there is something.
        work: What workers and teams are due for besides, on their own page of pages; nothing
            while a kind is to be chosen.
        work_finding: How much there is in all; empty for nothing.
        work_kinds: Kinds of it to choose from; none where there is one.
        work_kind: Code of the chosen kind, `all`; empty while none is.
    """

    template: ClassVar[str] = "month_plan/due.html"

    finding: str
    first: date
    previous: date | None
    following: date | None
    needs: tuple[ShownNeed, ...]
    empty: str
    page: int
    pages: int
    work: tuple[ShownNeed, ...]
    work_finding: str
    work_kinds: tuple[KindLink, ...]
    work_kind: str
    work_page: int
    work_pages: int
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
        is_met: What it answers was planned or held meanwhile, so that it holds up publishing.
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
    is_met: bool
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
    breaks: str
    lines: tuple[ShownLine, ...]
    dropped: tuple[ShownLine, ...]
    broken: str
    met: str
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
