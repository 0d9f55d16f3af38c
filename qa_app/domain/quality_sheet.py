"""A centre's quality sheet of a contract year: what was read, how it stands, what was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from qa_app.domain.actions_of_span import ActionThen, action_facts
from qa_app.domain.defaults import FILES_PER_POINT, SHARE_DENOMINATOR, SMALL_COUNT
from qa_app.domain.month_grid import first_day, last_of, month_of
from qa_app.domain.report_facts import ActionFacts
from qa_app.domain.rounding import MILLION
from qa_app.domain.second_band import in_second_or_above
from qa_app.domain.statistics.disclosure import shown_rate
from qa_app.domain.statistics.intervals import Interval, wilson
from qa_app.domain.text import BilingualText

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ContractYear:
    """Twelve months from the month in which a contract begins.

    Attributes:
        first: First day of the first month.
        today: Local day; what lies after it is not counted.
    """

    first: date
    today: date

    @property
    def last(self) -> date:
        """Its last day."""
        return last_of(first_day(month_of(self.first) + YEAR_MONTHS - 1))

    @property
    def until(self) -> date:
        """The last day that is counted."""
        return min(self.last, self.today)

    @property
    def is_over(self) -> bool:
        """True once its last day has passed."""
        return self.last < self.today

    @property
    def months(self) -> tuple[int, int]:
        """First and last month, as `month_of` gives them."""
        return month_of(self.first), month_of(self.last)


@dataclass(frozen=True, slots=True)
class YearTotals:
    """Files of one rubric version in a contract year; random and census samples alone.

    Attributes:
        area: Name of the area.
        title: Title of the rubric.
        version: Number of its version.
        read: Files read and signed.
        final: Those of them whose result is final; everything below is about these.
        scored: Those of them with a number.
        score_sum: Their ratios added up, in millionths.
        bands: Files by place of the band, best first.
        stops: Files in which a red line was crossed.
        is_whole_centre: True when one review covers the whole centre, which is no sample.
    """

    area: BilingualText
    title: BilingualText
    version: str
    read: int
    final: int
    scored: int
    score_sum: int
    bands: tuple[int, ...]
    stops: int
    is_whole_centre: bool = False


@dataclass(frozen=True, slots=True)
class YearLine:
    """One line of the sheet.

    Attributes:
        totals: What it stands on.
        mean: Mean ratio 0..1; None with too few files.
        reached: Files at the second band or better, with 95 % interval; None with too few files
            or without bands.
        stops: Files in which a red line was crossed; None with too few files.
    """

    totals: YearTotals
    mean: Fraction | None
    reached: Interval | None
    stops: int | None


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """How long something took.

    Attributes:
        count: How often it is known.
        median_days: Median in calendar days; None when it is known too seldom.
    """

    count: int
    median_days: Fraction | None


@dataclass(frozen=True, slots=True)
class ActionFigures:
    """What became of actions.

    Attributes:
        facts: The counts, as reports of the same span have them.
        reopened: Actions done in the year that were opened again before, and given a new day.
        to_plan: Days from opening to the plan, of actions done in the year.
        to_done: Days from opening until done, of the same.
    """

    facts: ActionFacts
    reopened: int
    to_plan: ResponseTime
    to_done: ResponseTime


def year_line(totals: YearTotals) -> YearLine:
    """Say of a year's files what may be said of them.

    Args:
        totals: What was counted.

    Returns:
        Its line. A mean needs `FILES_PER_POINT` files, shares and red lines `SHARE_DENOMINATOR`;
        a review of the whole centre is a census and shown from one on, without an interval.
    """
    least = 1 if totals.is_whole_centre else FILES_PER_POINT
    mean = None
    if totals.scored >= least:
        mean = Fraction(totals.score_sum, totals.scored * MILLION)
    banded = sum(totals.bands)
    reached = None
    if len(totals.bands) > 1 and not totals.is_whole_centre:
        good = in_second_or_above(totals.bands)
        if shown_rate(good, banded).value is not None:
            reached = wilson(good, banded)
    shows_stops = totals.is_whole_centre or totals.final >= SHARE_DENOMINATOR
    return YearLine(totals, mean, reached, totals.stops if shows_stops else None)


def action_figures(actions: Iterable[ActionThen], year: ContractYear) -> ActionFigures:
    """Count how actions kept their days.

    Args:
        actions: The actions of the year, as they stood at the end of its last day that counts.
        year: The contract year.

    Returns:
        The counts, and how long those took that were done in the year.
    """
    known = list(actions)
    done = [
        (one.opened_on, one.action)
        for one in known
        if one.action.done_on is not None and year.first <= one.action.done_on <= year.until
    ]
    return ActionFigures(
        facts=action_facts(known, year.first, year.until),
        reopened=sum(bool(one.recurrences or one.failed_proofs) for _opened_on, one in done),
        to_plan=_time([_days(opened_on, one.planned_on) for opened_on, one in done]),
        to_done=_time([_days(opened_on, one.done_on) for opened_on, one in done]),
    )


def _days(first: date, last: date | None) -> int | None:
    return None if last is None else (last - first).days


def _time(days: Sequence[int | None]) -> ResponseTime:
    known = sorted(one for one in days if one is not None)
    if len(known) < SMALL_COUNT:
        return ResponseTime(len(known), None)
    middle = len(known) // 2
    low = known[middle] if len(known) % 2 else known[middle - 1]
    return ResponseTime(len(known), Fraction(low + known[middle], 2))
