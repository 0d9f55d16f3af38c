"""Keeps the totals in step with the signed audits, inside the transaction that changes them."""

from collections.abc import Mapping, Sequence
from functools import cache
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


def _add(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Upsert rows column-wise, all in one statement: what a row lacks is added as nothing."""
    numbers = {column.name for column in table.columns if column.default is not None}
    added = tuple(sorted({name for row in rows for name in row} & numbers))
    nothing = dict.fromkeys(added, 0)
    batch = [nothing | dict(row) for row in rows]
    for start in range(0, len(batch), _BATCH):
        session.execute(
            _upsert(session.get_bind().dialect.name, table, added), batch[start : start + _BATCH]
        )


@cache
def _upsert(dialect: str, table: Table, added: tuple[str, ...]) -> Any:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + insert.excluded[name] for name in added},
    )
