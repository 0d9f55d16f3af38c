"""Pages of the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from qa_app.queries.accounts import AccountLine
from qa_app.web.pages import Page
from qa_app.wording.audit_pack import PackLine


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is recorded of an act besides.

    Attributes:
        name: What it is, in words.
        value: Its value.
        is_content: False when the value is words of the product, not a code or a number.
    """

    name: str
    value: str
    is_content: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One act.

    Attributes:
        seq: Its place in the chain.
        at: When.
        actor: Who, as the journal names them.
        action: What, in words.
        thing: On what kind of thing, in words.
        object_id: On which; empty when the act has no single object.
        is_refused: True when it was refused.
        detail: What is recorded besides.
    """

    seq: int
    at: datetime
    actor: str
    action: str
    thing: str
    object_id: str
    is_refused: bool
    detail: tuple[Detail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage(Page):
    """The journal, newest first."""

    template: ClassVar[str] = "journal/index.html"

    size: int
    rows: tuple[Row, ...]
    older: int | None
    actions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    accounts: tuple[AccountLine, ...]
    query: dict[str, str]


@dataclass(frozen=True, slots=True)
class Range:
    """Rows, and what is known of them from outside.

    Attributes:
        rows: Their numbers.
        said: What anchors say of them, in words.
    """

    rows: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPage(Page):
    """What a walk along the whole journal found."""

    template: ClassVar[str] = "journal/verify.html"

    title: str
    findings: tuple[str, ...]
    is_whole: bool
    head: str
    ranges: tuple[Range, ...]
    anchors: tuple[str, ...]
    anchor: str
    is_anchor_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPage(Page):
    """The yearly pack on data of minors: figures of one year, the latest of all years first."""

    template: ClassVar[str] = "journal/pack.html"

    year: int
    years: tuple[int, ...]
    lines: tuple[PackLine, ...]
