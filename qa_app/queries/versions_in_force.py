"""The versions of a rubric with the days on which they are in force."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.version_in_force import VersionStretch
from qa_app.models.rubrics import RubricVersionRow

IN_USE = ("published", "retired")
"""States of a version that files may be read under: a retired one for days of its own only."""


def stretch_of(row: RubricVersionRow) -> VersionStretch:
    """Give the days of one version.

    Args:
        row: The version.

    Returns:
        Its stretch.
    """
    return VersionStretch(row.id, row.version, row.in_force_from, row.in_force_until)


def stretches_beside(session: Session, row: RubricVersionRow) -> tuple[VersionStretch, ...]:
    """List the versions that can stand for one: same rubric, area, unit and access.

    Args:
        session: A database session.
        row: The version.

    Returns:
        In the order of their days, the version itself among them.
    """
    rows = session.execute(
        select(RubricVersionRow)
        .where(
            RubricVersionRow.rubric_code == row.rubric_code,
            RubricVersionRow.area_code == row.area_code,
            RubricVersionRow.kind == row.kind,
            RubricVersionRow.access == row.access,
            RubricVersionRow.is_hidden.is_(row.is_hidden),
            RubricVersionRow.status.in_(IN_USE),
        )
        .order_by(RubricVersionRow.in_force_from, RubricVersionRow.id)
    ).scalars()
    return tuple(stretch_of(one) for one in rows)
