"""What waits for a person, and what was signed lately."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.pairs import of_draw_read_again_by
from qa_app.queries.reach import centres_within, reference_or_subject, signed_within


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A reading that its reader has not signed.

    Attributes:
        audit_id: The audit.
        reference: The file's reference; None when the whole centre is read.
        centre_name: The centre's name.
        rubric_title: The rubric's title.
        answered_count: Items answered so far.
        item_count: Items of the rubric.
        due_on: When it should be signed; None when nobody said.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    rubric_title: BilingualText
    answered_count: int
    item_count: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class SignedLately:
    """An audit that was signed lately.

    Attributes:
        audit_id: The audit.
        reference: The file's reference; None when the whole centre is read.
        centre_name: The centre's name.
        rubric_title: The rubric's title.
        band: Band of the file; None without one.
        result_state: `provisional` or `final`.
        reader: Who signed; empty for who reads another file of its draw again.
        signed_at: When.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    rubric_title: BilingualText
    band: str | None
    result_state: str
    reader: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class VoidRequest:
    """A signed audit that somebody else asks to void.

    Attributes:
        audit_id: The audit.
        reference: The file's reference; None when the whole centre is read.
        centre_name: The centre's name.
        asked_by: Who asked.
        asked_at: When.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    asked_by: str
    asked_at: datetime


def count_drafts(session: Session, actor: Actor) -> int:
    """Count what an actor has still to sign.

    Args:
        session: A database session.
        actor: The reader.

    Returns:
        How many drafts.
    """
    return session.execute(
        select(func.count())
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(*own_drafts(actor))
    ).scalar_one()


def drafts_to_sign(session: Session, actor: Actor, until: date, most: int) -> tuple[DraftLine, ...]:
    """List what an actor has to sign soon or has begun.

    Args:
        session: A database session.
        actor: The reader.
        until: The last due date that counts; what is begun or has no date counts always.
        most: At most so many.

    Returns:
        What is due first, first; what has no date, last.
    """
    rows = session.execute(
        _audits()
        .where(
            *own_drafts(actor),
            or_(
                AuditRow.due_on.is_(None),
                AuditRow.due_on <= until,
                AuditRow.started_at.is_not(None),
            ),
        )
        .order_by(AuditRow.due_on.is_(None), AuditRow.due_on, AuditRow.id)
        .limit(most)
    )
    return tuple(
        DraftLine(
            *_told(row),
            row.answered_count,
            row.item_count,
            row.due_on,
        )
        for row in rows
    )


def lately_signed(
    session: Session, actor: Actor, since: datetime, most: int
) -> tuple[SignedLately, ...]:
    """List what others signed lately within an actor's reach.

    Args:
        session: A database session.
        actor: Who asks; a caseworker sees only files they worked on.
        since: The earliest instant that counts.
        most: At most so many.

    Returns:
        Newest first.
    """
    query = (
        _audits()
        .add_columns(of_draw_read_again_by(actor.account_id).label("is_blind"))
        .where(
            signed_within(actor),
            AuditRow.state == "signed",
            AuditRow.signed_at >= since,
            AuditRow.reader_id.is_distinct_from(actor.account_id),
        )
        .order_by(AuditRow.signed_at.desc(), AuditRow.id.desc())
        .limit(most)
    )
    return tuple(
        SignedLately(
            *_told(row),
            row.band,
            row.result_state,
            "" if row.is_blind else row.display_name or "",
            row.signed_at,
        )
        for row in session.execute(query)
    )


def void_requests(session: Session, actor: Actor, most: int) -> tuple[VoidRequest, ...]:
    """List what others ask to void and an actor may confirm, with one query.

    Args:
        session: A database session.
        actor: Who may confirm; their own requests are not among them.
        most: At most so many.

    Returns:
        Longest waiting first.
    """
    rows = session.execute(
        select(
            AuditRow.id,
            reference_or_subject(),
            CentreRow.name_zh,
            CentreRow.name_en,
            AccountRow.display_name,
            AuditRow.void_asked_at,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(AccountRow, AccountRow.id == AuditRow.void_asked_by)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            centres_within(actor, Permission.AUDIT_VOID),
            signed_within(actor),
            AuditRow.state == "signed",
            AuditRow.void_reason.is_not(None),
            AuditRow.void_asked_by.is_distinct_from(actor.account_id),
        )
        .order_by(AuditRow.void_asked_at, AuditRow.id)
        .limit(most)
    )
    return tuple(
        VoidRequest(
            row.id,
            row.reference,
            BilingualText(row.name_zh, row.name_en),
            row.display_name,
            row.void_asked_at,
        )
        for row in rows
    )


def own_drafts(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that a reading is somebody's and not signed.

    Args:
        actor: The reader.

    Returns:
        Conditions on `AuditRow` joined to its `CentreRow`.
    """
    return (
        AuditRow.reader_id == actor.account_id,
        AuditRow.state == "draft",
        centres_within(actor, Permission.AUDIT_SCORE),
    )


def _told(row: Any) -> tuple[int, str | None, BilingualText, BilingualText]:
    centre = BilingualText(row.name_zh, row.name_en)
    return row.id, row.reference, centre, BilingualText(row.title_zh, row.title_en)


def _audits() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AuditRow.id,
            reference_or_subject(),
            CentreRow.name_zh,
            CentreRow.name_en,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            RubricVersionRow.item_count,
            AuditRow.answered_count,
            AuditRow.due_on,
            AuditRow.band,
            AuditRow.result_state,
            AuditRow.signed_at,
            AccountRow.display_name,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(AccountRow, AccountRow.id == AuditRow.reader_id)
    )
