"""The hard rules of a month's plan, what breaks them, and what stands in the way of more."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from qa_app.domain.due import Tier


class PlanRule(StrEnum):
    """What no plan may break. The first six bar a person; the others bar a day.

    What is agreed may change within a month: then `NOT_AGREED` bars a person on some days.
    """

    OWN_CENTRE = "own_centre"
    CONFLICT = "conflict"
    ROTATION = "rotation"
    NO_REACH = "no_reach"
    NOT_AGREED = "not_agreed"
    CENTRE_CLOSED = "centre_closed"
    NOT_WORKING = "not_working"
    LOCAL_DAY_OFF = "local_day_off"
    ABSENT = "absent"
    DAY_HOURS = "day_hours"
    MONTH_HOURS = "month_hours"
    CENTRES_A_DAY = "centres_a_day"
    TRAVEL_GROUP = "travel_group"


DAYS_OFF = frozenset({PlanRule.NOT_WORKING, PlanRule.LOCAL_DAY_OFF})
"""Rules about the day alone, which a page tells beside the day before anybody says anything."""


class Attendee(NamedTuple):
    """Somebody whose time a session takes: a worker, or an account that leads or is supervised."""

    id: int
    is_worker: bool


def people_of(workers: Iterable[int], accounts: Iterable[int] = ()) -> frozenset[Attendee]:
    """Give those whose time a session takes.

    Args:
        workers: Practitioners.
        accounts: Accounts.

    Returns:
        All of them.
    """
    there = {Attendee(one, is_worker=True) for one in workers}
    return frozenset(there | {Attendee(one, is_worker=False) for one in accounts})


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """A visit or a session that is to take place this month.

    Attributes:
        key: Names it.
        centre: Where.
        minutes: How long it takes, the way there included.
        due_on: The day by which it is due.
        tier: How urgent it is.
        order: Its place among all needs, 0 first.
        barred: Supervisors who may not, and why; whoever is not named may.
        not_agreed: Supervisors to days on which it is agreed with somebody else, or the person
            works elsewhere.
        closed: Days on which its centre is closed.
        who: Who is supervised at it; nobody at a visit.
    """

    key: str
    centre: int
    minutes: int
    due_on: date
    tier: Tier
    order: int
    barred: Mapping[int, PlanRule] = field(default_factory=dict)
    not_agreed: Mapping[int, frozenset[date]] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()
    who: frozenset[Attendee] = frozenset()

    def may_be_on(self, supervisor: int, day: date) -> bool:
        """Tell whether it may be with somebody on a day, as far as it is about the need alone.

        Args:
            supervisor: Who would go.
            day: The day.

        Returns:
            False when the centre is closed, or it is agreed with somebody else for that day.
        """
        return day not in self.closed and self.is_agreed(supervisor, day)

    def is_agreed(self, supervisor: int, day: date) -> bool:
        """Tell whether it may be with somebody on a day, as far as agreements go.

        Args:
            supervisor: Who would go.
            day: The day.

        Returns:
            False when it is agreed with somebody else for that day.
        """
        return day not in self.not_agreed.get(supervisor, ())


@dataclass(frozen=True, slots=True)
class PlanSupervisor:
    """Somebody who visits and supervises, and how much they can do.

    Attributes:
        key: The account.
        absent: Days away.
        minutes_a_day: Hours of a day.
        minutes_a_month: Hours of the month.
        centres_a_day: How many centres on one day.
    """

    key: int
    minutes_a_day: int
    minutes_a_month: int
    centres_a_day: int
    absent: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Engagement:
    """Something that stands on a day already.

    Attributes:
        supervisor: Who leads it.
        centre: Where.
        day: On which day.
        minutes: How long it takes.
        starts: When it begins, in minutes after midnight; None when nobody said.
        who: Who is supervised at it.
    """

    supervisor: int
    centre: int
    day: date
    minutes: int
    starts: int | None = None
    who: frozenset[Attendee] = frozenset()


@dataclass(frozen=True, slots=True)
class PlanSetting:
    """All that a month's plan is made of.

    Attributes:
        days: Every day of the month on which anybody may be sent, in order: working days.
        needs: What is due.
        supervisors: Who goes.
        engagements: What stands already.
        groups: Travel group of a centre; on one day somebody stays within one group. Centres
            without a group go together.
    """

    days: tuple[date, ...]
    needs: tuple[PlanNeed, ...]
    supervisors: tuple[PlanSupervisor, ...]
    engagements: tuple[Engagement, ...] = ()
    groups: Mapping[int, str] = field(default_factory=dict)

    def group_of(self, centre: int) -> str:
        """Name the travel group of a centre.

        Args:
            centre: The centre.

        Returns:
            Its group; an empty text for centres without one.
        """
        return self.groups.get(centre, "")


@dataclass(frozen=True, slots=True)
class Placement:
    """A need put on a day, with who goes."""

    need: str
    supervisor: int
    day: date


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A rule that stands in the way of a need.

    Attributes:
        rule: The rule.
        supervisors: How many supervisors it bars.
        days: On how many days of supervisors, where it bars days; 0 where it bars people.
    """

    rule: PlanRule
    supervisors: int
    days: int


