"""Object to a decision on behalf of its centre."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.decision_objections import check_filing
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import DecisionState, check_statement
from qa_app.domain.standing_events import DecisionObjected
from qa_app.models.idempotency import Request, once
from qa_app.models.register_decisions import DecisionObjectionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.criteria_versions import terms_under
from qa_app.queries.decision_objections import objection_to
from qa_app.queries.register_decisions import held_decision
from qa_app.queries.register_texts import objection_text_place


@dataclass(frozen=True, slots=True)
class ObjectionSent:
    """An objection as its form sends it.

    Attributes:
        decision_id: The decision.
        ground: Code of the ground.
        text: What is objected to, and what shows it.
        key: Random key of the form; None when the caller has none.
    """

    decision_id: int
    ground: str
    text: str
    key: str | None = None


def file_objection(
    session: Session, actor: Actor, new: ObjectionSent, zone: str, *, at: datetime
) -> int:
    """File it, by the rules of the criteria that the decision was taken under.

    Args:
        session: A database session.
        actor: Who manages the centre.
        new: The objection.
        zone: Local time zone.
        at: The present.

    Returns:
        The objection; the same for the same key of a form.

    Raises:
        OutOfReachError: There is no such decision about a centre of theirs.
        InvalidError: The ground is unknown, or words are missing or refused.
        ConflictError: It was objected to, it is too late, or nothing is decided
            (`domain.decision_objections.check_filing`); the key was used for something else
            (`key_reused`).
    """
    body = f"{new.decision_id}\n{new.ground}\n{new.text}"
    request = Request(actor.account_id, new.key, "register:object", body)
    event = DecisionObjected(actor=actor, at=at, step="file")

    def make(act: Act) -> int:
        one = held_decision(session, actor, new.decision_id, Permission.STANDING_APPLY)
        decided_on = None
        if one.state is DecisionState.DECIDED and one.decided_at is not None:
            decided_on = one.decided_at.astimezone(ZoneInfo(zone)).date()
        is_repeated = objection_to(session, actor, one.id) is not None
        today, appeal = local_day(at, zone), terms_under(session, one.version).appeal
        check_filing(new.ground, decided_on, today, appeal, is_repeated=is_repeated)
        check_statement(new.text)
        made: int = session.execute(
            insert(DecisionObjectionRow)
            .values(
                decision_id=one.id,
                centre_id=one.centre_id,
                ground=new.ground,
                body=sealer_of(session).seal(new.text.strip(), objection_text_place(one.id)),
                filed_at=at,
                filed_by=actor.account_id,
            )
            .returning(DecisionObjectionRow.id)
        ).scalar_one()
        act.learn(object_id=made, centre_id=one.centre_id)
        return made

    return once(session, request, event, make)
