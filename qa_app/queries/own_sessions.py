"""What lies ahead for somebody who is supervised: their sessions, and what was agreed with them."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.people import Actor
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.actions import ACTION_LINE, ActionLine, action_line, joined_actions
from qa_app.queries.records import is_of

_OVER = (ActionState.DRAFT.value, ActionState.VERIFIED.value, ActionState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class SessionAhead:
    """A session of one's own that is planned.

    Attributes:
        id: It.
        type: What kind.
        centre_name: Name of its centre.
        leader: Who leads it.
        planned_on: Its day.
        starts_at: Its time; None while nobody set one.
    """

    id: int
    type: SessionType
    centre_name: BilingualText
    leader: str
    planned_on: date
    starts_at: time | None


def sessions_ahead(
    session: Session, actor: Actor, today: date, most: int
) -> tuple[SessionAhead, ...]:
    """List planned sessions that one leads or is supervised in.

    Args:
        session: A database session.
        actor: Who asks.
        today: The present; sessions of today are among them.
        most: At most so many.

    Returns:
        The next first.
    """
    rows = session.execute(
        select(SupervisionSessionRow, CentreRow.name_zh, CentreRow.name_en, AccountRow.display_name)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(AccountRow, AccountRow.id == SupervisionSessionRow.supervisor_id)
        .where(
            SupervisionSessionRow.state == SessionState.PLANNED.value,
            SupervisionSessionRow.planned_on >= today,
            is_of(actor),
        )
        .order_by(SupervisionSessionRow.planned_on, SupervisionSessionRow.id)
        .limit(most)
    )
    return tuple(
        SessionAhead(
            row.id,
            SessionType(row.type),
            BilingualText(name_zh, name_en),
            leader,
            row.planned_on,
            row.starts_at_time,
        )
        for row, name_zh, name_en, leader in rows
    )


def agreed_with(session: Session, actor: Actor, most: int) -> tuple[ActionLine, ...]:
    """List what was agreed in supervision with somebody and is not over.

    Args:
        session: A database session.
        actor: Who asks; nothing for whoever is no practitioner.
        most: At most so many.

    Returns:
        By the day on which it is due.
    """
    if actor.practitioner_id is None:
        return ()
    row = CorrectiveActionRow
    rows = session.execute(
        joined_actions(select(*ACTION_LINE))
        .where(
            row.session_id.is_not(None),
            row.practitioner_id == actor.practitioner_id,
            row.state.not_in(_OVER),
        )
        .order_by(row.due_on, row.id)
        .limit(most)
    ).all()
    return tuple(action_line(session, one) for one in rows)
