"""Measures of the supervision-practice rubric that records answer by themselves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import RECORD_SIGNED_WORKING_DAYS, SESSION_MINUTES_LEAST
from qa_app.domain.month_grid import month_after
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar


class Measure(StrEnum):
    """Names as the rubric has them; the last is its dated list."""

    SUPERVISEES = "supervisees_per_supervisor"
    SIXTY_MINUTES = "share_sessions_60min"
    DISCUSSED = "share_open_cases_discussed_monthly"
    SIGNED = "share_records_signed_3wd"
    CLOSED = "share_actions_closed_on_time"
    SESSIONS = "individual_supervision"


class SourceKind(StrEnum):
    """What a measure stands on."""

    PERSON = "person"
    SESSION = "session"
    CASE = "case"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a measure stands on.

    Attributes:
        kind: What it is.
        id: Which one.
        label: A day, a code or a reference by which people know it.
        counts: True where it holds what the measure asks for.
    """

    kind: SourceKind
    id: int
    label: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure as records answer it.

    Attributes:
        measure: Which one.
        value: A share 0..1, or a count; None where nothing can be told.
        n: How many sessions, records, cases, actions or people it stands on.
        sources: Which ones, in order; empty where nobody asked.
    """

    measure: Measure
    value: Fraction | None
    n: int
    sources: tuple[Source, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """What the record of a held session says of its time.

    Attributes:
        held_on: The day.
        began_at: Local time; None when not written down.
        ended_at: Local time, likewise.
        was_interrupted: None when not written down.
        signed_on: Local day on which the last of those who sign signed; None before.
        session_id: Its session; 0 where nobody asks for sources.
    """

    held_on: date
    began_at: time | None
    ended_at: time | None
    was_interrupted: bool | None
    signed_on: date | None
    session_id: int = 0

    def source(self, *, counts: bool) -> Source:
        """Name its session as what a measure stands on.

        Args:
            counts: True where it holds what the measure asks for.

        Returns:
            The source.
        """
        return Source(SourceKind.SESSION, self.session_id, self.held_on.isoformat(), counts)


def share(measure: Measure, sources: Collection[Source]) -> Measured:
    """Count how many hold.

    Args:
        measure: Which measure.
        sources: Each that counts, with whether it holds.

    Returns:
        The share; no value where nothing counts.
    """
    met, of = sum(one.counts for one in sources), len(sources)
    return Measured(measure, Fraction(met, of) if of else None, of, tuple(sources))


def whole_hours(records: Iterable[HeldRecord]) -> Measured:
    """Tell how many sessions lasted an hour without interruption.

    Args:
        records: Of individual sessions; whose times are not written down do not count as met.

    Returns:
        The share of them.
    """
    return share(Measure.SIXTY_MINUTES, [one.source(counts=_is_whole(one)) for one in records])


def _is_whole(one: HeldRecord) -> bool:
    if one.began_at is None or one.ended_at is None or one.was_interrupted is not False:
        return False
    day = one.held_on
    length = datetime.combine(day, one.ended_at) - datetime.combine(day, one.began_at)
    return length >= timedelta(minutes=SESSION_MINUTES_LEAST)


def signed_in_time(
    records: Iterable[HeldRecord], calendar: WorkingCalendar, today: date
) -> Measured:
    """Tell how many records were signed by all within three working days.

    Args:
        records: Of held sessions.
        calendar: Working days.
        today: The present; a record that still has time does not count yet.

    Returns:
        The share; no value where the holiday table lacks a year: nothing is guessed.
    """
    met = []
    try:
        for one in records:
            until = calendar.nth_after(one.held_on, RECORD_SIGNED_WORKING_DAYS)
            if one.signed_on is not None or until < today:
                in_time = one.signed_on is not None and one.signed_on <= until
                met.append(one.source(counts=in_time))
    except CalendarYearMissingError:
        return Measured(Measure.SIGNED, None, 0)
    return share(Measure.SIGNED, met)


def discussed_monthly(
    cases: Mapping[int, tuple[date, date | None]],
    discussed: Collection[tuple[int, date]],
    months: Iterable[date],
    references: Mapping[int, str] | None = None,
) -> Measured:
    """Tell how many cases in hand were discussed in each month in which they were.

    Args:
        cases: Case to the day on which it was opened, and on which it was closed or None.
        discussed: Cases with days on which they were discussed.
        months: First days of months that are over.
        references: Case to the reference by which people know it; None names none.

    Returns:
        The share of cases and months; a month counts for a case that was in hand all through it.
    """
    seen = {(case, day.replace(day=1)) for case, day in discussed}
    known = references or {}
    return share(
        Measure.DISCUSSED,
        [
            Source(
                SourceKind.CASE,
                case,
                f"{known.get(case, case)} {month:%Y-%m}",
                (case, month) in seen,
            )
            for month in months
            for case, (opened, closed) in cases.items()
            if opened <= month and (closed is None or closed >= month_after(month, 1))
        ],
    )


def closed_in_time(actions: Iterable[tuple[int, date, date | None]]) -> Measured:
    """Tell how many actions that were due were done on time.

    Args:
        actions: Action, day by which it was due, and the day on which it was done; None before.

    Returns:
        The share.
    """
    sources = [
        Source(SourceKind.ACTION, one, due.isoformat(), done is not None and done <= due)
        for one, due, done in actions
    ]
    return share(Measure.CLOSED, sources)
