"""Who may supervise whom: terms, days, circles, and how many people one supervisor takes on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import (
    AGREED_MINUTES,
    AGREEMENT_EVERY_DAYS_MOST,
    DEPLOYMENT_DAYS_MOST,
    SUPERVISED_MOST,
    SUPERVISED_WITHOUT_REASON,
)
from qa_app.domain.people import NO_REACH, Actor, Reach, Role
from qa_app.domain.session_blocks import Function

_WHOLE = 100


class AgreementKind(StrEnum):
    """What an agreement is: the usual one, somebody who stands in, or work at another centre."""

    STANDING = "standing"
    DEPUTY = "deputy"
    DEPLOYMENT = "deployment"


class EndReason(StrEnum):
    """Why an agreement ends; the first four are those of any work that passes on."""

    LEFT = "left"
    AWAY = "away"
    WORKLOAD = "workload"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    MOVED = "moved"
    ASKED = "asked"
    MISTAKE = "mistake"


class OverReason(StrEnum):
    """Why somebody supervises more people than may be without a reason."""

    NOBODY_ELSE = "nobody_else"
    UNTIL_SUCCESSOR = "until_successor"
    EXPERIENCED = "experienced"


class AbsenceKind(StrEnum):
    """Why a supervisor is away."""

    LEAVE = "leave"
    ILLNESS = "illness"
    TRAINING = "training"
    OTHER = "other"


class Load(StrEnum):
    """How many people somebody supervises, beside the ceiling."""

    WITHIN = "within"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


@dataclass(frozen=True, slots=True)
class Terms:
    """What two people agree on.

    Attributes:
        every_days: Days from one session to the next; None leaves it to the time in post.
        minutes: How long one session takes.
        functions: Whole per cents by function of supervision, 100 together.
    """

    every_days: int | None
    minutes: int
    functions: Mapping[Function, int]


@dataclass(frozen=True, slots=True)
class Bond:
    """One person supervises another on some days.

    Attributes:
        supervisor: Who supervises, as an account.
        supervised: Who is supervised; the account of a practitioner who has one.
        from_on: First day.
        until_on: Last day; None while it lasts.
    """

    supervisor: int
    supervised: int
    from_on: date
    until_on: date | None = None


READS_OTHERS = frozenset({Role.SENIOR_SUPERVISOR, Role.CENTRE_MANAGER})
"""Roles that see who supervises whom at their centres; others see what they are part of."""


def reach_over_agreements(actor: Actor) -> Reach:
    """Give the centres and branches whose agreements somebody sees.

    Args:
        actor: Who wants to read.

    Returns:
        The joined reach of every grant whose role sees others.
    """
    return actor.reach_as(READS_OTHERS)


def terms_fault(terms: Terms) -> str:
    """Tell what is wrong with the terms of an agreement.

    Args:
        terms: What was agreed.

    Returns:
        A code: the rhythm leaves months out (`every_days`), a session is too short or too long
        (`minutes`), the shares are not whole, or not 100 together (`functions`); empty when
        nothing is. At most 28 days apart there is a session in each calendar month.
    """
    least, most = AGREED_MINUTES
    if terms.every_days is not None and not 1 <= terms.every_days <= AGREEMENT_EVERY_DAYS_MOST:
        return "every_days"
    if not least <= terms.minutes <= most:
        return "minutes"
    shares = terms.functions.values()
    if min(shares, default=-1) < 0 or sum(shares) != _WHOLE:
        return "functions"
    return ""


def days_fault(kind: AgreementKind, from_on: date, until_on: date | None) -> str:
    """Tell what is wrong with the days of an agreement.

    Args:
        kind: What it is; deputies and deployments have a last day.
        from_on: First day.
        until_on: Last day; None for none.

    Returns:
        A code: it has no last day (`until_missing`), ends before it begins (`ends_before`), or a
        deployment is no temporary one (`too_long`); empty when nothing is.
    """
    if until_on is None:
        return "" if kind is AgreementKind.STANDING else "until_missing"
    if until_on < from_on:
        return "ends_before"
    if kind is AgreementKind.DEPLOYMENT and (until_on - from_on).days >= DEPLOYMENT_DAYS_MOST:
        return "too_long"
    return ""


def overlap(one: Bond, other: Bond) -> bool:
    """Tell whether two bonds hold on a day together.

    Args:
        one: A bond; one that ends before it begins holds on none.
        other: Another one.

    Returns:
        True when there is such a day.
    """
    return _common(one, other) is not None


def closes_circle(bonds: Iterable[Bond], new: Bond) -> bool:
    """Tell whether somebody would come to supervise themself by way of others, on any day.

    Args:
        bonds: What is agreed.
        new: What would be.

    Returns:
        True when a chain leads from the supervised person back to the supervisor while the new
        bond holds.
    """
    if new.supervisor == new.supervised:
        return True
    below: dict[int, list[Bond]] = defaultdict(list)
    for bond in bonds:
        below[bond.supervisor].append(bond)
    waiting = [new]
    seen: set[tuple[int, date, date | None]] = set()
    while waiting:
        reached = waiting.pop()
        for bond in below[reached.supervised]:
            days = _common(reached, bond)
            if days is None or (bond.supervised, *days) in seen:
                continue
            if bond.supervised == new.supervisor:
                return True
            seen.add((bond.supervised, *days))
            waiting.append(Bond(bond.supervisor, bond.supervised, *days))
    return False


def most_at_once(bonds: Collection[Bond], from_on: date, until_on: date | None) -> int:
    """Count the people whom one supervisor has on the fullest day of a span.

    Args:
        bonds: Bonds of that supervisor; a person in several counts once.
        from_on: First day of the span.
        until_on: Last day; None without end.

    Returns:
        The number; numbers rise only on first days of bonds, so only these are looked at.
    """
    days = {from_on} | {
        one.from_on
        for one in bonds
        if one.from_on > from_on and (until_on is None or one.from_on <= until_on)
    }
    return max(len({one.supervised for one in bonds if holds_on(one, day)}) for day in days)


def holds_on(bond: Bond, day: date) -> bool:
    """Tell whether a bond holds on a day.

    Args:
        bond: It.
        day: The day.

    Returns:
        True from its first to its last day.
    """
    return bond.from_on <= day and (bond.until_on is None or day <= bond.until_on)


def load_of(count: int) -> Load:
    """Hold the number of supervised people against the ceiling.

    Args:
        count: How many.

    Returns:
        Within it, above it, or so far above that a reason is asked for.

    Source: domain report a1, 16 and 17 (CPMS standard 18: 5 to 6; CWLA: 5); rubric
    supervision_practice A2: met up to 6, partly up to 8.
    """
    if count <= SUPERVISED_MOST:
        return Load.WITHIN
    return Load.ABOVE if count <= SUPERVISED_WITHOUT_REASON else Load.FAR_ABOVE


def contains(outer: Reach, inner: Reach, paths: Mapping[int, str]) -> bool:
    """Tell whether one reach holds all of another.

    Args:
        outer: Of who would supervise.
        inner: Of who would be supervised.
        paths: Path of the node of each single centre of `inner`.

    Returns:
        True when nothing of the inner one lies outside.
    """
    if outer.is_everything or inner.is_everything:
        return outer.is_everything
    branches = all(outer.covers(0, path) for path in inner.place_paths)
    return branches and all(outer.covers(one, paths.get(one, "")) for one in inner.centre_ids)


def touches(one: Reach, other: Reach, paths: Mapping[int, str]) -> bool:
    """Tell whether two people have a branch or a centre in common.

    Args:
        one: The reach of one of them.
        other: That of the other.
        paths: Path of the node of each single centre of both.

    Returns:
        True when something lies within both.
    """
    nobody = NO_REACH in {one, other}
    if nobody or one.is_everything or other.is_everything:
        return not nobody
    return _meets(one, other, paths) or _meets(other, one, paths)


def _meets(outer: Reach, inner: Reach, paths: Mapping[int, str]) -> bool:
    return any(outer.covers(0, path) for path in inner.place_paths) or any(
        outer.covers(one, paths.get(one, "")) for one in inner.centre_ids
    )


def branch_of(reach: Reach, paths: Mapping[int, str]) -> str:
    """Name the branch in which somebody works who supervises.

    Args:
        reach: Over which they lead sessions.
        paths: Path of the node of each single centre of it.

    Returns:
        The path that its branches and centres have in common; empty for the whole network.
    """
    if reach.is_everything:
        return ""
    found = sorted({*reach.place_paths, *(paths.get(one, "") for one in reach.centre_ids)})
    if not found:
        return ""
    common = []
    for steps in zip(*(one.strip("/").split("/") for one in found), strict=False):
        if len(set(steps)) > 1 or not steps[0]:
            break
        common.append(steps[0])
    return "".join(f"{step}/" for step in common)


def _common(one: Bond, other: Bond) -> tuple[date, date | None] | None:
    first = max(one.from_on, other.from_on)
    ends = list(_ends(one, other))
    last = min(ends) if ends else None
    return None if last is not None and last < first else (first, last)


def _ends(*bonds: Bond) -> Iterator[date]:
    return (bond.until_on for bond in bonds if bond.until_on is not None)
