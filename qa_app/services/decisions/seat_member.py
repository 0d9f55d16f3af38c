"""Fill a seat of the panel that looks at a decision again."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.decision_objections import Seat, check_seat, drawn
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.standing_events import DecisionObjected
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import ObjectionPanelRow
from qa_app.models.transaction import transaction
from qa_app.queries.decision_objections import Objection, held_objection, may_sit
from qa_app.queries.reach import centres_within

_BY = {
    Seat.CENTRE: (Permission.STANDING_APPLY,),
    Seat.BODY: (Permission.STANDING_PROPOSE, Permission.STANDING_RECORD),
    Seat.LOT: (Permission.STANDING_PROPOSE, Permission.STANDING_RECORD),
}


def seat_member(  # noqa: PLR0913 - one argument for each thing that is given
    session: Session,
    actor: Actor,
    objection_id: int,
    seat: Seat,
    account_id: int | None,
    lot: int,
    *,
    at: datetime,
) -> None:
    """Seat somebody: each side names one, the third is drawn.

    Args:
        session: A database session.
        actor: The centre's manager for its seat; who proposes or records for the others.
        objection_id: The objection.
        seat: Which seat.
        account_id: Who is named; not looked at for the lot.
        lot: A random number for the lot.
        at: The present.

    Raises:
        OutOfReachError: There is no such objection within reach, or the seat is not theirs to
            fill.
        InvalidError: Whoever is named may not sit (`not_free`).
        ConflictError: The seat is taken, or not due yet (`domain.decision_objections.check_seat`).
    """
    is_lot = seat is Seat.LOT
    event = DecisionObjected(
        actor=actor, at=at, object_id=objection_id, step="draw_member" if is_lot else "name_member"
    )
    with transaction(session, event) as act:
        one = held_objection(session, actor, objection_id)
        _check_side(session, actor, one, seat)
        free = may_sit(session, one)
        check_seat(seat, account_id, one.members, free)
        chosen = drawn(free, lot) if is_lot else account_id
        session.execute(
            insert(ObjectionPanelRow).values(
                objection_id=objection_id,
                account_id=chosen,
                side=seat.value,
                named_at=at,
                named_by=actor.account_id,
            )
        )
        act.learn(centre_id=one.decision.centre_id)


def _check_side(session: Session, actor: Actor, one: Objection, seat: Seat) -> None:
    for permission in _BY[seat]:
        within = centres_within(actor, permission)
        query = select(CentreRow.id).where(CentreRow.id == one.decision.centre_id, within)
        if session.execute(query).one_or_none() is not None:
            return
    raise OutOfReachError("objection")
