"""Decide an objection by leaving the result as it is."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answer_texts import check_reason, objection_place
from qa_app.domain.follow_up_events import ObjectionMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.objections import ObjectionStep
from qa_app.domain.people import Actor
from qa_app.models.findings import ObjectionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.bars import refuse_barred
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.objection_place import held_objection, stepped
from qa_app.queries.who_took_part import took_part


def uphold_result(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    audit_id: int,
    reason: str,
    zone: str,
    *,
    at: datetime,
    name_reason: str = "",
    key: str | None = None,
) -> None:
    """Leave a result as it is, with a reason that is printed.

    Args:
        session: A database session.
        actor: Somebody who took no part.
        audit_id: The result.
        reason: Why it stands.
        zone: Local time zone.
        at: The present.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form, with which it is decided once however often it is sent; None
            when the caller has none.

    Raises:
        OutOfReachError: There is no such objection within reach, or the actor may not.
        NotAllowedError: The actor took part (`took_part`) or acts for the centre
            (`not_your_step`).
        InvalidError: The reason is missing or refused.
        ConflictError: Something bars the actor from the file (`barred`, `barred_own`); it is
            decided already, or an amendment waits (`objection_state`); the key was used for
            something else (`key_reused`).
        OnePersonError: One person may be behind who took part and who decides (`queries.hands`).
    """
    request = Request(actor.account_id, key, "objection:uphold", f"{audit_id}\n{reason}")
    step = ObjectionStep.UPHOLD
    event = ObjectionMoved(actor=actor, at=at, object_id=audit_id, step=step.value, reason="")

    def uphold(act: Act) -> int:
        held = held_objection(session, actor, audit_id)
        state = stepped(session, actor, held, step)
        # nobody's hands are fewer now than when they took part
        parts = ((one, at) for one in took_part(session, audit_id))
        refuse_one_person(session, actor.account_id, at, *parts)
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        check_reason(reason, name_reason=name_reason)
        place = objection_place(audit_id, "decision")
        session.execute(
            update(ObjectionRow)
            .where(ObjectionRow.id == held.objection_id)
            .values(
                state=state.value,
                decision=sealer_of(session).seal(reason.strip(), place),
                decided_at=at,
                decided_by=actor.account_id,
            )
            .execution_options(synchronize_session=False)
        )
        where = NamedText(audit_id, NamePlace.DECISION, actor.account_id, at)
        why = keep_reason_for(session, where, [reason], name_reason)
        act.learn(centre_id=held.result.place.centre_id, reason=held.ground, name_reason=why)
        return held.objection_id

    once(session, request, event, uphold)
