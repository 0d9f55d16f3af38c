"""Take back an amendment that still waits, as who proposed it; what was proposed is kept."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.follow_up_events import REQUEST, WITHDRAW, AmendmentMoved
from qa_app.domain.objections import ObjectionState, check_withdrawal
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.transaction import Act
from qa_app.queries.amendable import waiting_amendment
from qa_app.queries.objection_place import objection_to
from qa_app.queries.result_place import held_result


def withdraw_amendment(
    session: Session, actor: Actor, audit_id: int, *, at: datetime, key: str | None = None
) -> None:
    """Take back what one proposed oneself; an objection that led to it is open again.

    Args:
        session: A database session.
        actor: Who proposed it, also where a tie bars them from the file since.
        audit_id: The result.
        at: The present.
        key: Random key of the form, with which it is taken back once however often it is sent;
            None when the caller has none.

    Raises:
        OutOfReachError: There is no such result within reach, or the actor may not.
        NotAllowedError: Somebody else proposed it (`not_your_step`).
        ConflictError: No amendment waits any more (`no_amendment`); the key was used for something
            else (`key_reused`).
    """
    request = Request(actor.account_id, key, "amendment:withdraw", str(audit_id))
    event = AmendmentMoved(actor=actor, at=at, object_id=audit_id, step=WITHDRAW, reason="")

    def take_back(act: Act) -> int:
        result = held_result(session, actor, audit_id, Permission.OBJECTION_DECIDE)
        waits = waiting_amendment(session, audit_id)
        is_proposer = (
            waits is not None and waits.asked_by is not None and waits.asked_by == actor.account_id
        )
        check_withdrawal(is_waiting=waits is not None, is_proposer=is_proposer)
        session.execute(
            update(AmendmentRow)
            .where(AmendmentRow.audit_id == audit_id, AmendmentRow.state == "asked")
            # settled by nobody: the database knows only a second person there
            .values(state="withdrawn", settled_at=at)
            .execution_options(synchronize_session=False)
        )
        objection = objection_to(session, result)
        is_led_to = waits is not None and waits.objection_id is not None
        if objection is not None and is_led_to:
            session.execute(
                update(ObjectionRow)
                .where(ObjectionRow.id == objection.objection_id)
                .values(state=ObjectionState.OPEN.value)
                .execution_options(synchronize_session=False)
            )
        reason = objection.ground if objection is not None and is_led_to else REQUEST
        act.learn(centre_id=result.place.centre_id, reason=reason)
        return audit_id

    once(session, request, event, take_back)
