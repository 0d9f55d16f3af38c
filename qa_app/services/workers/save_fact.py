"""Record what a worker is, holds, or was checked for; or correct what was recorded."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.register_terms import AreaCertificates
from qa_app.domain.worker_events import WorkerChanged
from qa_app.domain.workers import (
    FACT_OF,
    EndedWhy,
    FactKind,
    NewCheck,
    NewLicence,
    NewWorkerProfile,
    SentFact,
    check_check,
    check_profile,
    licence_area,
)
from qa_app.models.idempotency import Request, once
from qa_app.models.places import PractitionerRow
from qa_app.models.recording import end_row, write_row
from qa_app.models.transaction import Act
from qa_app.models.worker_rows import WorkerCheckRow, WorkerLicenceRow, WorkerProfileRow
from qa_app.queries.worker_reach import recorded_worker

_ROWS: dict[FactKind, Any] = {
    FactKind.PROFILE: WorkerProfileRow,
    FactKind.LICENCE: WorkerLicenceRow,
    FactKind.CHECK: WorkerCheckRow,
}


def save_fact(  # noqa: PLR0913 - the city's table and the zone are arguments, as everything from outside
    session: Session,
    actor: Actor,
    practitioner_id: int,
    sent: SentFact,
    tables: Iterable[AreaCertificates],
    zone: str,
    *,
    at: datetime,
) -> int:
    """Record something of a worker.

    Args:
        session: A database session.
        actor: Who records it.
        practitioner_id: The worker.
        sent: A profile, a licence or a check, and which row it corrects.
        tables: The city's table of certificates, from the criteria in force.
        zone: Local time zone.
        at: The present.

    Returns:
        The new row, the same for the same key.

    Raises:
        OutOfReachError: There is no such worker within reach, or no such row of theirs.
        InvalidError: It cannot be (`domain.workers`), or who answers for a student or volunteer
            is no other worker of the centre (`under_unknown`).
        ConflictError: The row was corrected or ended meanwhile (`fact_changed`), or the key was
            used for something else (`key_reused`).
    """
    kind = FACT_OF[type(sent.fact)]
    request = Request(actor.account_id, sent.key, f"worker:{kind}", f"{practitioner_id}\n{sent!r}")
    step = "write" if sent.replaces is None else "correct"
    event = WorkerChanged(actor=actor, at=at, object_id=practitioner_id, fact=kind, step=step)

    def make(act: Act) -> int:
        values = _values(session, act, practitioner_id, sent, (tuple(tables), zone))
        _replace(session, act, practitioner_id, sent)
        return write_row(session, _ROWS[kind], values, actor.account_id, at)

    return once(session, request, event, make)


def _values(
    session: Session,
    act: Act,
    practitioner_id: int,
    sent: SentFact,
    ground: tuple[tuple[AreaCertificates, ...], str],
) -> dict[str, Any]:
    found = recorded_worker(session, act.event.actor, practitioner_id)
    if found is None:
        raise OutOfReachError("practitioner")
    act.learn(centre_id=found[0])
    today = local_day(act.event.at, ground[1])
    values: dict[str, Any] = {"practitioner_id": practitioner_id}
    if isinstance(sent.fact, NewWorkerProfile):
        return values | _profile(session, practitioner_id, found[0], (sent.fact, today))
    if isinstance(sent.fact, NewLicence):
        fact = sent.fact
        return values | {
            "area_code": licence_area(fact, ground[0]),
            "kind": fact.kind,
            "level": fact.level,
            "valid_from": fact.valid_from,
            "valid_until": fact.valid_until,
        }
    check_check(sent.fact, today)
    return values | _check(sent.fact)


def _profile(
    session: Session, practitioner_id: int, centre_id: int, asked: tuple[NewWorkerProfile, Any]
) -> dict[str, Any]:
    fact, today = asked
    row = PractitionerRow
    started = session.execute(select(row.started_on).where(row.id == practitioner_id)).scalar_one()
    check_profile(fact, started, today)
    under_id = None
    if fact.under:
        under_id = session.execute(
            select(row.id).where(
                row.centre_id == centre_id, row.code == fact.under, row.id != practitioner_id
            )
        ).scalar_one_or_none()
        if under_id is None:
            raise InvalidError("under_unknown", practitioner=fact.under)
    return {
        "from_on": fact.from_on,
        "kind": fact.kind.value,
        "tier": fact.tier.value,
        "is_paid": fact.is_paid,
        "full_time_percent": fact.full_time_percent,
        "meets_children": fact.meets_children,
        "under_id": under_id,
    }


def _check(fact: NewCheck) -> dict[str, Any]:
    return {
        "asked_on": fact.asked_on,
        "answered_on": fact.answered_on,
        "outcome": fact.outcome.value if fact.outcome else "",
        "answered_by": fact.answered_by.value if fact.answered_by else "",
    }


def _replace(session: Session, act: Act, practitioner_id: int, sent: SentFact) -> None:
    if sent.replaces is None:
        return
    row = _ROWS[FACT_OF[type(sent.fact)]]
    theirs = session.execute(
        select(row.id).where(row.id == sent.replaces, row.practitioner_id == practitioner_id)
    ).scalar_one_or_none()
    if theirs is None:
        raise OutOfReachError("fact")
    ended = (act.event.actor.account_id, act.event.at)
    if not end_row(session, row, sent.replaces, EndedWhy.CORRECTED, ended):
        raise ConflictError("fact_changed")
