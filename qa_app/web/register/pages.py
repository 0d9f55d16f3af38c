"""Pages of the lists of the register."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.register_lists import ListCounts
from qa_app.domain.text import BilingualText
from qa_app.web.forms import BaseForm
from qa_app.web.list_faults import ConfirmForm, FaultLine
from qa_app.web.pages import Page
from qa_app.web.register.forms import EndForm, UploadForm


@dataclass(frozen=True, slots=True)
class ListLink:
    """A list among others; `note` says what a line of it is."""

    code: str
    title: BilingualText
    note: BilingualText


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column explained."""

    head: BilingualText
    is_required: bool
    says: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a list in words.

    Attributes:
        cells: Its cells, in the order of the columns.
        becomes: `new`, `changed` or `same` for a line that is to be taken in; empty otherwise.
        key: Its key as JSON, for forms.
    """

    cells: tuple[str, ...]
    becomes: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPage(Page):
    """Every list that the reader may take in."""

    template: ClassVar[str] = "register/lists.html"

    lists: tuple[ListLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """One list: what stands, a file to be looked at, its faults, its columns.

    Attributes:
        has_steps: True when its lines go through steps, and are never corrected or ended.
        has_acts: False when a line that stands is changed on other pages alone.
    """

    template: ClassVar[str] = "register/list.html"

    code: str
    title: BilingualText
    note: BilingualText
    form: UploadForm
    faults: tuple[FaultLine, ...]
    fault_count: int
    heads: tuple[BilingualText, ...]
    lines: tuple[ShownLine, ...]
    line_count: int
    columns: tuple[ColumnLine, ...]
    has_steps: bool
    has_acts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage(Page):
    """A list without faults, before it is taken in."""

    template: ClassVar[str] = "register/dry_run.html"

    code: str
    title: BilingualText
    form: ConfirmForm
    counts: ListCounts
    heads: tuple[BilingualText, ...]
    sample: tuple[ShownLine, ...]
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage(Page):
    """One line to be written, corrected or ended.

    Attributes:
        is_known: True when a line with this key stands.
        has_steps: True when a line goes through steps, and is never ended.
        has_acts: False when a line that stands is changed on other pages alone.
    """

    template: ClassVar[str] = "register/line.html"

    code: str
    title: BilingualText
    form: BaseForm
    fields: tuple[tuple[str, str], ...]
    end_form: EndForm
    is_known: bool
    has_steps: bool
    has_acts: bool
