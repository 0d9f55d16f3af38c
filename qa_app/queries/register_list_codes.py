"""The codes by which lists of the register name what their rows name by id."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.register_lists import ListColumn
from qa_app.domain.service_threads import short_number
from qa_app.models.cases import CaseFileRow
from qa_app.models.competency_rows import CompetencyFrameworkRow
from qa_app.models.findings import CorrectiveActionRow
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow

_CHUNK = 400


def held_in(row: Any, attribute: str, column: ListColumn) -> Any:
    """Find what a row names in a column that is looked up.

    Args:
        row: The row.
        attribute: The attribute that the column stands in.
        column: The column.

    Returns:
        The id of what it names, or what it is called by itself; 0 for nothing.
    """
    if not hasattr(row, attribute) and column.of == "centre":
        # the centre of a worker, which the row names by the worker alone
        attribute = "practitioner_id"
    return getattr(row, attribute) or 0


def codes_of(
    session: Session, table: Any, attribute: str, column: ListColumn, rows: Sequence[Any]
) -> Mapping[Any, str]:
    """Give the codes of what rows name in a column that is looked up.

    Args:
        session: A database session.
        table: The class of the rows.
        attribute: The attribute that the column stands in.
        column: The column.
        rows: The rows.

    Returns:
        What `held_in` gives to its code.
    """
    held = sorted({held_in(row, attribute, column) for row in rows} - {0})
    own_name = _OWN_NAMES.get(column.of)
    if own_name is not None:
        return {one: own_name(str(one)) for one in held}
    by_worker = not hasattr(table, attribute)
    codes: dict[Any, str] = {}
    for start in range(0, len(held), _CHUNK):
        part = held[start : start + _CHUNK]
        if by_worker:
            query = (
                select(PractitionerRow.id, CentreRow.code)
                .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
                .where(PractitionerRow.id.in_(part))
            )
        else:
            of, code = _CODED.get(column.of) or _coded_by(table, attribute)
            query = select(of.id, code).where(of.id.in_(part))
        codes |= {row[0]: str(row[1]) for row in session.execute(query)}
    return codes


def _coded_by(table: Any, attribute: str) -> tuple[Any, Any]:
    # what a list looks up by itself is a row with a code, such as an event of training
    refers = table.__table__.columns[attribute].foreign_keys
    target = next(iter(refers)).column.table
    mapped = next(one.class_ for one in table.registry.mappers if one.local_table is target)
    return mapped, mapped.code


_OWN_NAMES: Mapping[str, Callable[[str], str]] = {"thread": short_number, "training": str}
"""What is no row of another table: how it is called."""
_CODED: Mapping[str, tuple[Any, Any]] = {
    "centre": (CentreRow, CentreRow.code),
    "place": (PlaceRow, PlaceRow.code),
    "worker": (PractitionerRow, PractitionerRow.code),
    "case": (CaseFileRow, CaseFileRow.reference),
    # a framework is known by its area and version
    "framework": (
        CompetencyFrameworkRow,
        CompetencyFrameworkRow.area_code + "/" + CompetencyFrameworkRow.version,
    ),
    # what has no code of its own is named by its number
    "action": (CorrectiveActionRow, CorrectiveActionRow.id),
}
