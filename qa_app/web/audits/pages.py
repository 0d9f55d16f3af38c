"""Pages of audits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft import Progress
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.queries.audit_lists import AuditLine
from qa_app.queries.drafts import DraftAudit
from qa_app.queries.supplements import Supplemented
from qa_app.web.asking.result import SectionScore
from qa_app.web.asking.written import AnsweredItem, WrittenFinding
from qa_app.web.audits.region import RegionBeside
from qa_app.web.clause_links import RestsOn
from qa_app.web.pages import Choice, Page
from qa_app.wording.said_computed import SaidMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditsPage(Page):
    """The list."""

    template: ClassVar[str] = "audits/index.html"

    heading: str
    about: str
    choices: tuple[Choice, ...]
    mine: Choice | None
    lines: tuple[AuditLine, ...]
    states: Mapping[str, str]
    chips: Mapping[str, str]
    today: date
    waits: Mapping[int, str]
    next_address: str | None
    empty: str
    is_own: bool
    has_drafts: bool
    may_export: bool
    may_request: bool
    may_settle: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the workspace as one draft has it.

    Attributes:
        code: Its code.
        hint: Who else reads it, how a rule rubric rates it, or its weight; empty otherwise.
        progress: How far it is answered.
        items: Its items.
        base: Revisions its fields are based on, as JSON.
        is_current: True for the one shown first.
    """

    code: str
    hint: str
    progress: Progress
    items: Markup
    base: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section as every draft of a rubric has it.

    Attributes:
        code: Its code.
        title: Its title; no text for the judgement of the whole.
        is_whole: True for the judgement of the whole.
    """

    code: str
    title: BilingualText
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsPart(Page):
    """The sections as forms."""

    template: ClassVar[str] = "audits/section_forms.html"

    sections: tuple[SectionHead, ...]
    slot: Callable[..., Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksPart(Page):
    """The way to each section."""

    template: ClassVar[str] = "audits/section_links.html"

    sections: tuple[SectionHead, ...]
    slot: Callable[..., Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundPart(Page):
    """Facts, dates, logs, numbers and sampled cases as a form."""

    template: ClassVar[str] = "audits/background.html"

    kinds: tuple[EntryKind, ...]
    is_sampled: bool
    following: SectionHead | None
    slot: Callable[..., Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class FootPart(Page):
    """What was saved and what can be done."""

    template: ClassVar[str] = "audits/foot.html"

    is_saved: bool
    is_flagged: bool
    slot: Callable[..., Markup]


@dataclass(frozen=True, slots=True)
class Clash:
    """An entry that stands otherwise than its reader saw."""

    anchor: str
    name: str
    standing: str
    yours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspacePage(Page):
    """Where a file is audited."""

    template: ClassVar[str] = "audits/workspace.html"

    draft: DraftAudit
    rubric: Rubric
    due: str
    is_late: bool
    progress: Progress
    links: Markup
    forms: Markup
    foot: Markup
    background: SectionView | None
    island: str
    alert: str
    clashes: tuple[Clash, ...]
    fault: str
    earlier: Supplemented | None
    computed: tuple[SaidMeasure, ...]
    has_changed: bool
    region: RegionBeside | None


@dataclass(frozen=True, slots=True)
class LackLine:
    """Something missing, and where.

    Attributes:
        codes: The items; empty for the judgement of the whole.
        section: Where they stand, or where what they wait for is entered.
        words: What is missing.
        anchor: Place of the field they wait for; empty when they wait for a rating.
    """

    codes: tuple[str, ...]
    section: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage(Page):
    """What is still missing, what comes out, and the signature."""

    template: ClassVar[str] = "audits/check.html"

    draft: DraftAudit
    rubric: Rubric
    heading: str
    lacks: tuple[LackLine, ...]
    result: str
    band: str
    caps: tuple[str, ...]
    sections: tuple[SectionScore, ...]
    findings: tuple[WrittenFinding, ...]
    strengths: tuple[WrittenFinding, ...]
    owed: tuple[AnsweredItem, ...]
    contradictions: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    ticked: frozenset[str]
    fault: str
    alert: str
    can_sign: bool
    rests_on: RestsOn
    sampled: str
    is_sample_doubtful: bool
