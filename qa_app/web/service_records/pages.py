"""Pages of a centre's service."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.queries.service_due import CentreDue
from qa_app.queries.service_records import ServiceCentre, Written
from qa_app.web.pages import Choice, Page
from qa_app.web.service_records.forms import (
    AskingForm,
    ComplaintForm,
    IncidentForm,
    ReferralForm,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A record of a list, in words.

    Attributes:
        address: Its page.
        day: The day it is ordered by.
        what: What it is.
        besides: What else is said of it.
        look: Look of its chip.
        state: How it stands.
        is_code: True when `what` is a reference.
    """

    address: str
    day: date
    what: str
    besides: str
    look: str
    state: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a record's course, in words.

    Attributes:
        what: What happened.
        when: On which day, or when.
        besides: What else is said of it.
    """

    what: str
    when: str
    besides: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be taken.

    Attributes:
        code: Its code.
        words: What it is.
        reasons: Value and words of reasons to choose from; empty where none is asked.
        has_hour: True when the time is asked, too.
        has_day: False where the step is of the present.
    """

    code: str
    words: str
    reasons: tuple[tuple[str, str], ...] = ()
    has_hour: bool = False
    has_day: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage(Page):
    """What the pages of one centre's service have in common."""

    centre: ServiceCentre
    tabs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentresPage(Page):
    """Centres whose service somebody may see."""

    template: ClassVar[str] = "service_records/centres.html"

    finding: str
    due: tuple[CentreDue, ...]
    centres: tuple[tuple[int, BilingualText], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(ServicePage):
    """Records of one kind, and the form for another.

    Attributes:
        sheet_address: Where they are taken in and given out as a list; empty for who may not.
    """

    template: ClassVar[str] = "service_records/list.html"

    finding: str
    lede: str
    filters: tuple[Choice, ...]
    lines: tuple[Line, ...]
    next_address: str
    empty: str
    form: ReferralForm | ComplaintForm | IncidentForm | None
    form_title: str
    action: str
    stated: str
    state_address: str
    sheet_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(ServicePage):
    """One record: its course, its texts, and the steps that may be taken."""

    template: ClassVar[str] = "service_records/record.html"

    heading: str
    list_address: str
    list_words: str
    look: str
    state: str
    facts: tuple[tuple[str, str], ...]
    course: tuple[Moment, ...]
    texts: tuple[tuple[str, str], ...]
    versions: tuple[Written, ...]
    steps: tuple[Step, ...]
    action: str
    version: int
    today: str
    answer_outcomes: tuple[tuple[str, str], ...]
    answer_text: str
    asks_name: bool
    fault: str
    back_address: str


@dataclass(frozen=True, slots=True)
class WayFigures:
    """Figures of one area and way, in words.

    Attributes:
        area: Name of the area.
        way: On the device or on paper.
        asked: How many were asked safely.
        replies: How many answers are counted, in whole batches.
        share: Share of those asked with its interval; empty without a whole batch.
        mean: Mean of all answers; empty likewise.
        by_question: Question and its mean; empty likewise.
    """

    area: BilingualText
    way: str
    asked: int
    replies: int
    share: str
    mean: str
    by_question: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage(ServicePage):
    """What children and caregivers think, and the way to ask somebody now."""

    template: ClassVar[str] = "service_records/feedback.html"

    finding: str
    figures: tuple[WayFigures, ...]
    unsafe: tuple[tuple[BilingualText, int], ...]
    few: str
    pace: str
    said_words: tuple[str, ...]
    papers: tuple[tuple[int, str, date, bool], ...]
    form: AskingForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage(ServicePage):
    """What stands on a paper that came back."""

    template: ClassVar[str] = "service_records/paper.html"

    heading: str
    asking_id: int
    is_own: bool
    questions: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[int, str], ...]
    typed: str
    fault: str
