"""Coverage of supervision: who sees it, what its numbers say, who was not seen for long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from qa_app.domain.defaults import COVERAGE_CHART_MONTHS, COVERAGE_MONTHS, LIMITS_LOCK
from qa_app.domain.month_grid import last_of, month_after
from qa_app.domain.people import Actor, Reach, Role
from qa_app.domain.session_totals import SessionScope
from qa_app.domain.statistics.run_chart import RunChart, run_chart
from qa_app.domain.text import BilingualText

_SEES_OTHERS = frozenset({Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER})


@dataclass(frozen=True, slots=True)
class Figures:
    """Sessions of a span of months.

    Attributes:
        due: Those whose day has passed, and those held before it; always held and missed together.
        held: Of these, how many were held.
        late: Of those held, how many after the day by which they were due.
        missed: Of those due, how many are not held.
        cancelled: Cancellations; not part of what is due.
        credited_seconds: Time credited to those supervised.
        recorded: Of those held, how many have a record that its leader signed.
        functions: Function of supervision to how many of those recorded cover it.
    """

    due: int = 0
    held: int = 0
    late: int = 0
    missed: int = 0
    cancelled: int = 0
    credited_seconds: int = 0
    recorded: int = 0
    functions: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> Fraction | None:
        """How much of what was due was held; None where nothing was."""
        return Fraction(self.held, self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class PersonMonths:
    """Supervision of one person against the norm.

    Attributes:
        last_seconds: Time credited in the last month that is over.
        norm_minutes: Minutes that this month asked for; each month is held against its own.
        short: Months that are over in which less was credited, of `months`.
        months: Months that are over and were spent in post in full.
    """

    last_seconds: int
    norm_minutes: int
    short: int
    months: int


@dataclass(frozen=True, slots=True)
class Window:
    """The months that coverage counts.

    Attributes:
        first: First day of the first one.
        last: First day of the last one; the present month where that is in it.
        today: The present.
    """

    first: date
    last: date
    today: date

    @property
    def running(self) -> date:
        """First day of the month that runs."""
        return self.today.replace(day=1)

    @property
    def months(self) -> tuple[date, ...]:
        """First days of its months, in order."""
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = month_after(month, 1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class CoverageOf:
    """Whose coverage is shown.

    Attributes:
        scope: Network, place, centre, supervisor or practitioner.
        id: Which one; 0 for the network.
        name: Its name in the register; empty for the network.
        parents: What it stands in, the widest first, as far as the reader sees it.
    """

    scope: SessionScope
    id: int
    name: BilingualText
    parents: tuple["CoverageOf", ...] = ()


@dataclass(frozen=True, slots=True)
class CoveragePart:
    """A part of what is shown, with its own numbers.

    Attributes:
        of: The part.
        figures: Its numbers.
    """

    of: CoverageOf
    figures: Figures


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One practitioner.

    Attributes:
        id: The practitioner.
        code: Their code.
        centre: Name of their centre.
        figures: Sessions planned in the window.
        months: Time credited against the norm, month by month.
        last_on: Day of the last session held; None for none.
        unseen: Days since then, or since they began.
        open_cases: Cases in hand.
        goals_open: Learning goals that are open.
        goals_reached: Learning goals that were reached.
        required: What was due by the rhythm in the months that are over.
    """

    id: int
    code: str
    centre: BilingualText
    figures: Figures
    months: PersonMonths
    last_on: date | None
    unseen: int
    open_cases: int
    goals_open: int
    goals_reached: int
    required: Figures = Figures()


@dataclass(frozen=True, slots=True)
class CoverageContent:
    """Everything that coverage says of one subject.

    Attributes:
        of: Whose coverage.
        window: Which months.
        months: Sessions planned, each month of the window.
        charted: Each month of the run chart, all of them over: what was due by the rhythm, or
            planned where the rhythm asks nobody for anything.
        types: Types of session, as codes, with their numbers.
        areas: Areas of expertise, None for sessions about all, with their numbers.
        parts: Places and centres right below.
        people: Practitioners of a centre or supervisor, or one alone.
        required: What was due by the rhythm, each month of the run chart; empty where it asks
            nobody for anything.
    """

    of: CoverageOf
    window: Window
    months: tuple[tuple[date, Figures], ...]
    charted: tuple[tuple[date, Figures], ...]
    types: tuple[tuple[str, Figures], ...]
    areas: tuple[tuple[BilingualText | None, Figures], ...]
    parts: tuple[CoveragePart, ...]
    people: tuple[PersonLine, ...]
    required: tuple[tuple[date, Figures], ...] = ()

    @property
    def due(self) -> Figures:
        """What was due by the rhythm in the months of the window that are over."""
        window = self.window
        return total_of(
            [one for month, one in self.required if window.first <= month <= window.last]
        )

    @property
    def total(self) -> Figures:
        """All months of the window together."""
        return total_of([figures for _month, figures in self.months])

    def unseen_for(self, days: int) -> tuple[PersonLine, ...]:
        """Pick who was not supervised for long.

        Args:
            days: More days than this.

        Returns:
            Those people, the longest first.
        """
        late = [one for one in self.people if one.unseen > days]
        return tuple(sorted(late, key=lambda one: (-one.unseen, one.code)))


