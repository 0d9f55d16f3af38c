"""Puts another reading in the place of a counted one; the earlier one is kept as it was."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry
from qa_app.domain.totals import CountedReading, SampleType
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.entries import entry_columns
from qa_app.models.region_reviews import RegionEvidenceRow, RegionReviewRow
from qa_app.models.supervisor_reviews import SupervisorReviewRow
from qa_app.models.totals import recount_readings

_CARRIED = (
    "centre_id",
    "area_code",
    "rubric_version_id",
    "case_file_id",
    "practitioner_id",
    "session_id",
    "draw_id",
    "sample_type",
    "drawn_as",
    "add_reason",
    "assessors",
    "version_reason",
    "version_day",
    "due_on",
    "answered_count",
    "started_at",
)
"""What the reading that takes the place has in common with the one before."""


def open_replacement(
    session: Session,
    replaced: AuditRow,
    values: dict[str, Any],
    entries: Sequence[Entry],
) -> int:
    """Open a draft that will take the place of a counted reading.

    Args:
        session: A session inside `transaction` that holds the counted reading.
        replaced: The counted reading.
        values: Columns of its own: `reading` (moderated or amended), `reader_id`, `created_at`
            and whatever else differs.
        entries: What stands in it; notes are sealed to it.

    Returns:
        The draft, to be scored and frozen in the same transaction.
    """
    carried = {name: getattr(replaced, name) for name in _CARRIED}
    made: int = session.execute(
        insert(AuditRow)
        .values(**{**carried, **values}, state="draft", replaces_id=replaced.id)
        .returning(AuditRow.id)
    ).scalar_one()
    rows = [
        entry_columns(session, made, one, values["reader_id"], values["created_at"])
        for one in entries
    ]
    if rows:
        session.execute(insert(AuditEntryRow), rows)
    if replaced.sample_type == SampleType.QUARTER.value:
        columns: tuple[str, ...] = ("supervisor_id", "first_on", "label")
        _same_subject(session, SupervisorReviewRow, columns, replaced.id, made)
    if replaced.sample_type == SampleType.YEAR.value:
        columns = ("place_id", "place_path", "year", "label")
        _same_subject(session, RegionReviewRow, columns, replaced.id, made)
        columns = ("counted_on", "facts")
        _same_subject(session, RegionEvidenceRow, columns, replaced.id, made)
    return made


def _same_subject(
    session: Session,
    row: type[SupervisorReviewRow | RegionReviewRow | RegionEvidenceRow],
    names: tuple[str, ...],
    audit_id: int,
    made: int,
) -> None:
    before = select(literal(made), *(getattr(row, name) for name in names)).where(
        row.audit_id == audit_id
    )
    session.execute(insert(row).from_select(["audit_id", *names], before))


def take_place(
    session: Session, before: CountedReading, after: CountedReading, at: datetime
) -> None:
    """Let a signed reading count instead of another: subtract, add, keep.

    Args:
        session: A session inside `transaction` that holds both.
        before: What the earlier reading counted as.
        after: What the new one counts as; signed already, in no total yet.
        at: The present.

    Raises:
        LookupError: The earlier one does not count (any more).
    """
    kept = session.execute(
        update(AuditRow)
        .where(AuditRow.id == before.audit_id, AuditRow.state == "signed")
        .values(state="replaced", counted_until=at)
        .returning(AuditRow.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if kept is None:
        raise LookupError(before.audit_id)
    recount_readings(session, [before], [after])
