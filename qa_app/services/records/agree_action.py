"""Write an action into the record of a session, while that is written."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.agreed import AgreedPlan, check_agreed
from qa_app.domain.agreed_events import ActionAgreed
from qa_app.domain.defaults import AGREED_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import Block, blocks_of
from qa_app.models.agreed_rows import keep_agreed
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.places import PractitionerRow
from qa_app.models.transaction import Act
from qa_app.queries.centre_people import belongs_to
from qa_app.queries.record_places import RecordInHand, day_of, draft_of, led_session


def agree_action(
    session: Session,
    actor: Actor,
    session_id: int,
    plan: AgreedPlan,
    zone: str,
    *,
    at: datetime,
) -> int:
    """Write an action into the record that one is writing.

    Its limit begins when the record is signed by who leads the session.

    Args:
        session: A database session.
        actor: Who leads the session.
        session_id: The session.
        plan: What is agreed.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The action, the same for the same key.

    Raises:
        OutOfReachError: There is no such record that the actor writes.
        ConflictError: It is signed (`record_signed`), its session was cancelled
            (`session_cancelled`), or the key was used for something else (`key_reused`).
        InvalidError: The action may not be written down (`domain.agreed.check_agreed`), this kind
            of session agrees on none (`no_actions`), there are `AGREED_MOST` (`too_many_agreed`),
            or the worker does not work at the centre (`worker_missing`).
    """
    request = Request(actor.account_id, plan.key, "action:agree", f"{session_id}\n{plan!r}")
    event = ActionAgreed(
        actor=actor, at=at, object_id=session_id, step="write_down", owner=plan.owner.value
    )
    return once(session, request, event, lambda act: _agree(session, act, session_id, plan, zone))


def _agree(session: Session, act: Act, session_id: int, plan: AgreedPlan, zone: str) -> int:
    actor, at = act.event.actor, act.event.at
    held = led_session(session, actor, session_id)
    draft_of(held)
    if Block.ACTIONS not in blocks_of(held.type):
        raise InvalidError("no_actions")
    check_agreed(plan, local_day(at, zone))
    _check_room(session, held, plan)
    made = keep_agreed(session, session_id, held.session.centre_id, plan)
    where = NamedText(None, NamePlace.AGREED, actor.account_id, at, session_id=session_id)
    why = keep_reason_for(session, where, [plan.what, plan.evidence], plan.name_reason)
    act.learn(centre_id=held.session.centre_id, name_reason=why)
    return made


def _check_room(session: Session, held: RecordInHand, plan: AgreedPlan) -> None:
    standing = select(func.count()).where(CorrectiveActionRow.session_id == held.session.id)
    if session.execute(standing).scalar_one() >= AGREED_MOST:
        raise InvalidError("too_many_agreed", most=AGREED_MOST)
    if plan.practitioner_id is None:
        return
    worker = session.execute(
        select(PractitionerRow.id).where(
            PractitionerRow.id == plan.practitioner_id,
            belongs_to(held.session.centre_id, day_of(held)),
        )
    ).scalar_one_or_none()
    if worker is None:
        raise InvalidError("worker_missing")
