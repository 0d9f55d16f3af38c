"""Team profiles: which safeguards a team of a given size keeps, and which it relaxes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import MEDIUM_TEAM_MOST, SMALL_TEAM_MOST


class Profile(StrEnum):
    """How large a team of readers is."""

    SMALL = "small"
    MEDIUM = "medium"
    FULL = "full"


class Safeguard(StrEnum):
    """What keeps reviews honest, and can be out of a small team's reach.

    `second_readings`: files are read twice, blind, by people of one's own city.
    `calibration_gate`: who is below the gate has more files read twice.
    `third_person`: differing readings are decided by somebody who read neither.
    `no_exchange`: readers are of the city itself, not of a neighbouring one.
    `two_hats`: nobody is system and security administrator in one.
    """

    SECOND_READINGS = "second_readings"
    CALIBRATION_GATE = "calibration_gate"
    THIRD_PERSON = "third_person"
    NO_EXCHANGE = "no_exchange"
    TWO_HATS = "two_hats"


TWO_HATS_ASKED = "two_hats_asked"
"""Stands among what a profile relaxes while `two_hats` waits for a second person."""

MAY_RELAX: dict[Profile, frozenset[Safeguard]] = {
    Profile.SMALL: frozenset(Safeguard),
    Profile.MEDIUM: frozenset({Safeguard.THIRD_PERSON, Safeguard.NO_EXCHANGE}),
    Profile.FULL: frozenset(),
}
"""What a team of a profile may give up; everything else it keeps."""

MAKES_DOUBTFUL = frozenset({Safeguard.SECOND_READINGS, Safeguard.CALIBRATION_GATE})
"""Relaxed safeguards without which nobody can tell how reliable readings are."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A safeguard that a team did without.

    Attributes:
        safeguard: Which one.
        since: Local day on which it was given up.
        until: Local day from which it was kept again; None while the team does without it.
    """

    safeguard: Safeguard
    since: date
    until: date | None


class Rule(StrEnum):
    """What the registered people must be able to keep."""

    READERS = "readers"
    SECOND_READER = "second_reader"
    MODERATOR = "moderator"
    OBJECTION_PANEL = "objection_panel"
    SECOND_SUPERVISOR = "second_supervisor"
    LOG_ADMINISTRATOR = "log_administrator"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"


@dataclass(frozen=True, slots=True)
class People:
    """Who is registered and active.

    Attributes:
        readers: People who may read files.
        supervisors: Senior supervisors among them.
        moderators: People who may decide between readings.
        system_admins: System administrators.
        audit_admins: Log administrators.
        security_admins: Security administrators.
    """

    readers: int
    supervisors: int
    moderators: int
    system_admins: int
    audit_admins: int
    security_admins: int = 0


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """One rule held against the people there.

    Attributes:
        rule: The rule.
        needed: People needed.
        there: People there.
        relaxed_by: The safeguard whose relaxing is the way out; None when people must come.
        is_relaxed: True when it is relaxed.
    """

    rule: Rule
    needed: int
    there: int
    relaxed_by: Safeguard | None = None
    is_relaxed: bool = False

    @property
    def is_kept(self) -> bool:
        """Tell whether enough people are there."""
        return self.there >= self.needed


def profile_of(readers: int) -> Profile:
    """Give the profile of a team by its size.

    Args:
        readers: Active people who read files.

    Returns:
        Small up to 5, medium up to 11, full from 12.

    Source: docs/defaults.md, `SMALL_TEAM_MOST`, `MEDIUM_TEAM_MOST`.
    """
    if readers <= SMALL_TEAM_MOST:
        return Profile.SMALL
    return Profile.MEDIUM if readers <= MEDIUM_TEAM_MOST else Profile.FULL


def may_relax(profile: Profile, relaxed: Collection[Safeguard]) -> bool:
    """Tell whether a team may give up some safeguards.

    Args:
        profile: The team's profile.
        relaxed: What it would give up.

    Returns:
        False when one of them is within its reach.
    """
    return frozenset(relaxed) <= MAY_RELAX[profile]


def spans_given_up(
    changes: Iterable[tuple[date, Collection[Safeguard]]], first: date, last: date
) -> tuple[GivenUp, ...]:
    """Find what a team did without, so that nobody can say how reliable its readings are.

    Args:
        changes: From which day on what was given up, oldest first; of one day the last holds.
        first: First day looked at.
        last: Last day looked at; what came after it is not looked at.

    Returns:
        Second readings and the calibration gate, each for every span that reaches into the days
        looked at, by day and then by name.
    """
    begun: dict[Safeguard, date] = {}
    found: list[GivenUp] = []
    for day, relaxed in changes:
        if day > last:
            break
        for one in sorted(MAKES_DOUBTFUL):
            if one in relaxed:
                begun.setdefault(one, day)
            elif one in begun:
                found.append(GivenUp(one, begun.pop(one), day))
    found += [GivenUp(one, since, None) for one, since in begun.items()]
    return tuple(
        sorted(
            (one for one in found if one.until is None or one.until >= first),
            key=lambda one: (one.since, one.safeguard),
        )
    )


def checks_of(people: People, relaxed: Collection[Safeguard]) -> tuple[RuleCheck, ...]:
    """Hold every rule against the people there.

    Args:
        people: Who is there.
        relaxed: What the team gave up.

    Returns:
        In the order of `Rule`; the way out beside each that can be relaxed.
    """
    needs: tuple[tuple[Rule, int, int, Safeguard | None], ...] = (
        (Rule.READERS, 2, people.readers, None),
        (Rule.SECOND_READER, 3, people.readers, Safeguard.SECOND_READINGS),
        (Rule.MODERATOR, 1, people.moderators, Safeguard.THIRD_PERSON),
        (Rule.OBJECTION_PANEL, 5, people.readers, Safeguard.NO_EXCHANGE),
        (Rule.SECOND_SUPERVISOR, 2, people.supervisors, None),
        (Rule.LOG_ADMINISTRATOR, 1, people.audit_admins, None),
        (Rule.SYSTEM_ADMINISTRATOR, 1, people.system_admins, None),
        (Rule.SECURITY_ADMINISTRATOR, 1, people.security_admins, Safeguard.TWO_HATS),
    )
    return tuple(
        RuleCheck(rule, needed, there, out, out in relaxed) for rule, needed, there, out in needs
    )
