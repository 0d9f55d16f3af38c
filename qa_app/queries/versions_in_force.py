"""The versions of a rubric with the days on which they are in force."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.text import BilingualText
from qa_app.domain.version_in_force import VersionStretch, version_on
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubric_places import counting_places, counts_at, counts_at_centre

IN_USE = ("published", "retired")
"""States of a version that files may be read under: a retired one for days of its own only."""


def in_force_on(day: date) -> ColumnElement[bool]:
    """Give the condition that a version is in force.

    Args:
        day: The local day.

    Returns:
        A condition on `RubricVersionRow`; a retired version is in force on days of its own.
    """
    until = RubricVersionRow.in_force_until
    return and_(RubricVersionRow.in_force_from <= day, or_(until.is_(None), until > day))


def stretch_of(row: RubricVersionRow) -> VersionStretch:
    """Give the days of one version.

    Args:
        row: The version.

    Returns:
        Its stretch.
    """
    return VersionStretch(row.id, row.version, row.in_force_from, row.in_force_until)


def stretches_beside(
    session: Session, row: RubricVersionRow, place_path: str | None = None
) -> tuple[VersionStretch, ...]:
    """List the versions that can stand for one: same rubric, area, unit and access.

    Args:
        session: A database session.
        row: The version.
        place_path: Path of the place where something is read; None to ask for no place.

    Returns:
        In the order of their days, the version itself among them; those that do not count at the
        place are left out.
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
    found = rows.all()
    if place_path is None:
        return tuple(stretch_of(one) for one in found)
    places = counting_places(session, [one.id for one in found])
    return tuple(stretch_of(one) for one in found if counts_at(places, one.id, place_path))


def version_for(
    session: Session, row: RubricVersionRow, day: date, place_path: str | None = None
) -> int:
    """Find the version that a session gets which is planned with another one of its rubric.

    Args:
        session: A database session.
        row: The version that was chosen.
        day: The session's day.
        place_path: Path of a place at which it has to count; None to ask for no place.

    Returns:
        The version in force then; the chosen one where none is yet, for a first version that
        comes later is better than none.

    Raises:
        InvalidError: The chosen one was retired, and none follows it on that day
            (`not_in_force`).
    """
    found = version_on(stretches_beside(session, row, place_path), day)
    if found is not None:
        return found.version_id
    if row.status == "retired":
        raise InvalidError("not_in_force")
    return row.id


def rubrics_of_area(
    session: Session, centre_id: int, area: str, day: date
) -> tuple[BilingualText, ...]:
    """List the rubrics by which a centre's case files of an area are read on a day.

    Args:
        session: A database session.
        centre_id: The centre, which exists.
        area: Code of the area.
        day: The local day.

    Returns:
        Their titles, by code, without those that are shown to nobody.
    """
    row = RubricVersionRow
    rows = session.execute(
        select(row.id, row.title_zh, row.title_en)
        .where(
            row.area_code == area,
            row.kind == "case_file",
            row.is_hidden.is_(False),
            row.status.in_(IN_USE),
            in_force_on(day),
        )
        .order_by(row.rubric_code, row.id)
    ).all()
    return tuple(
        BilingualText(zh, en)
        for version_id, zh, en in rows
        if counts_at_centre(session, version_id, centre_id)
    )
