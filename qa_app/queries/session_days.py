"""Where sessions were before, and the days that units propose for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission
from qa_app.domain.session_moves import DayAnswer, MoveReason
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.places import CentreRow
from qa_app.models.session_changes import DayProposalRow, SessionMoveRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.reach import centres_in, centres_within


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One move of a session.

    Attributes:
        from_on: Its day before.
        from_at: Its time before; None when none was agreed.
        to_on: Its day after.
        to_at: Its time after.
        reason: Why.
        by: Name of who moved it; empty for the system.
        at: When.
    """

    from_on: date
    from_at: time | None
    to_on: date
    to_at: time | None
    reason: MoveReason
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A day that a unit proposed.

    Attributes:
        id: The proposal.
        session_id: Its session.
        type: What kind of session.
        centre_id: Where.
        centre_name: Its name.
        planned_on: When the session is.
        starts_at: At which time; None when not agreed.
        day: The day proposed.
        day_at: The time proposed; None keeps the time.
        reason: Why.
        by: Name of who asks.
        asked_at: When they asked.
        answer: What became of it; None while it waits.
        answered_by: Name of who answered or withdrew it; empty while it waits.
        is_open: It waits, and the session is still planned.
        is_own: Who asks may withdraw it while it is open.
    """

    id: int
    session_id: int
    type: SessionType
    centre_id: int
    centre_name: BilingualText
    planned_on: date
    starts_at: time | None
    day: date
    day_at: time | None
    reason: MoveReason
    by: str
    asked_at: datetime
    answer: DayAnswer | None
    answered_by: str
    is_open: bool
    is_own: bool


def moves_of(session: Session, session_ids: Collection[int]) -> tuple[MovedLine, ...]:
    """List the moves of sessions.

    Args:
        session: A database session.
        session_ids: The sessions; the caller knows that they are in reach.

    Returns:
        Oldest first.
    """
    rows = session.execute(
        select(SessionMoveRow, AccountRow.display_name)
        .outerjoin(AccountRow, AccountRow.id == SessionMoveRow.by)
        .where(SessionMoveRow.session_id.in_(sorted(session_ids)))
        .order_by(SessionMoveRow.id)
    )
    return tuple(
        MovedLine(
            row.from_on,
            row.from_time,
            row.to_on,
            row.to_time,
            MoveReason(row.reason),
            name or "",
            row.at,
        )
        for row, name in rows
    )


def may_propose(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor may propose a day of a session.

    Args:
        actor: Who asks.

    Returns:
        A condition on `SupervisionSessionRow` and `CentreRow`: a manager for every session of the
        centre, a caseworker for those where they are expected; nobody else.
    """
    within = centres_within(actor, Permission.SESSION_PROPOSE)
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    expected = exists().where(
        SessionPersonRow.session_id == SupervisionSessionRow.id,
        SessionPersonRow.practitioner_id == actor.practitioner_id,
    )
    return and_(within, or_(centres_in(managed), expected))


