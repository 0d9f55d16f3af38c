"""Pages of supervision records."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.draws import SessionFile
from qa_app.queries.record_beside import Workload
from qa_app.queries.records import RecordHead
from qa_app.web.pages import Page
from qa_app.wording.said_printed import SaidPart


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the form.

    Attributes:
        name: Name of the input.
        id: Its id on the page.
        label: Its label.
        kind: How it is filled in, by code.
        value: What stands in it.
        options: Code and words of what may be chosen.
        most: Largest number, or longest text; 0 for none.
        least: Smallest number.
        is_needed: It has to be filled in before anybody signs.
        is_wrong: What was sent for it was refused.
    """

    name: str
    id: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    most: int = 0
    least: int = 0
    is_needed: bool = False
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a block: its number from 1, its fields, and whether it is still empty."""

    number: int
    fields: tuple[ShownField, ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the form.

    Attributes:
        code: The block.
        heading: Its heading.
        hint: What has to be known before it is filled in; empty for nothing.
        fields: Fields that stand once.
        rows: Its rows, an empty one last; empty for a block without rows.
        has_rows: It holds rows.
        revision: How often it was saved.
        fault: Why it was not saved; empty when it was.
        stands: Label and words of what stands instead, where somebody saved it meanwhile.
        asks_name: It is asked why what looks like a name is kept.
        name_reason: Why it is kept.
    """

    code: str
    heading: str
    hint: str
    fields: tuple[ShownField, ...]
    rows: tuple[ShownRow, ...]
    has_rows: bool
    revision: int
    fault: str = ""
    stands: tuple[tuple[str, str], ...] = ()
    asks_name: bool = False
    name_reason: str = ""


@dataclass(frozen=True, slots=True)
class ShownNote:
    """The note of two people, as its form shows it.

    Attributes:
        text: What stands in it, or what was typed.
        revision: How often it was saved.
        other: The name of the other person who reads it.
        fault: Why it was not saved; empty when it was.
        asks_name: It is asked why what looks like a name is kept.
        stands: What stands there, where something else was typed and refused; else empty.
    """

    text: str
    revision: int
    other: str
    fault: str = ""
    asks_name: bool = False
    stands: str = ""


MissingPart = tuple[str, str, str]
"""Where a part that needs something stands on the form, its name, and what it needs."""


@dataclass(frozen=True, slots=True)
class OfferedCase:
    """An open case that may be chosen, with whose it is in words."""

    reference: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRecordPage(Page):
    """Where the record of a session is begun, or it is said that it is still being written."""

    template: ClassVar[str] = "records/begin.html"

    head: RecordHead
    type_name: str
    usual: str
    outputs: str
    signs: str
    late: str
    refusal: str
    note: ShownNote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRecordPage(Page):
    """A record that is being written."""

    template: ClassVar[str] = "records/write.html"

    head: RecordHead
    type_name: str
    usual: str
    outputs: str
    late: str
    blocks: tuple[ShownBlock, ...]
    files: tuple[SessionFile, ...]
    workload: tuple[Workload, ...]
    functions: str
    missing: tuple[MissingPart, ...]
    cases: tuple[OfferedCase, ...]
    people: tuple[str, ...]
    note: ShownNote | None
    island: str


@dataclass(frozen=True, slots=True)
class PaperSigner:
    """Somebody without an account whose signature on paper the leader attests."""

    practitioner_id: int
    name: str
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecordPage(Page):
    """What is signed, and what is still missing."""

    template: ClassVar[str] = "records/check.html"

    head: RecordHead
    type_name: str
    late: str
    missing: tuple[MissingPart, ...]
    refusal: str
    parts: tuple[SaidPart, ...]
    on_paper: tuple[PaperSigner, ...]
    others: str
    digest: str
    fault: str


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form of a disagreement.

    Attributes:
        key: Random key of the form.
        text: What was typed.
        fault: Why it was not kept; empty when nothing was sent.
        asks_name: It is asked why what looks like a name is kept.
    """

    key: str
    text: str = ""
    fault: str = ""
    asks_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRecordPage(Page):
    """A record that its leader signed.

    Attributes:
        until: Sentence by when it is to be acknowledged, or was; empty where no day is known.
    """

    template: ClassVar[str] = "records/show.html"

    head: RecordHead
    finding: str
    type_name: str
    late: str
    people: tuple[SaidPart, ...]
    parts: tuple[SaidPart, ...]
    digest: str
    may_sign: bool
    may_acknowledge: bool
    may_disagree: bool
    until: str
    answer: AnswerForm
    note: ShownNote | None


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A session of one's own with what has to be done about its record; empty for nothing."""

    head: RecordHead
    type_name: str
    state: str
    to_do: str
    disagreements: int


@dataclass(frozen=True, slots=True)
class ShownAhead:
    """A session of one's own that lies ahead, in words."""

    id: int
    type_name: str
    centre_name: BilingualText
    leader: str
    when: str


@dataclass(frozen=True, slots=True)
class ShownAgreed:
    """What was agreed with somebody: what, who does it by when, and how it stands, in words."""

    id: int
    what: str
    who: str
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordListPage(Page):
    """One's own sessions and records, and what was agreed with one."""

    template: ClassVar[str] = "records/index.html"

    finding: str
    lede: str
    ahead: tuple[ShownAhead, ...]
    agreed: tuple[ShownAgreed, ...]
    lines: tuple[ListedRecord, ...]
    page: int
    has_more: bool
    today: date
