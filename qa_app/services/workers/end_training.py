"""Take out what was recorded of a training by mistake."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.training import TrainingFact
from qa_app.domain.worker_events import TrainingChanged
from qa_app.domain.workers import EndedWhy
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.recording import end_row
from qa_app.models.training_rows import (
    NAMING_EVENTS,
    TrainingAttendanceRow,
    TrainingEventRow,
    TrainingTrainerRow,
)
from qa_app.models.transaction import transaction
from qa_app.queries.named_rows import rows_in_use
from qa_app.queries.reach import centres_within, places_within

_ROWS: dict[TrainingFact, Any] = {
    TrainingFact.EVENT: TrainingEventRow,
    TrainingFact.TRAINER: TrainingTrainerRow,
    TrainingFact.ATTENDANCE: TrainingAttendanceRow,
}


def end_training(
    session: Session, actor: Actor, fact: tuple[TrainingFact, int], *, at: datetime
) -> None:
    """Take out an event, a trainer, or somebody who is said to have attended.

    Args:
        session: A database session.
        actor: Who takes it out.
        fact: What it is, and the row.
        at: The present.

    Raises:
        NotAllowedError: The actor may not record training.
        OutOfReachError: There is no such row within reach.
        InvalidError: Somebody trained at the event or attended it, or it answered an action
            (`row_in_use`).
        ConflictError: It was taken out before (`fact_changed`).
    """
    if not may(actor, Permission.TRAINING_RECORD):
        raise NotAllowedError("training:record")
    kind, row_id = fact
    row = _ROWS.get(kind)
    if row is None:
        raise OutOfReachError("training")
    step = EndedWhy.MISTAKEN.value
    event = TrainingChanged(actor=actor, at=at, object_id=row_id, fact=kind.value, step=step)
    with transaction(session, event):
        if not _is_in_reach(session, actor, kind, row_id):
            raise OutOfReachError("training")
        if kind is TrainingFact.EVENT and rows_in_use(session, NAMING_EVENTS, [row_id]):
            raise InvalidError("row_in_use")
        if not end_row(session, row, row_id, EndedWhy.MISTAKEN, (actor.account_id, at)):
            raise ConflictError("fact_changed")


def _is_in_reach(session: Session, actor: Actor, kind: TrainingFact, row_id: int) -> bool:
    if kind is TrainingFact.ATTENDANCE:
        query = (
            select(TrainingAttendanceRow.id)
            .join(PractitionerRow, PractitionerRow.id == TrainingAttendanceRow.practitioner_id)
            .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
            .where(centres_within(actor, Permission.TRAINING_RECORD))
        )
        return session.execute(query.where(TrainingAttendanceRow.id == row_id)).first() is not None
    within = places_within(actor, Permission.TRAINING_RECORD)
    event = TrainingEventRow
    places = select(event.id).join(PlaceRow, PlaceRow.id == event.place_id).where(within)
    if kind is TrainingFact.TRAINER:
        places = places.join(TrainingTrainerRow, TrainingTrainerRow.event_id == event.id)
        places = places.where(TrainingTrainerRow.id == row_id)
    else:
        places = places.where(event.id == row_id)
    return session.execute(places).first() is not None