def session_of_unit(session: Session, actor: Actor, session_id: int) -> SupervisionSessionRow:
    """Find a planned session for which an actor may propose a day, and keep it as it is.

    Args:
        session: A session inside `transaction`.
        actor: Who proposes.
        session_id: The session.

    Returns:
        The session.

    Raises:
        OutOfReachError: There is no such session for which the actor may propose a day.
        ConflictError: It is held or cancelled (`not_planned`).
    """
    query = (
        select(SupervisionSessionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(SupervisionSessionRow.id == session_id, may_propose(actor))
    )
    row = session.execute(locked(session, query, SupervisionSessionRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("session")
    if row.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    return row


def is_open_to(session: Session, actor: Actor, session_id: int) -> bool:
    """Tell whether an actor may propose a day of a session.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.

    Returns:
        True for a planned session of their unit.
    """
    row = SupervisionSessionRow
    query = (
        select(row.id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .where(row.id == session_id, row.state == SessionState.PLANNED.value, may_propose(actor))
    )
    return session.execute(query).first() is not None


def refuse_open_proposal(session: Session, session_id: int) -> None:
    """Refuse a second proposal while one waits.

    Args:
        session: A session inside `transaction`, with the session locked.
        session_id: The session.

    Raises:
        ConflictError: One waits (`proposal_open`).
    """
    waits = select(DayProposalRow.id).where(
        DayProposalRow.session_id == session_id, DayProposalRow.answer.is_(None)
    )
    if session.execute(waits).first() is not None:
        raise ConflictError("proposal_open")


def may_withdraw(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that an actor may withdraw a proposed day.

    Args:
        actor: Who asks.

    Returns:
        A condition on `DayProposalRow` and `CentreRow`: whoever proposed it, and a manager of the
        centre, who answers for everything that its workers propose; nobody else.
    """
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    return and_(
        centres_within(actor, Permission.SESSION_PROPOSE),
        or_(centres_in(managed), DayProposalRow.asked_by == actor.account_id),
    )


def proposal_of_unit(
    session: Session, actor: Actor, proposal_id: int
) -> tuple[DayProposalRow, SupervisionSessionRow]:
    """Find a proposal that its unit is about to withdraw, and keep others from answering it.

    Args:
        session: A session inside `transaction`.
        actor: Who withdraws it.
        proposal_id: The proposal.

    Returns:
        The proposal and its session.

    Raises:
        OutOfReachError: There is no such proposal that the actor may withdraw.
        ConflictError: It was answered (`proposal_answered`) or withdrawn (`proposal_withdrawn`),
            or the session is held or cancelled (`not_planned`).
    """
    asked = _waiting(session, proposal_id, may_withdraw(actor))
    planned = session.get_one(SupervisionSessionRow, asked.session_id)
    if planned.state != SessionState.PLANNED:
        raise ConflictError("not_planned")
    return asked, planned


def open_proposal(session: Session, actor: Actor, proposal_id: int) -> DayProposalRow:
    """Find a proposal that is about to be answered, and keep others from answering it.

    Args:
        session: A session inside `transaction`.
        actor: Who answers.
        proposal_id: The proposal.

    Returns:
        The proposal.

    Raises:
        OutOfReachError: There is no such proposal where the actor may plan.
        ConflictError: It was answered (`proposal_answered`) or withdrawn (`proposal_withdrawn`).
    """
    return _waiting(session, proposal_id, centres_within(actor, Permission.SESSION_PLAN))


def _waiting(session: Session, proposal_id: int, within: ColumnElement[bool]) -> DayProposalRow:
    query = (
        select(DayProposalRow)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == DayProposalRow.session_id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(DayProposalRow.id == proposal_id, within)
    )
    row = session.execute(locked(session, query, DayProposalRow)).scalar_one_or_none()
    if row is None:
        raise OutOfReachError("proposal")
    if row.answer is not None:
        is_withdrawn = row.answer == DayAnswer.WITHDRAWN
        raise ConflictError("proposal_withdrawn" if is_withdrawn else "proposal_answered")
    return row


def _proposals(actor: Actor) -> Select[*tuple[Any, ...]]:
    asker, answerer = alias_of(AccountRow), alias_of(AccountRow)
    row = SupervisionSessionRow
    return (
        select(
            DayProposalRow,
            row,
            CentreRow.name_zh,
            CentreRow.name_en,
            asker.display_name,
            answerer.display_name.label("answerer"),
            may_withdraw(actor).label("is_own"),
        )
        .join(row, row.id == DayProposalRow.session_id)
        .join(CentreRow, CentreRow.id == row.centre_id)
        .outerjoin(asker, asker.id == DayProposalRow.asked_by)
        .outerjoin(answerer, answerer.id == DayProposalRow.answered_by)
    )


def _proposal(row: Any) -> ProposalLine:
    asked, planned = row[0], row[1]
    is_planned = planned.state == SessionState.PLANNED.value
    return ProposalLine(
        id=asked.id,
        session_id=planned.id,
        type=SessionType(planned.type),
        centre_id=planned.centre_id,
        centre_name=BilingualText(row.name_zh, row.name_en),
        planned_on=planned.planned_on,
        starts_at=planned.starts_at_time,
        day=asked.day,
        day_at=asked.starts_at_time,
        reason=MoveReason(asked.reason),
        by=row.display_name or "",
        asked_at=asked.asked_at,
        answer=DayAnswer(asked.answer) if asked.answer else None,
        answered_by=row.answerer or "",
        is_open=asked.answer is None and is_planned,
        is_own=bool(row.is_own),
    )


def proposals_of(session: Session, actor: Actor, session_id: int) -> tuple[ProposalLine, ...]:
    """List the days proposed for a session.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session; the caller knows that it is in reach.

    Returns:
        Oldest first, those withdrawn among them.
    """
    query = _proposals(actor).where(DayProposalRow.session_id == session_id)
    return tuple(map(_proposal, session.execute(query.order_by(DayProposalRow.id))))


def waiting_proposals(session: Session, actor: Actor, most: int) -> tuple[ProposalLine, ...]:
    """List the days that wait for an answer of somebody.

    Args:
        session: A database session.
        actor: Who answers, or who asked.
        most: At most so many.

    Returns:
        Of sessions still planned: for who plans those of their reach, for a unit its own; the
        session that comes first stands first.
    """
    query = _proposals(actor).where(
        DayProposalRow.answer.is_(None),
        SupervisionSessionRow.state == SessionState.PLANNED.value,
        or_(centres_within(actor, Permission.SESSION_PLAN), may_propose(actor)),
    )
    ordered = query.order_by(SupervisionSessionRow.planned_on, DayProposalRow.id)
    return tuple(map(_proposal, session.execute(ordered.limit(most))))
