"""Keeps the totals in step with the signed audits, inside the transaction that changes them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.totals import CountedReading, changes_to_items, changes_to_totals
from qa_app.models.trends import ItemTotalRow, MonthTotalRow

_BATCH = 400


def count_readings(session: Session, readings: Sequence[CountedReading], sign: int = 1) -> None:
    """Add readings to every total that shows them, or take them away.

    Totals are changed in one fixed order, so that two signers never wait for each other
    in a circle.

    Args:
        session: A session inside `transaction`.
        readings: Signed audits.
        sign: 1 adds, -1 takes away.
    """
    months = changes_to_totals(readings, sign)
    _add(
        session,
        MonthTotalRow.__table__,  # type: ignore[arg-type]
        [
            {
                "scope": key.scope,
                "rubric_version_id": key.rubric_version_id,
                "sample_type": key.sample_type,
                "section": key.section,
                "month": key.month,
                "area_code": key.area_code,
                **columns,
            }
            for key, columns in sorted(months.items(), key=lambda pair: pair[0])
        ],
    )
    items = changes_to_items(readings, sign)
    _add(
        session,
        ItemTotalRow.__table__,  # type: ignore[arg-type]
        [
            {
                "scope": key.scope,
                "rubric_version_id": key.rubric_version_id,
                "sample_type": key.sample_type,
                "month": key.month,
                "item_code": key.item_code,
                "code": key.code,
                "file_count": files,
                "final_count": final,
            }
            for key, (files, final) in sorted(items.items(), key=lambda pair: pair[0])
        ],
    )


def clear_totals(session: Session) -> None:
    """Remove every total, for a recount that follows in the same transaction.

    Args:
        session: A session inside `transaction`.
    """
    session.execute(delete(MonthTotalRow))
    session.execute(delete(ItemTotalRow))


def _add(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Upsert rows column-wise; rows with the same columns travel in one statement."""
    numbers = [column.name for column in table.columns if column.default is not None]
    for names, alike in groupby(rows, key=lambda row: tuple(sorted(row))):
        batch = [dict(row) for row in alike]
        added = [name for name in names if name in numbers]
        for start in range(0, len(batch), _BATCH):
            session.execute(_upsert(session, table, added), batch[start : start + _BATCH])


def _upsert(session: Session, table: Table, added: Sequence[str]) -> Any:
    dialect = session.get_bind().dialect.name
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + insert.excluded[name] for name in added},
    )
