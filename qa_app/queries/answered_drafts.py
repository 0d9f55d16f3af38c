"""Which unsigned readings wait for nothing but the signature."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry
from qa_app.domain.draft import scored_draft
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import ENTRY_COLUMNS, opened_entry
from qa_app.queries.holidays import calendar_as_of, holidays_changed
from qa_app.queries.today import own_drafts


def answered_drafts(
    session: Session, actor: Actor, audit_ids: Collection[int], read_at: datetime
) -> frozenset[int]:
    """Find the drafts of a reader in which nothing is missing any more.

    How many answers were given does not tell: some follow from dates, and some items are not in
    force. So each is scored as its own page scores it.

    Args:
        session: A database session.
        actor: The reader.
        audit_ids: Drafts that are looked at; those of others are left out.
        read_at: The present, naive local time to the minute.

    Returns:
        Those that lack nothing before signing; of findings that still need an action, or of a
        session that lies ahead, nothing is said here.
    """
    if not audit_ids:
        return frozenset()
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.rubric_version_id,
            AuditRow.supplement_asks,
            AuditRow.assessors,
            RubricVersionRow.words_revision,
            holidays_changed().label("holidays_changed"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .where(*own_drafts(actor), AuditRow.id.in_(audit_ids))
    ).all()
    entries = _entries(session, [row.id for row in rows])
    found = set()
    for row in rows:
        rubric = asked_rubric_in_words(
            session, row.rubric_version_id, row.supplement_asks, row.words_revision
        )
        if rubric is None:
            continue
        calendar = calendar_as_of(session, rubric.region, row.holidays_changed)
        draft = scored_draft(rubric, entries[row.id], row.assessors, read_at, calendar)
        if draft.is_whole and not draft.lacks():
            found.add(row.id)
    return frozenset(found)


def _entries(session: Session, audit_ids: Collection[int]) -> dict[int, list[Entry]]:
    sealer = sealer_of(session)
    found: dict[int, list[Entry]] = defaultdict(list)
    rows = session.execute(
        select(*ENTRY_COLUMNS, AuditEntryRow.audit_id).where(AuditEntryRow.audit_id.in_(audit_ids))
    )
    for row in rows:
        found[row.audit_id].append(opened_entry(sealer, row.audit_id, tuple(row)))
    return found
