"""Pages of the case list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.text import BilingualText
from qa_app.queries.case_decisions import CaseDecision
from qa_app.queries.case_files import CaseFilter, CaseLine
from qa_app.queries.cases import CaseCentre
from qa_app.queries.centre_keys import CentreKey
from qa_app.web.cases.forms import KeyForm, MatchForm, UploadForm
from qa_app.web.cases.matching import MatchColumn, MatchValues
from qa_app.web.cases.payload import Counts
from qa_app.web.list_faults import ConfirmForm, FaultLine
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A row of a list as it was understood; `becomes` is new, changed or same."""

    entry: CaseEntry
    becomes: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column that a list may have."""

    head: BilingualText
    is_required: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage(Page):
    """The case files of a centre."""

    template: ClassVar[str] = "cases/list.html"

    centre: CaseCentre
    chosen: CaseFilter
    total: int
    open_count: int
    lines: tuple[CaseLine, ...]
    next_after: str | None
    stages: Mapping[str, BilingualText]
    risks: Mapping[str, BilingualText]


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision about a case, and who carries it out; empty when nobody was named."""

    line: CaseDecision
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsPage(Page):
    """What was decided about the cases of a centre, or about one of them."""

    template: ClassVar[str] = "cases/decisions.html"

    centre_id: int
    centre_name: BilingualText
    reference: str
    heading: str
    rows: tuple[DecisionShown, ...]
    next_address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPage(Page):
    """Where a list is chosen."""

    template: ClassVar[str] = "cases/upload.html"

    centre: CaseCentre
    form: UploadForm
    key: CentreKey | None
    columns: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True)
class SheetNote:
    """What of a file was read and what was not.

    Attributes:
        name: The sheet; empty for a CSV file.
        others: Sheets that were not read.
        not_read: Columns that were not read.
        totals: Rows that were passed over as totals.
        hidden_columns: Hidden columns, which were read like the others.
        hidden_rows: Hidden rows likewise, such as `4–9`.
    """

    name: str = ""
    others: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    hidden_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPage(Page):
    """Where the columns of a spreadsheet are matched."""

    template: ClassVar[str] = "cases/match.html"

    centre: CaseCentre
    form: MatchForm
    wrong: tuple[str, ...]
    note: SheetNote
    columns: tuple[MatchColumn, ...]
    options: tuple[tuple[str, str], ...]
    values: tuple[MatchValues, ...]
    years: tuple[int, ...]
    year: int | None
    has_yearless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPage(Page):
    """The key of a centre's numbers; `made` is shown once and kept nowhere."""

    template: ClassVar[str] = "cases/key.html"

    centre: CaseCentre
    form: KeyForm
    key: CentreKey | None
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultsPage(Page):
    """A list that cannot be taken in, with every fault."""

    template: ClassVar[str] = "cases/faults.html"

    centre: CaseCentre
    form: UploadForm
    key: CentreKey | None
    faults: tuple[FaultLine, ...]
    fault_count: int
    alike: tuple[tuple[FaultLine, int], ...]
    is_cut: bool
    note: SheetNote
    again: MatchForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunPage(Page):
    """What taking in a list would do."""

    template: ClassVar[str] = "cases/dry_run.html"

    centre: CaseCentre
    form: ConfirmForm
    counts: Counts
    sample: tuple[ReadLine, ...]
    is_stale: bool
    note: SheetNote
    stages: Mapping[str, BilingualText]
    risks: Mapping[str, BilingualText]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePage(Page):
    """What was taken in; the only place where own numbers stand beside references."""

    template: ClassVar[str] = "cases/done.html"

    centre: CaseCentre
    form: ConfirmForm
    counts: Counts
    pairs: tuple[tuple[str, str], ...]
    pair_count: int
