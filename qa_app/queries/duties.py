"""Answers, replies and decisions that wait for a person."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answers import AnswerKind
from qa_app.domain.bars import Judged, counts_for_endorsement
from qa_app.domain.objections import WAITING, ObjectionState, decide_by
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import AmendmentRow, FindingAnswerRow, ObjectionRow
from qa_app.models.places import CentreRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.bars import Tied, tied_of
from qa_app.queries.own_results import AnswerWindows
from qa_app.queries.reach import centres_within, reference_or_subject, signed_within
from qa_app.queries.who_took_part import took_part_each


class ResultDutyKind(StrEnum):
    """What waits."""

    ANSWER = "answer"
    REPLY = "reply"
    OBJECTION = "objection"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class ResultDuty:
    """A result that waits for a person.

    Attributes:
        kind: For what.
        audit_id: The reading.
        reference: The file's reference; None when the whole centre was read.
        centre_name: The centre's name.
        until: By when; None without a limit.
        since: Since when, where nothing says by when; None otherwise.
    """

    kind: ResultDutyKind
    audit_id: int
    reference: str | None
    centre_name: BilingualText
    until: date | None
    since: datetime | None


_Later = alias_of(FindingAnswerRow)
_SILENCING = (AnswerKind.REPLY.value, AnswerKind.ACCEPT.value, AnswerKind.COMMENT.value)
_OF_CENTRE = (AnswerKind.QUERY.value, AnswerKind.ACCEPT.value, AnswerKind.COMMENT.value)


def results_to_answer(
    session: Session, actor: Actor, zone: str, most: int
) -> tuple[ResultDuty, ...]:
    """List provisional results to which it is the centre's turn to speak.

    It has said nothing yet, or asked, got a reply and said nothing since.

    Args:
        session: A database session.
        actor: Who may object on behalf of the centre.
        zone: Local time zone of the installation.
        most: At most so many.

    Returns:
        What was shown first, first.
    """
    if not may(actor, Permission.OBJECTION_RAISE):
        return ()
    query = (
        _results(AuditRow.rubric_version_id, AuditRow.shared_at)
        .where(*_to_answer(actor))
        .order_by(AuditRow.shared_at, AuditRow.id)
        .limit(most)
    )
    windows = AnswerWindows(session, zone)
    return tuple(
        _duty(
            ResultDutyKind.ANSWER,
            row,
            windows.last_day(row.rubric_version_id, row.shared_at),
            None,
        )
        for row in session.execute(query).all()
    )


def count_results_to_answer(session: Session, actor: Actor) -> int:
    """Count what `results_to_answer` would list without an end.

    Args:
        session: A database session.
        actor: As there.

    Returns:
        How many; 0 for who may not object on behalf of a centre.
    """
    if not may(actor, Permission.OBJECTION_RAISE):
        return 0
    query = select(func.count()).select_from(AuditRow)
    joined = query.join(CentreRow, CentreRow.id == AuditRow.centre_id)
    return session.execute(joined.where(*_to_answer(actor))).scalar_one()


def _to_answer(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    said = exists().where(
        FindingAnswerRow.audit_id == AuditRow.id, FindingAnswerRow.kind.in_(_OF_CENTRE)
    )
    return (
        centres_within(actor, Permission.OBJECTION_RAISE),
        *_provisional(),
        AuditRow.shared_at.is_not(None),
        or_(~said, _replied()),
        ~exists().where(ObjectionRow.audit_id == AuditRow.id),
    )


def queries_to_reply(session: Session, actor: Actor, most: int) -> tuple[ResultDuty, ...]:
    """List results of which a query waits for its reply.

    Args:
        session: A database session.
        actor: Who read them, or looks after the actions of their centres.
        most: At most so many.

    Returns:
        Longest waiting first.
    """
    if actor.account_id is None or not may(actor, Permission.ANSWER_GIVE):
        return ()
    silenced = exists().where(
        _Later.audit_id == FindingAnswerRow.audit_id,
        _Later.finding_id.is_not_distinct_from(FindingAnswerRow.finding_id),
        _Later.kind.in_(_SILENCING),
        _Later.id > FindingAnswerRow.id,
    )
    query = (
        _results(FindingAnswerRow.at)
        .join(FindingAnswerRow, FindingAnswerRow.audit_id == AuditRow.id)
        .where(
            signed_within(actor),
            or_(
                AuditRow.reader_id == actor.account_id,
                centres_within(actor, Permission.ACTION_CHECK),
            ),
            *_provisional(),
            FindingAnswerRow.kind == AnswerKind.QUERY.value,
            ~silenced,
        )
        .order_by(FindingAnswerRow.id)
        .limit(most)
    )
    return tuple(
        _duty(ResultDutyKind.REPLY, row, None, row.at) for row in session.execute(query).all()
    )


def objections_to_decide(
    session: Session, actor: Actor, zone: str, most: int, *, on: date
) -> tuple[ResultDuty, ...]:
    """List results whose objection, or whose amendment, waits for somebody outside.

    Args:
        session: A database session.
        actor: Who may decide; left out is what they proposed, read, settled or led themselves,
            what belongs to a round of theirs, and files from which a tie bars them.
        zone: Local time zone of the installation.
        most: At most so many.
        on: The local day.

    Returns:
        Longest waiting first.
    """
    if actor.account_id is None or not may(actor, Permission.OBJECTION_DECIDE):
        return ()
    proposed = exists().where(
        AmendmentRow.audit_id == AuditRow.id,
        AmendmentRow.state == "asked",
        AmendmentRow.asked_by == actor.account_id,
    )
    query = (
        _of_others(_results(*_JUDGED, ObjectionRow.raised_at, ObjectionRow.state), actor.account_id)
        .join(ObjectionRow, ObjectionRow.audit_id == AuditRow.id)
        .where(
            centres_within(actor, Permission.OBJECTION_DECIDE),
            ObjectionRow.state.in_([state.value for state in WAITING]),
            ~proposed,
        )
        .order_by(ObjectionRow.raised_at, ObjectionRow.id)
    )
    return tuple(
        _duty(
            ResultDutyKind.AMENDMENT
            if row.state == ObjectionState.PROPOSED
            else ResultDutyKind.OBJECTION,
            row,
            decide_by(local_day(row.raised_at, zone)),
            None,
        )
        for row in _free(session, actor, query, on)[:most]
    )


def amendments_to_settle(
    session: Session, actor: Actor, most: int, *, on: date
) -> tuple[ResultDuty, ...]:
    """List results somebody asked to amend where no objection led to it.

    Args:
        session: A database session.
        actor: Who may decide; left out is what they asked for, read, settled or led themselves,
            what belongs to a round of theirs, and files from which a tie bars them.
        most: At most so many.
        on: The local day.

    Returns:
        Longest waiting first.
    """
    if actor.account_id is None or not may(actor, Permission.OBJECTION_DECIDE):
        return ()
    query = (
        _of_others(_results(*_JUDGED, AmendmentRow.asked_at), actor.account_id)
        .join(AmendmentRow, AmendmentRow.audit_id == AuditRow.id)
        .where(
            signed_within(actor),
            centres_within(actor, Permission.OBJECTION_DECIDE),
            AmendmentRow.state == "asked",
            AmendmentRow.objection_id.is_(None),
            AmendmentRow.asked_by.is_distinct_from(actor.account_id),
        )
        .order_by(AmendmentRow.asked_at, AmendmentRow.id)
    )
    return tuple(
        _duty(ResultDutyKind.AMENDMENT, row, None, row.asked_at)
        for row in _free(session, actor, query, on)[:most]
    )


_JUDGED = (AuditRow.centre_id, AuditRow.sample_type, CaseFileRow.practitioner_id)


def _free(
    session: Session, actor: Actor, query: Select[*tuple[Any, ...]], on: date
) -> list[Row[*tuple[Any, ...]]]:
    # what a tie bars is left out before the list is cut, or it would hide what is theirs
    rows = session.execute(query).all()
    who = tied_of(session, actor.account_id) if rows else Tied()
    part = took_part_each(session, [row.id for row in rows])
    return [
        row
        for row in rows
        if actor.account_id not in part[row.id] and not who.bars(_judged(row, on))
    ]


def _judged(row: Any, on: date) -> Judged:
    counts = counts_for_endorsement(row.sample_type)
    return Judged(row.centre_id, row.practitioner_id, on, counts)


def _provisional() -> tuple[ColumnElement[bool], ...]:
    return AuditRow.state == "signed", AuditRow.result_state == "provisional"


def _results(*more: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(AuditRow.id, reference_or_subject(), CentreRow.name_zh, CentreRow.name_en, *more)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
    )


def _replied() -> ColumnElement[bool]:
    since = exists().where(
        _Later.audit_id == FindingAnswerRow.audit_id,
        _Later.finding_id.is_not_distinct_from(FindingAnswerRow.finding_id),
        _Later.kind.in_(_OF_CENTRE),
        _Later.id > FindingAnswerRow.id,
    )
    return exists().where(
        FindingAnswerRow.audit_id == AuditRow.id,
        FindingAnswerRow.kind == AnswerKind.REPLY.value,
        ~since,
    )


def _of_others(results: Select[*tuple[Any, ...]], me: int) -> Select[*tuple[Any, ...]]:
    # the plain cases of `who_took_part`, so that the rest is asked of few
    return (
        results.outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
        .outerjoin(AuditRoundRow, AuditRoundRow.id == SupervisionSessionRow.round_id)
        .where(
            AuditRow.reader_id.is_distinct_from(me),
            AuditRow.signed_by.is_distinct_from(me),
            ~exists().where(AuditEntryRow.audit_id == AuditRow.id, AuditEntryRow.saved_by == me),
            SupervisionSessionRow.supervisor_id.is_distinct_from(me),
            AuditRoundRow.owner_id.is_distinct_from(me),
            AuditRoundRow.moderator_id.is_distinct_from(me),
        )
    )


def _duty(kind: ResultDutyKind, row: Any, until: date | None, since: datetime | None) -> ResultDuty:
    centre = BilingualText(row.name_zh, row.name_en)
    return ResultDuty(kind, row.id, row.reference, centre, until, since)
