"""Who may not read, moderate or decide about a file: every bar by name, and until when.

One rule for every act in which one person judges another's work: a draw, a file given to a
reader, a second reading, a moderation, an objection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import MEMBERSHIP_BAR_MONTHS, SESSIONS_BAR_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.people import Actor
from qa_app.domain.totals import SampleType


class BarKind(StrEnum):
    """Why somebody may not judge a file; the nearest to the file first."""

    OWN_CASE = "own_case"
    DECLARED_WORKER = "declared_worker"
    SUPERVISEE = "supervisee"
    LED_SESSIONS = "led_sessions"
    OWN_CENTRE = "own_centre"
    DECLARED_CENTRE = "declared_centre"


BARRED = frozenset({"barred_own", "barred"})
"""Codes of refusals that say so: the person worked on the file, or something else ties them."""


class TieKind(StrEnum):
    """What ties a person to a centre or to one of its workers."""

    MEMBERSHIP = "membership"
    CONFLICT = "conflict"
    SUPERVISION = "supervision"
    SESSIONS = "sessions"


RECORDED_TIES = (TieKind.MEMBERSHIP, TieKind.CONFLICT, TieKind.SUPERVISION)
"""Ties that somebody records; that sessions were led follows from the plan and its records."""


class ConflictReason(StrEnum):
    """Why somebody declares a conflict of interest."""

    FAMILY = "family"
    FRIENDSHIP = "friendship"
    DISPUTE = "dispute"
    MONEY = "money"
    PARTY_TO_CASE = "party_to_case"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of a person, from a day on.

    Attributes:
        kind: What it is.
        centre_id: The centre, or the centre of the worker.
        practitioner_id: The worker: for a membership the code that the person worked under,
            for a conflict, a supervision or sessions the other person; None when the centre as a
            whole is meant.
        from_on: First day; for sessions the day of the first.
        until_on: Last day, for sessions the day of the last, held or planned; None while it lasts.
        reason: Why a conflict is declared; None for the other kinds.
    """

    kind: TieKind
    centre_id: int
    practitioner_id: int | None
    from_on: date
    until_on: date | None = None
    reason: ConflictReason | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What would be judged.

    Attributes:
        centre_id: Centre of the file.
        practitioner_id: Who worked on it; None when unknown or when no file is meant yet.
        on: The day of the reading; a tie that begins later bars as well, for it is known.
        is_for_endorsement: True when the result counts for the register, as drawn files do.
    """

    centre_id: int
    practitioner_id: int | None
    on: date
    is_for_endorsement: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason why a person may not judge a file.

    Attributes:
        kind: The reason.
        until: First day on which it no longer holds; None when no end is known.
        reason: Why a conflict was declared; None otherwise.
    """

    kind: BarKind
    until: date | None = None
    reason: ConflictReason | None = None


def counts_for_endorsement(sample_type: str) -> bool:
    """Tell whether readings of a sample count for the register.

    Args:
        sample_type: How the file came to be read.

    Returns:
        True for files drawn at random and for all of them.
    """
    return sample_type in {SampleType.RANDOM.value, SampleType.CENSUS.value}


def bars_of(own_workers: Iterable[int], ties: Iterable[Tie], judged: Judged) -> tuple[Bar, ...]:
    """Name everything that keeps a person from judging a file.

    Args:
        own_workers: Codes of workers that are the person's own, of now and of before.
        ties: What ties the person to centres and workers.
        judged: The file, or only its centre.

    Returns:
        Every bar, the nearest to the file first; empty when the person may judge it.

    Source: docs/glossary.md, `barred`; docs/defaults.md, `MEMBERSHIP_BAR_MONTHS` and
        `SESSIONS_BAR_MONTHS`.
    """
    ties = tuple(ties)
    found = []
    worker = judged.practitioner_id
    if worker is not None and worker in {*own_workers, *own_codes(ties)}:
        found.append(Bar(BarKind.OWN_CASE))
    found += [bar for tie in ties if (bar := _bar(tie, judged)) is not None]
    return tuple(sorted(found, key=lambda one: list(BarKind).index(one.kind)))