@dataclass(slots=True)
class DayLoad:
    """What somebody does on one day."""

    minutes: int = 0
    sessions: int = 0
    centres: set[int] = field(default_factory=set)


class Loads:
    """How full days and months are, as placements are added and taken out."""

    def __init__(self, setting: PlanSetting, placements: Iterable[Placement] = ()) -> None:
        """Begin with what stands already.

        Args:
            setting: The month.
            placements: What is placed besides; each names a need of the setting.
        """
        self._setting = setting
        self._days: dict[tuple[int, date], DayLoad] = defaultdict(DayLoad)
        self._month: Counter[int] = Counter()
        self._supervisors = {one.key: one for one in setting.supervisors}
        self._working = frozenset(setting.days)
        for one in setting.engagements:
            self._add(one)
        needs = {need.key: need for need in setting.needs}
        for placed in placements:
            self.place(needs[placed.need], placed.supervisor, placed.day)

    def place(self, need: PlanNeed, supervisor: int, day: date) -> None:
        """Put a need on a day; whether it may stand there is `broken`'s answer.

        Args:
            need: The need.
            supervisor: Who goes.
            day: The day.
        """
        self._add(Engagement(supervisor, need.centre, day, need.minutes))

    def _add(self, one: Engagement) -> None:
        load = self._days[one.supervisor, one.day]
        load.minutes += one.minutes
        load.sessions += 1
        load.centres.add(one.centre)
        self._month[one.supervisor] += one.minutes

    def on(self, supervisor: int, day: date) -> DayLoad:
        """Tell what somebody does on a day.

        Args:
            supervisor: Who.
            day: The day.

        Returns:
            Minutes, sessions with visits among them, and centres; empty for a free day.
        """
        return self._days.get((supervisor, day)) or DayLoad()

    def month_of(self, supervisor: int) -> int:
        """Tell how much somebody does in the month.

        Args:
            supervisor: Who.

        Returns:
            Minutes.
        """
        return self._month[supervisor]

    def is_overfull(self, who: PlanSupervisor, day: date) -> bool:
        """Tell whether what stands on a day breaks a rule already.

        Args:
            who: Whose day it is.
            day: The day.

        Returns:
            True where hours, centres or travel groups are more than a day holds: then nothing may
            be added to it, and what stands there takes nothing from other days.
        """
        load = self.on(who.key, day)
        groups = {self._setting.group_of(centre) for centre in load.centres}
        is_long = load.minutes > who.minutes_a_day
        return is_long or len(load.centres) > who.centres_a_day or len(groups) > 1

    def broken(self, need: PlanNeed, supervisor: int, day: date) -> tuple[PlanRule, ...]:
        """Name the rules that would be broken by putting a need on a day besides what stands.

        Args:
            need: The need.
            supervisor: Who would go; an account that is no supervisor of the setting has no reach.
            day: The day.

        Returns:
            Every such rule, those that bar the person first; empty when it may stand there.
        """
        who = self._supervisors.get(supervisor)
        if who is None:
            return (PlanRule.NO_REACH,)
        barred = need.barred.get(supervisor)
        return (*((barred,) if barred else ()), *self._broken_on(need, who, day))

    def _broken_on(self, need: PlanNeed, who: PlanSupervisor, day: date) -> Iterator[PlanRule]:
        yield from self._closed_on(need, who, day)
        load = self.on(who.key, day)
        if load.minutes + need.minutes > who.minutes_a_day:
            yield PlanRule.DAY_HOURS
        if self._month[who.key] + need.minutes > who.minutes_a_month:
            yield PlanRule.MONTH_HOURS
        if len(load.centres | {need.centre}) > who.centres_a_day:
            yield PlanRule.CENTRES_A_DAY
        group = self._setting.group_of(need.centre)
        if any(self._setting.group_of(centre) != group for centre in load.centres):
            yield PlanRule.TRAVEL_GROUP

    def _closed_on(self, need: PlanNeed, who: PlanSupervisor, day: date) -> Iterator[PlanRule]:
        if day not in self._working:
            yield PlanRule.NOT_WORKING
        if day in need.closed:
            yield PlanRule.LOCAL_DAY_OFF
        if not need.is_agreed(who.key, day):
            yield PlanRule.NOT_AGREED
        if day in who.absent:
            yield PlanRule.ABSENT


def obstacles(setting: PlanSetting, loads: Loads, need: PlanNeed) -> tuple[Obstacle, ...]:
    """Tell which rules stand in the way of a need that found no place.

    Args:
        setting: The month.
        loads: How full it is with everything that was placed.
        need: What was not placed.

    Returns:
        Rules that bar people, with how many; rules that bar days, with how many supervisors and
        days; the most frequent first. A day barred by two rules counts for both.
    """
    people: dict[PlanRule, set[int]] = defaultdict(set)
    days: Counter[PlanRule] = Counter()
    for who in setting.supervisors:
        barred = need.barred.get(who.key)
        if barred is not None:
            people[barred].add(who.key)
            continue
        for day in setting.days:
            for rule in loads.broken(need, who.key, day):
                people[rule].add(who.key)
                days[rule] += 1
    found = [Obstacle(rule, len(who), days[rule]) for rule, who in people.items()]
    return tuple(sorted(found, key=lambda one: (-one.days, -one.supervisors, one.rule)))
