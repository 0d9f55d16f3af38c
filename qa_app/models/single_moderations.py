"""Asks a moderator to look at a review that one person read, as part of its signature."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.defaults import FIRST_READINGS_MODERATED
from qa_app.domain.rubric import Rubric
from qa_app.domain.single_moderation import SingleFacts, causes_of, plain_causes
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.escalations import ItemFlagRow
from qa_app.models.pairs import SingleModerationRow
from qa_app.models.sheet_scans import SheetScanRow
from qa_app.models.transaction import locked

_READ = ("signed", "locked", "replaced", "void")


def ask_moderation(session: Session, audit_id: int, rubric: Rubric, at: datetime) -> None:
    """Note why a moderator looks at a review that counts from now on.

    Args:
        session: A session inside `transaction`.
        audit_id: The review, signed.
        rubric: The version it was read against.
        at: The present.
    """
    row = session.execute(
        select(
            AuditRow.reader_id,
            AuditRow.band,
            AuditRow.explanation,
            AuditRow.sample_type,
            AuditRow.answered_count,
            AuditRow.seconds_spent,
            AuditRow.started_at,
            AuditRow.signed_at,
        ).where(AuditRow.id == audit_id)
    ).one()
    plain = json.loads(row.explanation or "{}")
    facts = SingleFacts(
        stop=plain.get("stop", ()),
        gate=plain.get("gate", ()),
        band=row.band,
        judgement=_judgement(session, audit_id) if rubric.holistic is not None else None,
        flagged=_flagged(session, audit_id),
        earlier=_earlier(session, audit_id, row.reader_id),
        is_region=row.sample_type == SampleType.YEAR.value,
        answered=row.answered_count,
        seconds=_seconds(session, audit_id, row, at),
    )
    causes = causes_of(rubric, facts)
    if causes:
        values = {"audit_id": audit_id, "causes": plain_causes(causes), "asked_at": at}
        session.execute(insert(SingleModerationRow).values(values))


def is_moderated(session: Session, audit_id: int) -> bool:
    """Tell whether a moderator let a review stand, and keep one from doing so meanwhile.

    Args:
        session: A session inside `transaction`.
        audit_id: The review.

    Returns:
        False while it waits for a moderator, and when none was asked.
    """
    query = select(SingleModerationRow).where(SingleModerationRow.audit_id == audit_id)
    held = locked(session, query, SingleModerationRow)
    row = session.execute(held).scalar_one_or_none()
    return row is not None and row.settled_at is not None


def withdraw_moderation(session: Session, audit_id: int) -> None:
    """Take the request back with the signature.

    Args:
        session: A session inside `transaction`.
        audit_id: The review, by now a draft.
    """
    session.execute(delete(SingleModerationRow).where(SingleModerationRow.audit_id == audit_id))


def _seconds(
    session: Session, audit_id: int, row: Row[*tuple[Any, ...]], at: datetime
) -> int | None:
    # answers given without a connection arrive at once, with their seconds; a sheet that was
    # filled in on paper has none
    on_paper = select(SheetScanRow.id).where(SheetScanRow.audit_id == audit_id).limit(1)
    if row.started_at is None or session.execute(on_paper).first() is not None:
        return None
    passed = (row.signed_at or at) - row.started_at
    kept: int = row.seconds_spent
    return max(kept, int(passed.total_seconds()))


def _judgement(session: Session, audit_id: int) -> str | None:
    found = session.execute(
        select(AuditEntryRow.value).where(
            AuditEntryRow.audit_id == audit_id, AuditEntryRow.kind == EntryKind.HOLISTIC.value
        )
    ).scalar_one_or_none()
    return None if found is None else json.loads(found)


def _flagged(session: Session, audit_id: int) -> list[str]:
    query = (
        select(ItemFlagRow.item)
        .where(ItemFlagRow.audit_id == audit_id, ItemFlagRow.taken_back_at.is_(None))
        .order_by(ItemFlagRow.item)
    )
    return list(session.execute(query).scalars())


def _earlier(session: Session, audit_id: int, reader_id: int | None) -> int:
    # as many as matter; what was brought in from elsewhere was read by others
    query = (
        select(AuditRow.id)
        .where(
            AuditRow.reader_id == reader_id,
            AuditRow.state.in_(_READ),
            AuditRow.reading.in_(("first", "second")),
            AuditRow.supplements_id.is_(None),
            AuditRow.source.is_(None),
            AuditRow.id != audit_id,
        )
        .limit(FIRST_READINGS_MODERATED)
    )
    return len(session.execute(query).all())
