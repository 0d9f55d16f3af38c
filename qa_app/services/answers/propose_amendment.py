"""Propose to amend a result, after an objection or without one; a second person confirms."""

import json
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answer_texts import AmendmentSent, amendment_place, check_reason
from qa_app.domain.errors import ConflictError
from qa_app.domain.follow_up_events import REQUEST, AmendmentMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.objections import (
    WAITING,
    ObjectionState,
    ObjectionStep,
    ResultStanding,
    check_request,
)
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.signing import refuse_withdrawable
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.amendable import amended, waiting_amendment
from qa_app.queries.bars import refuse_barred
from qa_app.queries.objection_place import HeldObjection, objection_to, side_to, stepped
from qa_app.queries.openings import refuse_closed
from qa_app.queries.result_place import HeldResult, held_result


def propose_amendment(
    session: Session, actor: Actor, audit_id: int, sent: AmendmentSent, zone: str, *, at: datetime
) -> int:
    """Propose other answers to some items, with a reason that is printed.

    Where an objection is open, only somebody who took no part proposes. Without one, whoever
    looks after results may ask for it, such as a reader who sees an own mistake.

    Args:
        session: A database session.
        actor: Who proposes it.
        audit_id: The result.
        sent: The answers and the reason.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The amendment; the same for the same key of a form.

    Raises:
        OutOfReachError: There is no such result within reach, or the actor may not.
        AccessNeededError: The actor has to ask for access to its case file first.
        NotAllowedError: An objection is open and the actor took part (`took_part`), or they act
            for the centre (`not_your_step`).
        InvalidError: The reason is missing or refused; nothing would change, an answer is
            unknown, or the reading would lack something (`domain.amendments`).
        ConflictError: The actor read it and may still withdraw their signature
            (`withdrawable`); something bars the actor from the file (`barred`, `barred_own`);
            an amendment waits (`objection_state`, `amendment_waits`); the result is not shown
            to its centre or does not count any more (`not_amendable`); the key was used for
            something else (`key_reused`).
    """
    body = f"{audit_id}\n{_changes(sent)}\n{sent.reason}"
    request = Request(actor.account_id, sent.key, "amendment:propose", body)
    step = ObjectionStep.PROPOSE
    event = AmendmentMoved(actor=actor, at=at, object_id=audit_id, step=step.value, reason="")

    def make(act: Act) -> int:
        result = held_result(
            session, actor, audit_id, Permission.OBJECTION_DECIDE, or_own_locked=True
        )
        refuse_closed(session, actor, audit_id, at=at, on=local_day(at, zone))
        if result.place.reader_id == actor.account_id:
            refuse_withdrawable(result.signed_at, at)
        objection = _open_objection(session, actor, result)
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        check_reason(sent.reason, name_reason=sent.name_reason)
        amended(session, audit_id, sent.answers, sent.reason.strip(), zone)
        objection_id = None if objection is None else objection.objection_id
        made = _ask(session, actor, audit_id, objection_id, sent, at)
        if objection is not None:
            _propose(session, objection)
        reason = REQUEST if objection is None else objection.ground
        where = NamedText(audit_id, NamePlace.AMENDMENT, actor.account_id, at)
        why = keep_reason_for(session, where, [sent.reason], sent.name_reason)
        act.learn(centre_id=result.place.centre_id, reason=reason, name_reason=why)
        return made

    return once(session, request, event, make)


def _open_objection(session: Session, actor: Actor, result: HeldResult) -> HeldObjection | None:
    # the objection under which it is proposed; None without one, once the actor may ask for it
    is_waiting = waiting_amendment(session, result.audit_id) is not None
    objection = objection_to(session, result)
    if objection is not None and objection.state in WAITING:
        stepped(session, actor, objection, ObjectionStep.PROPOSE)
        if is_waiting:
            # asked for before the objection was raised: somebody settles it first
            raise ConflictError("amendment_waits")
        return objection
    standing = ResultStanding(result.shared_at is not None, result.state == "signed", None)
    check_request(side_to(session, actor, result), standing, is_waiting=is_waiting)
    return None


def _ask(
    session: Session,
    actor: Actor,
    audit_id: int,
    objection_id: int | None,
    sent: AmendmentSent,
    at: datetime,
) -> int:
    sealer = sealer_of(session)
    return session.execute(
        insert(AmendmentRow)
        .values(
            audit_id=audit_id,
            objection_id=objection_id,
            body=sealer.seal(sent.reason.strip(), amendment_place(audit_id, "body")),
            changes=sealer.seal(_changes(sent), amendment_place(audit_id, "changes")),
            state="asked",
            asked_at=at,
            asked_by=actor.account_id,
        )
        .returning(AmendmentRow.id)
    ).scalar_one()


def _changes(sent: AmendmentSent) -> str:
    return json.dumps(dict(sent.answers), ensure_ascii=False, sort_keys=True)


def _propose(session: Session, objection: HeldObjection) -> None:
    session.execute(
        update(ObjectionRow)
        .where(ObjectionRow.id == objection.objection_id)
        .values(state=ObjectionState.PROPOSED.value)
        .execution_options(synchronize_session=False)
    )
