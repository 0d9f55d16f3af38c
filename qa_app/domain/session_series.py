"""Series of sessions: on which working days they fall, and what a change adds and removes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from qa_app.domain.defaults import SERIES_MONTHS_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.month_grid import months_on
from qa_app.domain.recurrence import days_of, read_rule
from qa_app.domain.supervision import may_be_planned
from qa_app.domain.working_days import CalendarYearMissingError, WorkingCalendar

# a holiday of two weeks is longer than any; days beyond the end can take the next working day
_AHEAD = timedelta(days=31)


class SeriesState(StrEnum):
    """Whether a series goes on."""

    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SeriesTerms:
    """How a series goes on; one of `rule` and `months_after` is None.

    Attributes:
        rule: Text of an RRULE without DTSTART, counted from `starts_on`.
        months_after: Months from one session held to the next.
        starts_on: Its first day; sessions of earlier days stay as they are.
        until_on: Its last day; None without end.
        supervisor_id: The account that leads.
        starts_at: Local time; None when not agreed.
        ends_at: Local time; None when not agreed.
        people: Practitioners who are expected.
    """

    rule: str | None
    months_after: int | None
    starts_on: date
    supervisor_id: int
    until_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TermsChange:
    """The terms of a series before and after a change.

    Attributes:
        old: As they were.
        new: As they are.
    """

    old: SeriesTerms
    new: SeriesTerms

    def columns_for(
        self, starts_at: time | None, ends_at: time | None, supervisor_id: int
    ) -> dict[str, time | int | None]:
        """Tell what changes for one session; what was changed for it alone stays.

        Args:
            starts_at: When it begins.
            ends_at: When it ends.
            supervisor_id: Who leads it.

        Returns:
            New values by column of a session.
        """
        found: dict[str, time | int | None] = {}
        was, now = (self.old.starts_at, self.old.ends_at), (self.new.starts_at, self.new.ends_at)
        if was != now and (starts_at, ends_at) == was:
            found |= {"starts_at_time": now[0], "ends_at_time": now[1]}
        lead, leads = self.old.supervisor_id, self.new.supervisor_id
        if lead != leads and supervisor_id == lead:
            found["supervisor_id"] = leads
        return found

    def people_for(self, expected: Collection[int], in_post: Collection[int]) -> set[int]:
        """Tell who is expected at one session; who was added or left out for it alone stays so.

        Args:
            expected: Who is expected so far.
            in_post: Those of the new terms who work there on its day.

        Returns:
            Practitioners.
        """
        old, new = set(self.old.people), set(self.new.people)
        left = new - set(in_post)
        return (set(expected) - (old - new) - left) | ((new - old) - left)


@dataclass(frozen=True, slots=True)
class PlacedDay:
    """A day of a series as it comes to stand.

    Attributes:
        on: The day that the rule names.
        day: The day of the session: the same, or the next working day.
        is_checked: False where the holiday table lacks the year, so that nobody knows.
    """

    on: date
    day: date
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Placement:
    """The days of a series within a span.

    Attributes:
        days: In order of the rule.
        merged: Days of the rule without a session of their own: their next working day has one.
    """

    days: tuple[PlacedDay, ...]
    merged: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesSession:
    """A session of a series as it stands.

    Attributes:
        id: The session.
        on: The day of the rule that it stands for; None for one that replaces another.
        day: Its day.
        is_free: It is planned, and nothing was drawn, read or written in it.
        first_on: The day for which what it stands for was planned first, before any move and any
            cancellation; None for its own day.
    """

    id: int
    on: date | None
    day: date
    is_free: bool
    first_on: date | None = None

    def may_go(self, today: date) -> bool:
        """Tell whether it may be withdrawn: it is to come, and neither begun nor missed before.

        Args:
            today: The present.

        Returns:
            False for what was missed on its first day: it is still owed, whatever the series does.
        """
        return self.is_free and self.day > today and (self.first_on or self.day) >= today


@dataclass(frozen=True, slots=True)
class SeriesDifference:
    """What a change of a series comes to.

    Attributes:
        added: Days that get a session.
        removed: Sessions that are withdrawn.
        kept: Sessions to come that stay on their days.
        bound: Sessions to come that the new rule does not name and that stay all the same,
            because files were drawn for them, something is written in them, or they make up for a
            day that was missed.
        merged: Days of the rule without a session of their own.
    """

    added: tuple[PlacedDay, ...]
    removed: tuple[SeriesSession, ...]
    kept: tuple[SeriesSession, ...]
    bound: tuple[SeriesSession, ...]
    merged: tuple[date, ...]


def check_terms(terms: SeriesTerms, today: date) -> None:
    """Refuse terms that make no series.

    Args:
        terms: What is wanted.
        today: The present.

    Raises:
        InvalidError: There is no rule, or two (`rule_or_months`); the number of months is none
            of 1 to `SERIES_MONTHS_MOST` (`months_after`); it begins in the past or too far ahead
            (`unfit_start`), or ends before it begins (`ends_before`, `ends_before_it_starts` for
            the times); or the rule is refused by `read_rule`, or names no day in the time for
            which sessions can be planned (`rule_never`).
    """
    if (terms.rule is None) == (terms.months_after is None):
        raise InvalidError("rule_or_months")
    if terms.starts_on < today or not may_be_planned(terms.starts_on, today):
        raise InvalidError("unfit_start")
    if terms.until_on is not None and terms.until_on < terms.starts_on:
        raise InvalidError("ends_before")
    # an end without a beginning is none either
    if terms.ends_at and not (terms.starts_at and terms.starts_at < terms.ends_at):
        raise InvalidError("ends_before_it_starts")
    if terms.months_after is not None and not 1 <= terms.months_after <= SERIES_MONTHS_MOST:
        raise InvalidError("months_after", most=SERIES_MONTHS_MOST)
    if terms.rule is not None:
        _check_named(terms, terms.rule)


def _check_named(terms: SeriesTerms, rule: str) -> None:
    far = months_on(terms.starts_on, SERIES_MONTHS_MOST)
    if not days_of(read_rule(rule), terms.starts_on, min(far, terms.until_on or far)):
        raise InvalidError("rule_never")


def placed_by_rule(terms: SeriesTerms, last: date, calendar: WorkingCalendar) -> Placement:
    """Put the days of a rule on working days.

    Args:
        terms: Terms with a rule.
        last: The last day of the rule that is looked at.
        calendar: Working days; a day of a year that it lacks stays where the rule puts it.

    Returns:
        Each day as named, or the next working day. A day that would be moved onto one that has
        a session already has none of its own.
    """
    end = last if terms.until_on is None else min(last, terms.until_on)
    # looked at from the start, and beyond the horizon: so that the answer for a day is always the
    # same; days after the end of the series have no session that another could merge with
    ahead = end + _AHEAD if terms.until_on is None else min(end + _AHEAD, terms.until_on)
    named = days_of(read_rule(terms.rule or ""), terms.starts_on, ahead)
    own = {one: _placed(one, calendar) for one in named}
    taken = {one for one, placed in own.items() if placed.day == one}
    days, merged = [], []
    for one, placed in own.items():
        if one > end:
            break
        if placed.day != one and placed.day in taken:
            merged.append(one)
            continue
        taken.add(placed.day)
        days.append(placed)
    return Placement(tuple(days), tuple(merged))


def placed_after(
    terms: SeriesTerms,
    last_held: date | None,
    today: date,
    calendar: WorkingCalendar,
    settled: Collection[date] = (),
) -> Placement:
    """Find the next day of a series that goes by the last session held.

    Args:
        terms: Terms with a number of months.
        last_held: Day of the last session of the series that was held; None for none.
        today: The present.
        calendar: Working days.
        settled: Days of the series whose session was held or cancelled.

    Returns:
        One day that is not settled, so that the series goes on; none past the end of the series. A
        day that has gone by already becomes the next working day from today on.
    """
    on = terms.starts_on
    if last_held is not None:
        following = months_on(last_held, terms.months_after or 1)
        # held before its day, the first session is over all the same
        on = following if on in settled else max(on, following)
    while on in settled:
        on += timedelta(days=1)
    if terms.until_on is not None and on > terms.until_on:
        return Placement(())
    placed = _placed(max(on, today), calendar)
    return Placement((PlacedDay(on, placed.day, placed.is_checked),))


def _placed(on: date, calendar: WorkingCalendar) -> PlacedDay:
    try:
        return PlacedDay(on, calendar.same_or_next(on))
    except CalendarYearMissingError:
        return PlacedDay(on, on, is_checked=False)


def difference(
    wanted: Placement,
    standing: Sequence[SeriesSession],
    from_on: date,
    today: date,
    settled: Collection[date] = (),
) -> SeriesDifference:
    """Tell what a change of a series adds, removes and keeps.

    Args:
        wanted: The days that the new terms name, up to the horizon.
        standing: Planned sessions of the series.
        from_on: First day of the new terms; sessions for earlier days stay.
        today: The present; what was planned for today or before stays.
        settled: Days of the rule whose session was held or cancelled.

    Returns:
        The difference. Only planned sessions to come in which nothing was begun are removed, and
        none that makes up for a missed day.
    """
    ahead = [
        one for one in standing if one.on is not None and one.day > today and one.on >= from_on
    ]
    named = {one.on for one in wanted.days}
    there = {one.on for one in standing} | set(settled)
    outside = [one for one in ahead if one.on not in named]
    return SeriesDifference(
        added=tuple(one for one in wanted.days if one.on not in there),
        removed=tuple(one for one in outside if one.may_go(today)),
        kept=tuple(one for one in ahead if one.on in named),
        bound=tuple(one for one in outside if not one.may_go(today)),
        merged=tuple(one for one in wanted.merged if one >= from_on),
    )