def total_of(parts: Sequence[Figures]) -> Figures:
    """Add months up.

    Args:
        parts: Their numbers.

    Returns:
        The sum.
    """
    functions: dict[str, int] = {}
    for part in parts:
        for name, count in part.functions:
            functions[name] = functions.get(name, 0) + count
    return Figures(
        due=sum(one.due for one in parts),
        held=sum(one.held for one in parts),
        late=sum(one.late for one in parts),
        missed=sum(one.missed for one in parts),
        cancelled=sum(one.cancelled for one in parts),
        credited_seconds=sum(one.credited_seconds for one in parts),
        recorded=sum(one.recorded for one in parts),
        functions=tuple(functions.items()),
    )


def usual_window(today: date) -> Window:
    """Give the months of the coverage page.

    Args:
        today: The present.

    Returns:
        `COVERAGE_MONTHS` months, the present one the last.
    """
    running = today.replace(day=1)
    return Window(month_after(running, 1 - COVERAGE_MONTHS), running, today)


def chart_window(last: date, today: date) -> Window:
    """Give the months of the run chart.

    Args:
        last: First day of a month that is over.
        today: The present.

    Returns:
        `COVERAGE_CHART_MONTHS` months, that one the last.
    """
    return Window(month_after(last, 1 - COVERAGE_CHART_MONTHS), last, today)


def quarter_window(year: int, quarter: int, today: date) -> Window:
    """Give the months of a quarter.

    Args:
        year: Its year.
        quarter: 1 to 4.
        today: The present.

    Returns:
        Its three months; while it runs those that began.
    """
    first = date(year, 3 * quarter - 2, 1)
    return Window(first, min(month_after(first, 2), max(first, today.replace(day=1))), today)


def reach_over_coverage(actor: Actor) -> Reach:
    """Give the centres and branches whose coverage somebody sees, whoever it is about.

    A caseworker sees their own and no one else's, so that role's grants do not count; neither do
    those of people who only read files.

    Args:
        actor: Who wants to see it.

    Returns:
        The joined reach of every grant as supervisor or as manager.
    """
    return actor.reach_as(_SEES_OTHERS)


def run_of(shares: Sequence[Fraction | None]) -> RunChart:
    """Read the run chart of shares held.

    Args:
        shares: Months that are over, in order; None where nothing was due.

    Returns:
        What it says; from `LIMITS_LOCK` months with a share on, the first of them give the median.
        Around a median at the end of the scale there is only one side, so no row is a signal.

    Source: docs/methods/charts.md; ADR 0033.
    """
    points = [float(share) for share in shares if share is not None]
    found = run_chart(points, baseline=LIMITS_LOCK)
    if found.centre in {0, 1}:
        return replace(found, has_shift=False, has_few_crossings=False)
    return found


def person_months(credited: Mapping[date, int], norms: Mapping[date, int]) -> PersonMonths:
    """Hold the time credited to somebody against the norm, month by month.

    Nothing is averaged: a month with three hours makes up for none with none (BACP).

    Args:
        credited: First days of months to seconds.
        norms: First days of months that are over and were spent in post in full to the minutes
            that each of them asks for.

    Returns:
        How often it fell short.
    """
    if not norms:
        return PersonMonths(0, 0, 0, 0)
    short = sum(credited.get(month, 0) < 60 * norm for month, norm in norms.items())
    last = max(norms)
    return PersonMonths(credited.get(last, 0), norms[last], short, len(norms))


def whole_months(months: Collection[date], started_on: date, ended_on: date | None) -> list[date]:
    """Pick the months that somebody spent in post in full.

    Args:
        months: First days of months.
        started_on: First day in post.
        ended_on: Last day in post; None while it lasts.

    Returns:
        Those months, in order.
    """
    return [
        month
        for month in sorted(months)
        if started_on <= month and (ended_on is None or ended_on >= last_of(month))
    ]


def days_unseen(last_on: date | None, started_on: date, today: date) -> int:
    """Count the days since somebody was last supervised.

    Args:
        last_on: Day of the last session held; None for none.
        started_on: First day in post, from which the days count without a session.
        today: The present.

    Returns:
        Days; 0 or more.
    """
    return max((today - (last_on or started_on)).days, 0)
