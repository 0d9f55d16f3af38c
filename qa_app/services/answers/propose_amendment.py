"""Propose to amend a result, after an objection; a second person confirms."""

import json
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AmendmentSent, amendment_place, check_reason
from qa_app.domain.follow_up_events import AmendmentMoved
from qa_app.domain.objections import ObjectionStep
from qa_app.domain.people import Actor
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.amendable import amended
from qa_app.queries.bars import refuse_barred
from qa_app.queries.objection_place import held_objection, stepped


def propose_amendment(
    session: Session, actor: Actor, audit_id: int, sent: AmendmentSent, zone: str, *, at: datetime
) -> int:
    """Propose other answers to some items, with a reason that is printed.

    Args:
        session: A database session.
        actor: Somebody who took no part in the result.
        audit_id: The result.
        sent: The answers and the reason.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The amendment.

    Raises:
        OutOfReachError: There is no objection to such a result within reach, or the actor may
            not.
        NotAllowedError: The actor took part (`took_part`) or acts for the centre
            (`not_your_step`).
        InvalidError: The reason is missing or refused; nothing would change, an answer is
            unknown, or the reading would lack something (`domain.amendments`).
        ConflictError: Something bars the actor from the file (`barred`, `barred_own`);
            The objection is decided, or an amendment waits (`objection_state`); the
            result does not count any more (`not_shared`).
    """
    step = ObjectionStep.PROPOSE
    event = AmendmentMoved(actor=actor, at=at, object_id=audit_id, step=step.value, reason="")
    with transaction(session, event) as act:
        held = held_objection(session, actor, audit_id)
        state = stepped(session, actor, held, step)
        refuse_barred(session, actor.account_id or 0, audit_id, at.date())
        check_reason(sent.reason, keeps_name=sent.keeps_name)
        reason = sent.reason.strip()
        amended(session, audit_id, sent.answers, reason, zone)
        sealer = sealer_of(session)
        changes = json.dumps(dict(sent.answers), ensure_ascii=False, sort_keys=True)
        made = session.execute(
            insert(AmendmentRow)
            .values(
                audit_id=audit_id,
                objection_id=held.objection_id,
                body=sealer.seal(reason, amendment_place(audit_id, "body")),
                changes=sealer.seal(changes, amendment_place(audit_id, "changes")),
                state="asked",
                asked_at=at,
                asked_by=actor.account_id,
            )
            .returning(AmendmentRow.id)
        ).scalar_one()
        session.execute(
            update(ObjectionRow)
            .where(ObjectionRow.id == held.objection_id)
            .values(state=state.value)
            .execution_options(synchronize_session=False)
        )
        act.learn(centre_id=held.result.place.centre_id, reason=held.ground)
    return made
