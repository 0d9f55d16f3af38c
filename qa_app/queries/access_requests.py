"""Requests for access to case files: one's own, and those that wait for one's answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy import false as sql_false
from sqlalchemy.orm import Session

from qa_app.domain.access_requests import (
    AccessPurpose,
    AccessRefusal,
    AccessState,
    Standing,
    access_state,
)
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.looked_after import answers_for
from qa_app.queries.reach import centres_within

_Asker, _Answerer, _Ender = alias_of(AccountRow), alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """A request.

    Attributes:
        id: It.
        file_id: The case file.
        reference: Its reference.
        centre_id: Its centre.
        centre_name: The centre's name.
        purpose: What for.
        words: The same in the asker's words.
        days: For how many days.
        asked_at: When it was asked.
        asked_by: By whom.
        asked_by_id: Their account.
        state: Where it stands.
        answered_by: Who answered; empty before.
        refusal: Why it was refused; None unless it was.
        expires_at: When access ends by itself; None unless it was approved.
        ended_at: When it ended before that; None otherwise.
        ended_by: By whom; empty likewise.
    """

    id: int
    file_id: int
    reference: str
    centre_id: int
    centre_name: BilingualText
    purpose: AccessPurpose
    words: str
    days: int
    asked_at: datetime
    asked_by: str
    asked_by_id: int
    state: AccessState
    answered_by: str
    refusal: AccessRefusal | None
    expires_at: datetime | None
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class AccessAtAGlance:
    """What somebody's first page says of access.

    Attributes:
        waiting: How many requests of others wait for their answer.
        held: Their own requests under which a case file is open to them, newest first.
    """

    waiting: int
    held: tuple[AccessRequest, ...]


def own_access(
    session: Session, actor: Actor, at: datetime, most: int
) -> tuple[AccessRequest, ...]:
    """List what somebody asked for.

    Args:
        session: A database session.
        actor: Who.
        at: The present.
        most: At most so many.

    Returns:
        Newest first.
    """
    if not may(actor, Permission.ACCESS_ASK):
        return ()
    query = _requests().where(AccessRequestRow.asked_by == actor.account_id)
    rows = session.execute(query.order_by(AccessRequestRow.id.desc()).limit(most)).all()
    return tuple(_read(session, row, at) for row in rows)


def access_to_answer(
    session: Session, actor: Actor, *, at: datetime, on: date, most: int
) -> tuple[AccessRequest, ...]:
    """List requests that somebody may answer or end, those of others only.

    Args:
        session: A database session.
        actor: Who answers for the files.
        at: The present.
        on: The local day, for agreements.
        most: At most so many.

    Returns:
        Those that wait, longest first, then access that is in force, by when it ends.
    """
    if not may(actor, Permission.ACCESS_APPROVE):
        return ()
    query = _requests().where(
        _asks_others(actor, on), AccessRequestRow.is_approved.is_distinct_from(sql_false())
    )
    found = [_read(session, row, at) for row in session.execute(query).all()]
    waiting = [one for one in found if one.state is AccessState.ASKED]
    held = [one for one in found if one.state is AccessState.APPROVED]
    waiting.sort(key=lambda one: one.id)
    held.sort(key=lambda one: (one.expires_at or at, one.id))
    return tuple((*waiting, *held)[:most])


def access_at_a_glance(
    session: Session, actor: Actor, *, at: datetime, on: date
) -> AccessAtAGlance:
    """Tell what somebody's first page says of access, in one statement.

    Args:
        session: A database session.
        actor: Who.
        at: The present.
        on: The local day, for agreements.

    Returns:
        What waits for their answer and what is open to them.
    """
    conditions = []
    if may(actor, Permission.ACCESS_APPROVE):
        conditions.append(_asks_others(actor, on) & AccessRequestRow.is_approved.is_(None))
    if may(actor, Permission.ACCESS_ASK):
        conditions.append(
            (AccessRequestRow.asked_by == actor.account_id)
            & AccessRequestRow.is_approved.is_(True)
            & AccessRequestRow.ended_at.is_(None)
            & (AccessRequestRow.expires_at > at)
        )
    if not conditions:
        return AccessAtAGlance(0, ())
    query = _requests().where(or_(*conditions)).order_by(AccessRequestRow.id.desc())
    found = [_read(session, row, at) for row in session.execute(query).all()]
    return AccessAtAGlance(
        sum(one.state is AccessState.ASKED for one in found),
        tuple(one for one in found if one.state is AccessState.APPROVED),
    )


def held_access(
    session: Session, request_id: int, whose: ColumnElement[bool], at: datetime
) -> AccessRequest:
    """Find a request that somebody is about to answer or end, and keep others from doing so.

    Args:
        session: A session inside `transaction`.
        request_id: The request.
        whose: What makes it theirs to act on.
        at: The present.

    Returns:
        The request.

    Raises:
        OutOfReachError: There is no such request of theirs.
    """
    query = _requests().where(AccessRequestRow.id == request_id, whose)
    row = session.execute(locked(session, query, AccessRequestRow)).one_or_none()
    if row is None:
        raise OutOfReachError("access_request")
    return _read(session, row, at)


def answerable(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition that somebody may answer a request.

    Args:
        actor: Who.
        on: The local day, for agreements.

    Returns:
        A condition on `AccessRequestRow`, `CaseFileRow` and `CentreRow`.
    """
    return and_(centres_within(actor, Permission.ACCESS_APPROVE), answers_for(actor, on))


def _asks_others(actor: Actor, on: date) -> ColumnElement[bool]:
    return and_(
        answerable(actor, on),
        AccessRequestRow.asked_by.is_distinct_from(actor.account_id),
        AccessRequestRow.ended_at.is_(None),
    )


def words_place(asked_by: int, asked_at: datetime) -> str:
    """Name what the words of a request belong to.

    Args:
        asked_by: Who asked.
        asked_at: When.

    Returns:
        What they are sealed with.
    """
    return f"access_request/{asked_by}/{int(asked_at.timestamp())}"


def _requests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AccessRequestRow,
            CaseFileRow.reference,
            CentreRow.name_zh,
            CentreRow.name_en,
            _Asker.display_name.label("asker"),
            _Answerer.display_name.label("answerer"),
            _Ender.display_name.label("ender"),
        )
        .join(CaseFileRow, CaseFileRow.id == AccessRequestRow.case_file_id)
        .join(CentreRow, CentreRow.id == AccessRequestRow.centre_id)
        .join(_Asker, _Asker.id == AccessRequestRow.asked_by)
        .outerjoin(_Answerer, _Answerer.id == AccessRequestRow.answered_by)
        .outerjoin(_Ender, _Ender.id == AccessRequestRow.ended_by)
    )


def _read(session: Session, found: Any, at: datetime) -> AccessRequest:
    row: AccessRequestRow = found[0]
    known = Standing(row.asked_at, row.is_approved, row.expires_at, row.ended_at)
    return AccessRequest(
        row.id,
        row.case_file_id,
        found.reference,
        row.centre_id,
        BilingualText(found.name_zh, found.name_en),
        AccessPurpose(row.purpose),
        sealer_of(session).open(row.words, words_place(row.asked_by, row.asked_at)),
        row.days,
        row.asked_at,
        found.asker,
        row.asked_by,
        access_state(known, at),
        found.answerer or "",
        None if row.refusal is None else AccessRefusal(row.refusal),
        row.expires_at,
        row.ended_at,
        found.ender or "",
    )
