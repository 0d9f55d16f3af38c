"""What supervision records still ask of somebody: to finish, to sign, to acknowledge."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    exists,
    false,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import BY_ONE
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import (
    RecordState,
    SignPart,
    answer_until,
    in_time_until,
)
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import NATIONAL_REGION
from qa_app.models.places import CentreRow
from qa_app.models.records import RecordAnswerRow, RecordSignatureRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.holidays import working_calendar
from qa_app.queries.records import is_supervised_in

_SIGNED_BY_ONE = tuple(sorted(one.value for one in BY_ONE))


class RecordDutyKind(StrEnum):
    """What a record asks of somebody."""

    FINISH = "finish"
    SIGN = "sign"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True)
class RecordDuty:
    """A record that waits for somebody.

    Attributes:
        kind: What it asks.
        session_id: Its session.
        type: What kind of session.
        centre_name: Name of the centre.
        held_on: The day of the session, by the record.
        until: By when; None for a signature alone, and where the holiday table lacks a year.
    """

    kind: RecordDutyKind
    session_id: int
    type: SessionType
    centre_name: BilingualText
    held_on: date
    until: date | None


def record_duties(session: Session, actor: Actor, zone: str, most: int) -> tuple[RecordDuty, ...]:
    """List the records that wait for somebody, each with what it asks first, with one query.

    Args:
        session: A database session.
        actor: Who led the sessions, or was supervised in them; nobody else is told of any.
        zone: Local time zone of the installation.
        most: At most so many of each kind.

    Returns:
        Kind by kind, of each the oldest first. A record that is both to sign and to acknowledge
        is to sign, by the day on which it is to be acknowledged.
    """
    if actor.account_id is None:
        return ()
    signs, acknowledges = waits_for_signature(actor), waits_for_word(actor)
    kinds = {
        RecordDutyKind.FINISH: _unfinished(actor),
        RecordDutyKind.SIGN: signs,
        RecordDutyKind.ACKNOWLEDGE: and_(acknowledges, ~signs),
    }
    parts = [select(_those(kind, one, acknowledges, most)) for kind, one in kinds.items()]
    rows = session.execute(union_all(*parts)).all()
    order = list(RecordDutyKind)
    found = [_duty(session, row, zone) for row in rows]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.held_on)))


def _those(
    kind: RecordDutyKind, condition: ColumnElement[bool], word: ColumnElement[bool], most: int
) -> Subquery:
    return (
        select(
            literal(kind.value).label("kind"),
            SupervisionSessionRow.id,
            SupervisionSessionRow.type,
            CentreRow.name_zh,
            CentreRow.name_en,
            SupervisionRecordRow.held_on,
            SupervisionRecordRow.written_at,
            case((word, 1), else_=0).label("asks_word"),
        )
        .join(SupervisionRecordRow, SupervisionRecordRow.session_id == SupervisionSessionRow.id)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .where(SupervisionSessionRow.state != SessionState.CANCELLED.value, condition)
        .order_by(SupervisionRecordRow.held_on, SupervisionSessionRow.id)
        .limit(most)
        .subquery()
    )


def _duty(session: Session, row: Any, zone: str) -> RecordDuty:
    kind = RecordDutyKind(row.kind)
    return RecordDuty(
        kind,
        row.id,
        SessionType(row.type),
        BilingualText(row.name_zh, row.name_en),
        row.held_on,
        _until(session, kind, row, zone),
    )


def waits_for_signature(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that a record is to be signed by somebody who was supervised.

    Args:
        actor: Who.

    Returns:
        A condition on `SupervisionSessionRow` joined to its `SupervisionRecordRow`.
    """
    return and_(
        SupervisionRecordRow.state == RecordState.AWAITED.value,
        SupervisionSessionRow.type.not_in(_SIGNED_BY_ONE),
        is_supervised_in(actor),
        ~_signed(actor, SignPart.SUPERVISED),
        ~_on_paper(actor),
    )


def waits_for_word(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that somebody is still to say that they read a record.

    Args:
        actor: Who.

    Returns:
        A condition on `SupervisionSessionRow` joined to its `SupervisionRecordRow`: its leader
        signed it, and they neither acknowledged it, nor disagreed, nor signed it on paper.
    """
    answered = (
        exists()
        .where(
            RecordAnswerRow.session_id == SupervisionSessionRow.id,
            RecordAnswerRow.account_id == actor.account_id,
        )
        .correlate(SupervisionSessionRow)
    )
    return and_(
        SupervisionRecordRow.state != RecordState.DRAFT.value,
        is_supervised_in(actor),
        ~answered,
        ~_on_paper(actor),
    )


def _unfinished(actor: Actor) -> ColumnElement[bool]:
    return and_(
        SupervisionRecordRow.state == RecordState.DRAFT.value,
        SupervisionSessionRow.supervisor_id == actor.account_id,
    )


def _signed(actor: Actor, part: SignPart) -> ColumnElement[bool]:
    return _has_signature(
        RecordSignatureRow.account_id == actor.account_id, RecordSignatureRow.part == part.value
    )


def _on_paper(actor: Actor) -> ColumnElement[bool]:
    if actor.practitioner_id is None:
        return false()
    return _has_signature(
        RecordSignatureRow.practitioner_id == actor.practitioner_id,
        RecordSignatureRow.part == SignPart.ON_PAPER.value,
    )


def _has_signature(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(RecordSignatureRow.session_id == SupervisionSessionRow.id, *conditions)
        .correlate(SupervisionSessionRow)
    )


def _until(session: Session, kind: RecordDutyKind, row: Any, zone: str) -> date | None:
    if kind is RecordDutyKind.FINISH:
        return in_time_until(row.held_on)
    if kind is RecordDutyKind.SIGN and not row.asks_word:
        return None
    signed_on = local_day(row.written_at, zone)
    return answer_until(signed_on, working_calendar(session, NATIONAL_REGION))