def may_end(actor_id: int | None, account_id: int, recorded_by: int | None) -> bool:
    """Tell whether somebody who reaches a tie may give it its last day.

    Args:
        actor_id: Who would end it; None for the system.
        account_id: Whom it ties.
        recorded_by: Who recorded it; None for the system.

    Returns:
        False for what others recorded about the actor: else nobody could rely on it. What
        somebody declared themselves they may end.
    """
    return actor_id != account_id or recorded_by == actor_id


def own_codes(ties: Iterable[Tie]) -> frozenset[int]:
    """List under which codes a person worked, as their memberships say.

    Args:
        ties: The person's ties.

    Returns:
        Practitioners; a file they worked on stays theirs for good.
    """
    return frozenset(
        tie.practitioner_id
        for tie in ties
        if tie.kind is TieKind.MEMBERSHIP and tie.practitioner_id is not None
    )


def codes_of(reader: Actor, supervisor: Actor | None) -> frozenset[int]:
    """List under which codes those who read and lead work now: nobody does so with their own work.

    Args:
        reader: Who reads.
        supervisor: Who leads the session; None when that account is no longer active.

    Returns:
        Practitioners.
    """
    workers = {person.practitioner_id for person in (reader, supervisor) if person is not None}
    return frozenset(worker for worker in workers if worker is not None)


def workers_barred_by(
    own_workers: Iterable[int], ties: Iterable[Tie], judged: Judged
) -> frozenset[int]:
    """List whose files at a centre a person may not judge.

    Args:
        own_workers: Codes of workers that are the person's own.
        ties: What ties the person to centres and workers.
        judged: The centre and the day; no worker is meant yet.

    Returns:
        Practitioners; a bar against the whole centre lists nobody, see `bars_of`.
    """
    ties = tuple(ties)
    named = {tie.practitioner_id for tie in ties if tie.practitioner_id is not None}
    barred = {*own_workers, *own_codes(ties)}
    for worker in named - barred:
        one = Judged(judged.centre_id, worker, judged.on, judged.is_for_endorsement)
        if any(bar.kind in _OF_A_WORKER for bar in bars_of((), ties, one)):
            barred.add(worker)
    return frozenset(barred)


_OF_A_WORKER = {BarKind.DECLARED_WORKER, BarKind.SUPERVISEE, BarKind.LED_SESSIONS}
_FOR_ENDORSEMENT = {TieKind.SUPERVISION, TieKind.SESSIONS}


def _bar(tie: Tie, judged: Judged) -> Bar | None:
    if tie.kind in _FOR_ENDORSEMENT and not judged.is_for_endorsement:
        return None
    about_worker = tie.kind is not TieKind.MEMBERSHIP and tie.practitioner_id is not None
    if about_worker:
        is_meant = tie.practitioner_id == judged.practitioner_id
    else:
        is_meant = tie.centre_id == judged.centre_id
    if not is_meant:
        return None
    until = _until(tie)
    if until is not None and judged.on >= until:
        return None
    return Bar(_KINDS[tie.kind, about_worker], until, tie.reason)


def _until(tie: Tie) -> date | None:
    if tie.until_on is None:
        return None
    try:
        if tie.kind in _MONTHS_AFTER:
            return months_on(tie.until_on, _MONTHS_AFTER[tie.kind])
        return date.fromordinal(tie.until_on.toordinal() + 1)
    except ValueError:
        # a last day such as 9999-12-31 means that the tie lasts
        return None


_KINDS = {
    (TieKind.MEMBERSHIP, False): BarKind.OWN_CENTRE,
    (TieKind.CONFLICT, True): BarKind.DECLARED_WORKER,
    (TieKind.CONFLICT, False): BarKind.DECLARED_CENTRE,
    (TieKind.SUPERVISION, True): BarKind.SUPERVISEE,
    (TieKind.SESSIONS, True): BarKind.LED_SESSIONS,
}
_MONTHS_AFTER = {
    TieKind.MEMBERSHIP: MEMBERSHIP_BAR_MONTHS,
    TieKind.SESSIONS: SESSIONS_BAR_MONTHS,
}
