"""Pages of the limits of today."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.event_lists import EventCounts
from qa_app.queries.limit_cases import LimitCase
from qa_app.web.limits.forms import UploadForm
from qa_app.web.list_faults import ConfirmForm, FaultLine
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class FactField:
    """A fact that is asked.

    Attributes:
        code: Its code.
        label: Its name.
        options: What may be chosen: value as sent, and its words.
        chosen: Values chosen now.
        was: The value shown, as JSON; empty when it is not known.
        kind: `choice`, `multi`, `int` or `date`.
    """

    code: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    was: str
    kind: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """A limit of the list, in words.

    Attributes:
        case_id: The file.
        reference: Its reference.
        words: What is due by when.
        limit: By when, in full; empty when it cannot be told.
        whose: Whose limit it is; empty for the centre's own.
        practitioner: Code of the worker; empty when none is named.
        centre: Name of the centre; None where there is only one.
        event: Code of what must happen.
        is_late: Whether it is overdue.
        is_recordable: Whether the reader of the page may say that it is done.
        facts: Facts that are asked because of it.
    """

    case_id: int
    reference: str
    words: str
    limit: str
    whose: str
    practitioner: str
    centre: BilingualText | None
    event: str
    is_late: bool
    is_recordable: bool
    facts: tuple[FactField, ...]


@dataclass(frozen=True, slots=True)
class DueGroup:
    """A group of the list: overdue, today, soon, later, cannot be told.

    Attributes:
        code: Its code.
        title: Its name.
        count: How many there are of it, on all pages.
        lines: Those on this page.
    """

    code: str
    title: str
    count: int
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsPage(Page):
    """What is due in open cases."""

    template: ClassVar[str] = "limits/list.html"

    finding: str
    reminder: str
    groups: tuple[DueGroup, ...]
    centres: tuple[tuple[int, BilingualText], ...]
    centre_id: int | None
    may_record: bool
    import_centre: int | None
    next_after: str | None
    moment: str
    unfound: str


@dataclass(frozen=True, slots=True)
class CaseLimit:
    """A limit of one case.

    Attributes:
        name: What must happen.
        item: The item's code.
        rubric: Title of the rubric.
        state: Where it stands, in words.
        mark: Kind of its chip.
        words: What is due by when, or what is missing.
        started: What it runs from, in words.
        limit: By when.
        done: When it was done.
        whose: Whose limit it is; empty for the centre's own.
    """

    name: str
    item: str
    rubric: BilingualText
    state: str
    mark: str
    words: str
    started: str
    limit: str
    done: str
    whose: str


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An event of one case.

    Attributes:
        code: Its code.
        name: Its name.
        id: The record; None while it has not happened.
        said: When, in words.
        day: Day as a field holds it.
        time: Time of day likewise; empty when it is not known.
    """

    code: str
    name: str
    id: int | None
    said: str
    day: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLimitsPage(Page):
    """The limits of one open case, and what they run from."""

    template: ClassVar[str] = "limits/case.html"

    case: LimitCase
    finding: str
    reminder: str
    limits: tuple[CaseLimit, ...]
    events: tuple[CaseEvent, ...]
    facts: tuple[FactField, ...]
    today: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUploadPage(Page):
    """Where a list of what happened is chosen, and its faults when it has any."""

    template: ClassVar[str] = "limits/upload.html"

    centre_id: int
    centre_name: BilingualText
    form: UploadForm
    events: tuple[tuple[BilingualText, tuple[str, ...]], ...]
    faults: tuple[FaultLine, ...]
    fault_count: int


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """A row of a list as it was understood; `becomes` is new, changed or same."""

    reference: str
    event: str
    at: str
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDryRunPage(Page):
    """What a list would do, before anything is stored."""

    template: ClassVar[str] = "limits/dry_run.html"

    centre_id: int
    centre_name: BilingualText
    form: ConfirmForm
    counts: EventCounts
    sample: tuple[ReadEvent, ...]
    is_stale: bool
