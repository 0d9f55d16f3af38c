"""By when the workers of a centre meet next: in a group, as peers, over cases, with agencies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from qa_app.domain.month_grid import last_of, month_after, months_on
from qa_app.domain.rhythm_defaults import (
    CASE_MEETING_DAYS,
    CONFERENCE_DAYS,
    TEAM_LOOK_BACK_DAYS,
    TEAM_MOST,
)


class TeamReason(StrEnum):
    """Which rule says when."""

    GROUP_EACH_MONTH = "group_each_month"
    PEERS_EACH_MONTH = "peers_each_month"
    CASES_EACH_FORTNIGHT = "cases_each_fortnight"
    CONFERENCE_AGREED = "conference_agreed"
    CONFERENCE_MONTHLY = "conference_monthly"


@dataclass(frozen=True, slots=True)
class TeamDue:
    """When the workers of a team meet next.

    Attributes:
        on: The last day on which it is in time for the first of them.
        due: How many of them are due by the day that was asked about.
        people: Whom the next session is for: who waits longest first.
    """

    on: date
    due: int
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference of several agencies that was held or is planned.

    Attributes:
        on: Its day.
        is_planned: It lies ahead; nothing follows from it yet.
        is_signed: Its record is signed, so that it says whether there is another one.
        next_on: The day that its record names for the next one; None for none.
    """

    on: date
    is_planned: bool = False
    is_signed: bool = False
    next_on: date | None = None


def member_due(since: date) -> date:
    """Find by when somebody sits in a group, or with peers, again: once in each calendar month.

    Args:
        since: Day of the last time; first day in post for who never did.

    Returns:
        The last day of the calendar month after it.

    Source: domain.md (e), monthly.
    """
    return last_of(month_after(since.replace(day=1), 1))


def team_due(since: Mapping[int, date], least: int, until: date) -> TeamDue | None:
    """Find when the workers of a centre meet in a group, or as peers, next.

    Args:
        since: Worker to the day from which theirs counts.
        least: With how many workers a centre has such sessions of its own.
        until: Last day that is asked about.

    Returns:
        None for a centre with fewer workers. A session is for who waits longest, at most
        `TEAM_MOST` of those due, filled up with others to `least`.

    Source: domain.md (e), a group is four to ten people.
    """
    if len(since) < least:
        return None
    waiting = sorted(since, key=lambda one: (since[one], one))
    due = sum(member_due(day) <= until for day in since.values())
    size = max(least, min(due, TEAM_MOST))
    return TeamDue(member_due(since[waiting[0]]), due, tuple(waiting[:size]))


def meeting_due(team_since: date, last_on: date | None, today: date) -> date:
    """Find by when a team talks over its cases next.

    Args:
        team_since: From which day on there is a team.
        last_on: Day of the last case meeting, or of one that is planned; None for none within
            `TEAM_LOOK_BACK_DAYS`.
        today: The present.

    Returns:
        `CASE_MEETING_DAYS` after the last one, or after the team began or the look back begins.

    Source: domain.md (e), every two weeks.
    """
    begun = max(team_since, today - timedelta(days=TEAM_LOOK_BACK_DAYS))
    return (last_on or begun) + timedelta(days=CASE_MEETING_DAYS)


def conference_due(conferences: Collection[Conference]) -> tuple[date, TeamReason, date] | None:
    """Find the next conference of several agencies that is agreed, or usual, and not planned.

    The first one, within 14 days, counts from a day that no list holds: people plan it.

    Args:
        conferences: Those of one centre that were held within `TEAM_LOOK_BACK_DAYS` or are planned.

    Returns:
        The earliest day, its rule, and the day of the conference that it follows. A signed record
        decides: by the day that it names, or, naming none, that it was the last one. Until then the
        next is meant a month later. It is answered by one from `CONFERENCE_DAYS` before its day.
        None when every one is answered.

    Source: domain.md (e), then monthly.
    """
    days = [one.on for one in conferences]
    open_ones = []
    for one in conferences:
        if one.is_planned or (one.is_signed and one.next_on is None):
            continue
        reason = TeamReason.CONFERENCE_AGREED if one.next_on else TeamReason.CONFERENCE_MONTHLY
        on = one.next_on or months_on(one.on, 1)
        first = max(one.on + timedelta(days=1), on - timedelta(days=CONFERENCE_DAYS))
        if not any(day >= first for day in days):
            open_ones.append((on, reason, one.on))
    return min(open_ones, default=None)
