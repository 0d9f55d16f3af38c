"""Who was seen in which session, and on which day: the one answer that every page counts by."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, select, union

from qa_app.domain.supervision import SessionState
from qa_app.domain.supervision_records import RecordState
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow


def times_seen(
    who: Collection[int] | Select[Any],
    *within: ColumnElement[bool],
    known_at: datetime | None = None,
) -> Subquery:
    """Give the sessions in which practitioners were seen.

    Somebody was seen in a session that was held and whose record, once its leader signed it, names
    them with a minute or more, whether they were expected or not; and, unless it names them with no
    minute at all, if they were expected. The totals of coverage count by the same rule
    (`domain.session_totals`).

    Args:
        who: Practitioners.
        within: Conditions on `SupervisionSessionRow`, such as kinds of sessions and days.
        known_at: Records that their leader signed later say nothing yet; None for the present.

    Returns:
        `practitioner_id`, `session_id` and `on`, the day on which it took place; each once.
    """
    row, record, there = SupervisionSessionRow, SupervisionRecordRow, RecordPresenceRow
    held = (row.state == SessionState.HELD.value, *within)
    signed = record.state != RecordState.DRAFT.value
    if known_at is not None:
        signed = and_(signed, record.written_at <= known_at)
    expected = (
        select(
            SessionPersonRow.practitioner_id, row.id.label("session_id"), row.planned_on.label("on")
        )
        .join(row, row.id == SessionPersonRow.session_id)
        .where(SessionPersonRow.practitioner_id.in_(who), ~named_absent(signed), *held)
    )
    named = (
        select(there.practitioner_id, row.id.label("session_id"), row.planned_on.label("on"))
        .join(row, row.id == there.session_id)
        .join(record, record.session_id == there.session_id)
        .where(there.practitioner_id.in_(who), there.minutes > 0, signed, *held)
    )
    return union(expected, named).subquery("seen")


def named_absent(signed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Ask whether the record of a session names somebody who was expected with no minute.

    Args:
        signed: A condition on `SupervisionRecordRow`: which records say something.

    Returns:
        A condition on `SessionPersonRow`.
    """
    there = RecordPresenceRow
    return (
        exists()
        .where(
            there.session_id == SessionPersonRow.session_id,
            there.practitioner_id == SessionPersonRow.practitioner_id,
            there.minutes == 0,
            SupervisionRecordRow.session_id == there.session_id,
            signed,
        )
        .correlate(SessionPersonRow)
    )
