"""Ask for another day of a planned session, from the side of the unit."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.session_events import DayProposed
from qa_app.domain.session_moves import Move, SessionDay, check_move
from qa_app.models.idempotency import Request, once
from qa_app.models.session_changes import DayProposalRow
from qa_app.models.transaction import Act
from qa_app.queries.session_days import refuse_open_proposal, session_of_unit


@dataclass(frozen=True, slots=True)
class WantedDay:
    """A day that a unit asks for.

    Attributes:
        session_id: The session.
        move: When it is, when it should be, and why.
        key: Random key of the form, with which the day is proposed once however often it is sent;
            None when the caller has none.
    """

    session_id: int
    move: Move
    key: str | None = None


def propose_day(
    session: Session, actor: Actor, wanted: WantedDay, zone: str, *, at: datetime
) -> int:
    """Propose another day; the session stays where it is until who plans takes it.

    Args:
        session: A database session.
        actor: A manager of the centre, or a practitioner who is expected at the session.
        wanted: Which session, to which day.
        zone: Local time zone.
        at: The present.

    Returns:
        The proposal.

    Raises:
        OutOfReachError: There is no such session for which the actor may propose a day.
        ConflictError: It is held or cancelled (`not_planned`), somebody moved it meanwhile
            (`moved_meanwhile`), another day is proposed already (`proposal_open`), or the key
            was used for something else (`key_reused`).
        InvalidError: See `check_move`.
    """
    session_id, move = wanted.session_id, wanted.move
    request = Request(actor.account_id, wanted.key, DayProposed.action, str((session_id, move)))
    event = DayProposed(
        actor=actor, at=at, object_id=session_id, to_on=move.to.on, reason=move.reason.value
    )

    def make(act: Act) -> int:
        row = session_of_unit(session, actor, session_id)
        act.learn(centre_id=row.centre_id)
        check_move(SessionDay(row.planned_on, row.starts_at_time), move, local_day(at, zone))
        refuse_open_proposal(session, session_id)
        proposal_id: int = session.execute(
            insert(DayProposalRow)
            .values(
                session_id=session_id,
                day=move.to.on,
                starts_at_time=move.to.at,
                reason=move.reason.value,
                asked_at=at,
                asked_by=actor.account_id,
            )
            .returning(DayProposalRow.id)
        ).scalar_one()
        return proposal_id

    return once(session, request, event, make)
