"""End what was recorded of a worker: it is over, or was recorded by mistake."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.worker_events import WorkerChanged
from qa_app.domain.workers import EndedWhy, FactKind
from qa_app.models.recording import end_row
from qa_app.models.transaction import transaction
from qa_app.models.worker_rows import WorkerCheckRow, WorkerLicenceRow, WorkerProfileRow
from qa_app.queries.worker_reach import recorded_worker

_ROWS: dict[FactKind, Any] = {
    FactKind.PROFILE: WorkerProfileRow,
    FactKind.LICENCE: WorkerLicenceRow,
    FactKind.CHECK: WorkerCheckRow,
}


def end_fact(
    session: Session, actor: Actor, fact: tuple[FactKind, int], why: EndedWhy, *, at: datetime
) -> None:
    """End a row about a worker.

    Args:
        session: A database session.
        actor: Who ends it.
        fact: What it is, and the row.
        why: `over` or `mistaken`.
        at: The present.

    Raises:
        OutOfReachError: There is no such row within reach.
        InvalidError: A correction needs what is right instead (`reason_unfit`).
        ConflictError: It was corrected or ended meanwhile (`fact_changed`).
    """
    if why is EndedWhy.CORRECTED:
        raise InvalidError("reason_unfit")
    row = _ROWS[fact[0]]
    event = WorkerChanged(actor=actor, at=at, fact=fact[0].value, step=why.value)
    with transaction(session, event) as act:
        worker = session.execute(
            select(row.practitioner_id).where(row.id == fact[1])
        ).scalar_one_or_none()
        found = None if worker is None else recorded_worker(session, actor, worker)
        if found is None:
            raise OutOfReachError("fact")
        act.learn(object_id=worker, centre_id=found[0])
        if not end_row(session, row, fact[1], why, (actor.account_id, at)):
            raise ConflictError("fact_changed")
