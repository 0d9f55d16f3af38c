"""Take back a referral, complaint or incident that was recorded by mistake."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.events import Event
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import ComplaintRecorded, IncidentRecorded, ReferralRecorded
from qa_app.domain.service_threads import RecordKind
from qa_app.models.service_records import ComplaintRow, IncidentRow, ReferralRow
from qa_app.models.service_versions import MISTAKEN, Versioned, end_version
from qa_app.models.transaction import Act, transaction
from qa_app.queries.service_records import SeenVersion, standing

_STEP = "taken_back"


def take_back_record(
    session: Session, actor: Actor, kind: RecordKind, seen: SeenVersion, *, at: datetime
) -> None:
    """Take a record back, so that it can be recorded anew; its versions stay.

    Args:
        session: A database session.
        actor: Manager of the centre.
        kind: What is taken back.
        seen: The record as it was shown.
        at: The present.

    Raises:
        OutOfReachError: There is no such record where the actor may record.
        ConflictError: Somebody changed it meanwhile (`changed_meanwhile`), or a supervisor has said
            whether the incident was so (`judged_stays`): then a centre takes nothing back.
    """
    with transaction(session, _event(actor, kind, seen, at)) as act:
        if kind is RecordKind.REFERRAL:
            _end(session, act, ReferralRow, seen)
        elif kind is RecordKind.COMPLAINT:
            _end(session, act, ComplaintRow, seen)
        else:
            row = _end(session, act, IncidentRow, seen)
            if row.judgement is not None:
                raise ConflictError("judged_stays")


def _event(actor: Actor, kind: RecordKind, seen: SeenVersion, at: datetime) -> Event:
    if kind is RecordKind.REFERRAL:
        return ReferralRecorded(actor=actor, at=at, object_id=seen.thread, step=_STEP)
    if kind is RecordKind.COMPLAINT:
        return ComplaintRecorded(actor=actor, at=at, object_id=seen.thread, step=_STEP)
    return IncidentRecorded(actor=actor, at=at, object_id=seen.thread, step=_STEP)


def _end(session: Session, act: Act, kind: type[Versioned], seen: SeenVersion) -> Versioned:
    actor = act.event.actor
    permission = Permission.SERVICE_RECORD
    row = standing(session, actor, kind, seen.thread, permission, is_locked=True)
    if row is None:
        raise OutOfReachError("record")
    if row.id != seen.version:
        raise ConflictError("changed_meanwhile")
    act.learn(centre_id=row.centre_id)
    end_version(session, row, MISTAKEN, actor.account_id, act.event.at)
    return row
