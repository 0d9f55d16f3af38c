"""What a signed audit counts as in the totals, read back from its frozen score."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import month_of
from qa_app.domain.new_stretches import UNNAMED, design_of
from qa_app.domain.ratings import place_counted
from qa_app.domain.signing import counted_parts
from qa_app.domain.totals import CountedReading
from qa_app.models.audits import AuditRow
from qa_app.queries.rubrics import rubric_by_id

COUNTED = (
    AuditRow.id,
    AuditRow.centre_id,
    AuditRow.rubric_version_id,
    AuditRow.area_code,
    AuditRow.sample_type,
    AuditRow.reviewed_on,
    AuditRow.score_millionths,
    AuditRow.band_position,
    AuditRow.stop_count,
    AuditRow.gate_count,
    AuditRow.explanation,
    AuditRow.practitioner_id,
    AuditRow.reader_id,
    AuditRow.drawn_as,
)
"""Columns of an audit from which its reading is read back."""


def counted_reading(
    session: Session, audit: AuditRow | Row[*tuple[Any, ...]], place_path: str, *, is_final: bool
) -> CountedReading:
    """Give the reading that a signed audit added to the totals.

    Args:
        session: A database session.
        audit: A signed audit, or a row with at least `COUNTED`, its frozen columns as they stand.
        place_path: Path of its centre's place.
        is_final: Whether it counts as final.

    Returns:
        The reading, equal to the one that signing counted.

    Raises:
        LookupError: The audit was never signed, or its rubric version is gone.
    """
    rubric = rubric_by_id(session, audit.rubric_version_id)
    if rubric is None or audit.explanation is None or audit.reviewed_on is None:
        raise LookupError(audit.id)
    parts = counted_parts(rubric, audit.explanation)
    return CountedReading(
        audit_id=audit.id,
        centre_id=audit.centre_id,
        place_path=place_path,
        rubric_version_id=audit.rubric_version_id,
        area_code=audit.area_code,
        sample_type=audit.sample_type,
        month=month_of(audit.reviewed_on),
        score_millionths=audit.score_millionths,
        band_position=place_counted(rubric, audit.band_position, audit.score_millionths),
        stop_count=audit.stop_count,
        gate_count=audit.gate_count,
        sections=parts.sections,
        codes={**parts.codes, **parts.ratings} if parts.ratings else parts.codes,
        is_final=is_final,
        practitioner_id=audit.practitioner_id,
        reader_id=audit.reader_id or UNNAMED,
        design=design_of(audit.sample_type, audit.drawn_as),
        losses=parts.losses,
        by_case=parts.by_case,
    )
