"""Supervision records, for those who were in the session and for nobody else."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, union_all
from sqlalchemy.orm import Session

from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.supervision import READS_FILES, SessionState, SessionType
from qa_app.domain.supervision_records import (
    AnswerKind,
    RecordState,
    Signature,
    SignPart,
    Supervised,
    answer_place,
    text_in,
)
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.records import (
    RecordAnswerRow,
    RecordPresenceRow,
    RecordSignatureRow,
    SupervisionRecordRow,
)
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow

_TOLD_BY_REVIEWS = tuple(sorted(one.value for one in READS_FILES))


@dataclass(frozen=True, slots=True)
class RecordHead:
    """A session and its record, for one of its people.

    Attributes:
        session_id: The session.
        centre_id: Its centre.
        centre_name: Name of the centre.
        type: What kind of session.
        planned_on: Its planned day.
        starts_at: Time of day; None while nobody set one.
        session_state: Where the session stands.
        leader_id: Account that leads it.
        leader: Its name.
        is_leader: True for who leads it; the others were supervised in it.
        state: Where the record stands; None while nobody began it.
        held_on: The day on which it was held, by the record; the planned one without a record.
        written_at: When the record was begun, and once it is signed, when its writer signed it.
        signed_at: When all had signed; None before.
        digest: Fingerprint of what was signed; None before.
    """

    session_id: int
    centre_id: int
    centre_name: BilingualText
    type: SessionType
    planned_on: date
    starts_at: time | None
    session_state: SessionState
    leader_id: int
    leader: str
    is_leader: bool
    state: RecordState | None
    held_on: date
    written_at: datetime | None
    signed_at: datetime | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """What a supervised person said to a record; `text` is empty where they acknowledged it."""

    kind: AnswerKind
    by: str
    account_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A session with its record in a list of one's own.

    Attributes:
        head: The session and its record.
        has_signed: True when the person's own signature stands under it.
        has_answered: True when the person acknowledged it or disagreed.
        disagreements: How often somebody disagreed.
    """

    head: RecordHead
    has_signed: bool
    has_answered: bool
    disagreements: int


