"""Object to a result on behalf of its centre."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import check_reason, objection_place
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.follow_up_events import ObjectionMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.objections import (
    Ground,
    ObjectionState,
    ObjectionStep,
    ResultStanding,
    Side,
    check_raise,
    step_after,
)
from qa_app.domain.parties import is_manager
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.findings import ObjectionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.reading_chain import objected_before
from qa_app.queries.result_place import HeldResult, held_result


@dataclass(frozen=True, slots=True)
class NewObjection:
    """An objection as its form sends it.

    Attributes:
        ground: Code of a `Ground`.
        text: What is objected to, and what shows it.
        key: Random key of the form; None when the caller has none.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    ground: str
    text: str
    key: str | None = None
    name_reason: str = ""


def raise_objection(
    session: Session, actor: Actor, audit_id: int, new: NewObjection, zone: str, *, at: datetime
) -> int:
    """Raise an objection.

    Args:
        session: A database session.
        actor: Who manages the centre.
        audit_id: The result, provisional or final.
        new: The objection.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The objection; the same for the same key of a form.

    Raises:
        OutOfReachError: There is no such result within reach, or the actor may not.
        NotAllowedError: The actor does not manage that centre (`not_your_step`).
        InvalidError: The ground is unknown (`unknown_ground`), or words are missing or refused.
        ConflictError: There is an objection, the result is not shown, or it is too late
            (`domain.objections.check_raise`); the key was used for something else
            (`key_reused`).
    """
    body = f"{audit_id}\n{new.ground}\n{new.text}"
    request = Request(actor.account_id, new.key, "objection:raise", body)
    event = ObjectionMoved(
        actor=actor, at=at, object_id=audit_id, step=ObjectionStep.RAISE.value, reason=new.ground
    )

    def make(act: Act) -> int:
        result = held_result(session, actor, audit_id, Permission.OBJECTION_RAISE)
        made = _raise(session, actor, result, new, ZoneInfo(zone), at)
        where = NamedText(audit_id, NamePlace.OBJECTION, actor.account_id, at)
        why = keep_reason_for(session, where, [new.text], new.name_reason)
        act.learn(centre_id=result.place.centre_id, name_reason=why)
        return made

    return once(session, request, event, make)


def _raise(
    session: Session,
    actor: Actor,
    result: HeldResult,
    new: NewObjection,
    zone: ZoneInfo,
    at: datetime,
) -> int:
    if not is_manager(actor, result.place):
        raise NotAllowedError("not_your_step")
    if new.ground not in tuple(Ground):
        raise InvalidError("unknown_ground")
    check_reason(new.text, name_reason=new.name_reason)
    final_on = result.final_at.astimezone(zone).date() if result.final_at else None
    standing = ResultStanding(result.shared_at is not None, result.state == "signed", final_on)
    is_repeated = objected_before(session, result.audit_id)
    check_raise(standing, at.astimezone(zone).date(), is_repeated=is_repeated)
    after = step_after(ObjectionState.NONE, ObjectionStep.RAISE, Side.CENTRE)
    place = objection_place(result.audit_id, "body")
    return session.execute(
        insert(ObjectionRow)
        .values(
            audit_id=result.audit_id,
            ground=new.ground,
            body=sealer_of(session).seal(new.text.strip(), place),
            state=after.value,
            raised_at=at,
            raised_by=actor.account_id,
        )
        .returning(ObjectionRow.id)
    ).scalar_one()
