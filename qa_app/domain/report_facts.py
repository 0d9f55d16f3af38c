"""What a report of a quarter or a year is made from, as it stood on a day and is kept for ever."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.chart_notes import NoteKind
from qa_app.domain.charting import Cut
from qa_app.domain.common_items import LineBreak
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.month_grid import first_day, month_of
from qa_app.domain.printed import PrintedAgreement
from qa_app.domain.profiles import Safeguard
from qa_app.domain.series import Coverage, MonthSum
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import NO_TEXT, BilingualText

_MONTHS = {"quarter": 3, "year": 12}
_NO_SESSIONS = Figures()


class ReportKind(StrEnum):
    """How long a report reaches; a quarter is a centre's, a year a place's."""

    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class ReportSpan:
    """The months that a report is about.

    Attributes:
        kind: A quarter or a calendar year.
        first_month: Its first month, as `totals.month_of` gives it.
    """

    kind: ReportKind
    first_month: int

    @property
    def last_month(self) -> int:
        """Its last month."""
        return self.first_month + _MONTHS[self.kind] - 1

    @property
    def months(self) -> range:
        """Its months, in order."""
        return range(self.first_month, self.last_month + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        return first_day(self.first_month)

    @property
    def last(self) -> date:
        """Its last day."""
        return first_day(self.last_month + 1) - timedelta(days=1)


def last_span(kind: ReportKind, today: date) -> ReportSpan:
    """Find the last quarter or year that is over.

    Args:
        kind: Which of the two.
        today: Local day.

    Returns:
        It.
    """
    length = _MONTHS[kind]
    running = month_of(today) // length * length
    return ReportSpan(kind, running - length)


@dataclass(frozen=True, slots=True)
class SectionSum:
    """Totals of one month, of one section or the whole file."""

    coverage: Coverage
    section: str
    total: MonthSum


@dataclass(frozen=True, slots=True)
class RubricFacts:
    """Everything read against one rubric until the end of the span.

    Attributes:
        code: The rubric.
        area: Its area's code.
        sums: Month totals, all versions and sections.
        losses: What each item cost sampled files of the span.
        cuts: Where limits of whole files begin anew.
        breaks: Versions that nothing joined with the one before on that day, and why.
        rated: What rules rated in the files of the span that its chart shows; none of a rubric
            that sums nothing up.
    """

    code: str
    area: str
    sums: tuple[SectionSum, ...] = ()
    losses: tuple[ItemLoss, ...] = ()
    cuts: tuple[Cut, ...] = ()
    breaks: tuple[LineBreak, ...] = ()
    rated: tuple[AnswerCount, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """Which files its chart shows: the first kind of which there are any."""
        known = {one.coverage for one in self.sums}
        return next(one for one in Coverage if one in known)


@dataclass(frozen=True, slots=True)
class SamplingFacts:
    """How the files read in the span were chosen.

    Attributes:
        draws: Samples drawn.
        frame: Files in their frames.
        drawn: Files drawn.
        replaced: Files drawn that a reserve took the place of.
        pairs: Files read twice, blind, both readings done.
    """

    draws: int = 0
    frame: int = 0
    drawn: int = 0
    replaced: int = 0
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """Corrective actions that follow from readings, as they stood when the span ended.

    Attributes:
        opened: Opened in the span.
        done: Done in the span.
        done_late: Those of them that were done after their day.
        verified: Verified in the span.
        waiting: Not verified when the span ended.
        late: Those of them whose next step was past its limit.
        ages: Those waiting by days since they were opened: 0-14, 15-30, 31-60, more.
    """

    opened: int = 0
    done: int = 0
    done_late: int = 0
    verified: int = 0
    waiting: int = 0
    late: int = 0
    ages: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """What the centre said to results shown to it in the span.

    Attributes:
        shown: Results shown.
        answered: Those of them to which it said something.
        objections: Objections raised to them.
        upheld: Those of them after which the result stayed.
        amended: Those of them after which the result changed.
        undecided: Those of them not decided yet.
    """

    shown: int = 0
    answered: int = 0
    objections: int = 0
    upheld: int = 0
    amended: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """Whole files of one centre of a place in the span.

    Attributes:
        id: The centre.
        name: Its name.
        code: Rubric.
        sums: Month totals of sampled files, all versions.
    """

    id: int
    name: BilingualText
    code: str
    sums: tuple[MonthSum, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What somebody noted on the axis of time.

    Attributes:
        on: The day.
        kind: What happened.
        text: In words.
        rubric_code: On charts of which rubric; empty for all.
    """

    on: date
    kind: NoteKind
    text: BilingualText = NO_TEXT
    rubric_code: str = ""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report tells, before it is known who reads it.

    Attributes:
        span: What it is about.
        as_of: Local day on which it was put together.
        scope: Scope of its totals: `c:` and the centre, or `p:` and the place.
        name: Name of the centre or place.
        rubrics: By area and code.
        sampling: How files were chosen.
        agreement: How far reviewers agree, version by version.
        actions: Corrective actions.
        required: Sessions due by the rhythm in the span.
        planned: Sessions planned in it.
        response: What the centre said.
        centres: Centres of a place, by name; none for a centre.
        marks: What was noted on the axis of time until the end of the span, by day.
        relaxed: Safeguards given up since the span began, because the team is small.
    """

    span: ReportSpan
    as_of: date
    scope: str
    name: BilingualText
    rubrics: tuple[RubricFacts, ...] = ()
    sampling: SamplingFacts = SamplingFacts()
    agreement: tuple[PrintedAgreement, ...] = ()
    actions: ActionFacts = ActionFacts()
    required: Figures = _NO_SESSIONS
    planned: Figures = _NO_SESSIONS
    response: ResponseFacts = ResponseFacts()
    centres: tuple[CentreFacts, ...] = ()
    marks: tuple[MarkFacts, ...] = ()
    relaxed: tuple[Safeguard, ...] = ()

    @property
    def version_ids(self) -> frozenset[int]:
        """Versions of rubrics that it tells of."""
        return frozenset(one.total.version_id for told in self.rubrics for one in told.sums)