def is_supervised_in(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody was supervised in a session.

    Args:
        actor: Who asks.

    Returns:
        A condition on `SupervisionSessionRow`: once there is a record, who stands in it counts,
        before, who is expected.
    """
    # their own sessions first: asked the other way round, every session would be looked at
    own = [select(SessionStaffRow.session_id).where(SessionStaffRow.account_id == actor.account_id)]
    if actor.practitioner_id is not None:
        is_written = exists().where(
            SupervisionRecordRow.session_id == SessionPersonRow.session_id,
            SupervisionRecordRow.state != RecordState.DRAFT.value,
        )
        own += [
            select(RecordPresenceRow.session_id).where(
                RecordPresenceRow.practitioner_id == actor.practitioner_id,
                or_(RecordPresenceRow.minutes.is_(None), RecordPresenceRow.minutes > 0),
            ),
            select(SessionPersonRow.session_id).where(
                SessionPersonRow.practitioner_id == actor.practitioner_id, ~is_written
            ),
        ]
    return SupervisionSessionRow.id.in_(union_all(*own))


def is_of(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a record is somebody's to read: they led the session or were in it.

    Args:
        actor: Who asks; no role reaches further, and the system reads none.

    Returns:
        A condition on `SupervisionSessionRow`.
    """
    if actor.account_id is None:
        return false()
    return or_(SupervisionSessionRow.supervisor_id == actor.account_id, is_supervised_in(actor))


def record_head(session: Session, actor: Actor, session_id: int) -> RecordHead | None:
    """Find a session whose record is the actor's to write, sign or read.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.

    Returns:
        The session and its record; None when there is none or it is somebody else's.
    """
    row = session.execute(
        _heads().where(SupervisionSessionRow.id == session_id, is_of(actor))
    ).one_or_none()
    return None if row is None else _head(row, actor)


def supervised_in(session: Session, session_id: int) -> tuple[Supervised, ...]:
    """List who was supervised in a session, by its record.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is theirs.

    Returns:
        Practitioners who were there, by code, then supervised supervisors by name.
    """
    accounts = (
        select(AccountRow.practitioner_id, func.min(AccountRow.id).label("id"))
        .where(AccountRow.is_active, AccountRow.practitioner_id.is_not(None))
        .group_by(AccountRow.practitioner_id)
        .subquery()
    )
    people = session.execute(
        select(PractitionerRow.id, PractitionerRow.code, accounts.c.id)
        .join(RecordPresenceRow, RecordPresenceRow.practitioner_id == PractitionerRow.id)
        .outerjoin(accounts, accounts.c.practitioner_id == PractitionerRow.id)
        .where(
            RecordPresenceRow.session_id == session_id,
            or_(RecordPresenceRow.minutes.is_(None), RecordPresenceRow.minutes > 0),
        )
        .order_by(PractitionerRow.code)
    )
    staff = session.execute(
        select(AccountRow.id, AccountRow.display_name)
        .join(SessionStaffRow, SessionStaffRow.account_id == AccountRow.id)
        .where(SessionStaffRow.session_id == session_id)
    )
    by_name = sorted(staff, key=lambda row: (name_key(row.display_name), row.id))
    led = (Supervised(None, name, one) for one, name in by_name)
    return *(Supervised(one, code, account) for one, code, account in people), *led


def signatures_of(session: Session, session_id: int) -> tuple[Signature, ...]:
    """List the signatures under a record.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is theirs.

    Returns:
        In the order in which they were given.
    """
    rows = session.execute(
        select(RecordSignatureRow)
        .where(RecordSignatureRow.session_id == session_id)
        .order_by(RecordSignatureRow.id)
    ).scalars()
    return tuple(
        Signature(SignPart(row.part), row.account_id, row.practitioner_id, row.at) for row in rows
    )


def answers_to(session: Session, session_id: int) -> tuple[RecordAnswer, ...]:
    """List what supervised people said to a record.

    Args:
        session: A database session.
        session_id: The session; the caller knows that it is theirs.

    Returns:
        In the order in which it was said; nothing of it ever goes away.
    """
    sealer = sealer_of(session)
    rows = session.execute(
        select(RecordAnswerRow, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == RecordAnswerRow.account_id)
        .where(RecordAnswerRow.session_id == session_id)
        .order_by(RecordAnswerRow.id)
    )
    return tuple(
        RecordAnswer(
            AnswerKind(row.kind),
            name,
            row.account_id,
            "" if row.body is None else text_in(sealer.open(row.body, answer_place(session_id))),
            row.at,
        )
        for row, name in rows
    )


def names_of(session: Session, accounts: Collection[int]) -> dict[int, str]:
    """Give the names of accounts.

    Args:
        session: A database session.
        accounts: The accounts.

    Returns:
        Account to the name shown.
    """
    rows = session.execute(
        select(AccountRow.id, AccountRow.display_name).where(AccountRow.id.in_(sorted(accounts)))
    )
    return {row.id: row.display_name for row in rows}


def own_records(
    session: Session, actor: Actor, today: date, *, most: int, skip: int = 0
) -> tuple[RecordLine, ...]:
    """List sessions of the past that were not cancelled, with their records, one's own only.

    Args:
        session: A database session.
        actor: Who asks.
        today: The present; sessions of later days are left out.
        most: At most so many.
        skip: How many to pass over first.

    Returns:
        The latest first. A supervised person is shown a record once its leader signed it. Of
        sessions in which files are read, the reviews tell what was found: they stand here only
        once a record of them was begun.
    """
    if actor.account_id is None:
        return ()
    mine = RecordSignatureRow.account_id == actor.account_id
    signed = (
        exists()
        .where(
            RecordSignatureRow.session_id == SupervisionSessionRow.id,
            mine,
            RecordSignatureRow.part != SignPart.ON_PAPER.value,
        )
        .correlate(SupervisionSessionRow)
    )
    answered = (
        exists()
        .where(
            RecordAnswerRow.session_id == SupervisionSessionRow.id,
            RecordAnswerRow.account_id == actor.account_id,
        )
        .correlate(SupervisionSessionRow)
    )
    disagreed = (
        select(func.count())
        .where(
            RecordAnswerRow.session_id == SupervisionSessionRow.id,
            RecordAnswerRow.kind == AnswerKind.DISAGREED.value,
        )
        .correlate(SupervisionSessionRow)
        .scalar_subquery()
    )
    rows = session.execute(
        _heads()
        .add_columns(
            signed.label("has_signed"), answered.label("has_answered"), disagreed.label("against")
        )
        .where(
            SupervisionSessionRow.state != SessionState.CANCELLED.value,
            SupervisionSessionRow.planned_on <= today,
            or_(
                SupervisionSessionRow.type.not_in(_TOLD_BY_REVIEWS),
                SupervisionRecordRow.state.is_not(None),
            ),
            or_(
                SupervisionSessionRow.supervisor_id == actor.account_id,
                and_(
                    is_supervised_in(actor),
                    SupervisionRecordRow.state != RecordState.DRAFT.value,
                ),
            ),
        )
        .order_by(SupervisionSessionRow.planned_on.desc(), SupervisionSessionRow.id.desc())
        .offset(skip)
        .limit(most)
    )
    return tuple(
        RecordLine(_head(row, actor), row.has_signed, row.has_answered, row.against) for row in rows
    )


def _heads() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SupervisionSessionRow,
            CentreRow.name_zh,
            CentreRow.name_en,
            AccountRow.display_name,
            SupervisionRecordRow.state.label("record_state"),
            SupervisionRecordRow.held_on,
            SupervisionRecordRow.written_at,
            SupervisionRecordRow.signed_at,
            SupervisionRecordRow.digest,
        )
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .join(AccountRow, AccountRow.id == SupervisionSessionRow.supervisor_id)
        .outerjoin(
            SupervisionRecordRow, SupervisionRecordRow.session_id == SupervisionSessionRow.id
        )
    )


def _head(row: Any, actor: Actor) -> RecordHead:
    found: SupervisionSessionRow = row[0]
    return RecordHead(
        session_id=found.id,
        centre_id=found.centre_id,
        centre_name=BilingualText(row.name_zh, row.name_en),
        type=SessionType(found.type),
        planned_on=found.planned_on,
        starts_at=found.starts_at_time,
        session_state=SessionState(found.state),
        leader_id=found.supervisor_id,
        leader=row.display_name,
        is_leader=found.supervisor_id == actor.account_id,
        state=None if row.record_state is None else RecordState(row.record_state),
        held_on=row.held_on or found.planned_on,
        written_at=row.written_at,
        signed_at=row.signed_at,
        digest=row.digest,
    )
