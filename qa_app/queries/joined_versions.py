"""With which versions of a rubric the reviews behind frozen evidence were read."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.joined_versions import ReadWith, audits_named, joined_versions
from qa_app.models.audits import AuditRow
from qa_app.models.rubrics import RubricVersionRow

_AT_ONCE = 500


def versions_joined(
    session: Session, evaluation: Mapping[str, Any]
) -> Mapping[str, Sequence[Sequence[str] | None]]:
    """Find which versions of a rubric frozen evidence puts together.

    Args:
        session: A database session; reviews out of its reach are not looked at.
        evaluation: The frozen evaluation as plain data.

    Returns:
        What `domain.joined_versions` tells, for who reads the numbers.
    """
    audit, version = AuditRow, RubricVersionRow
    read: dict[int, ReadWith] = {}
    named = sorted(audits_named(evaluation))
    for first in range(0, len(named), _AT_ONCE):
        rows = session.execute(
            select(
                audit.id,
                version.rubric_code,
                version.id,
                version.version,
                audit.reviewed_on,
                audit.score_millionths.is_not(None),
            )
            .join(version, version.id == audit.rubric_version_id)
            .where(audit.id.in_(named[first : first + _AT_ONCE]))
        )
        for number, rubric, own, name, day, is_scored in rows:
            if day is not None:
                read[number] = ReadWith(rubric, own, name, day, is_scored)
    return joined_versions(evaluation, read)
