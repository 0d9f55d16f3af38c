"""The totals counted anew from the signed audits, and where the standing ones differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import ReadingMonthKey, changes_to_reading_months
from qa_app.domain.totals import (
    CountedReading,
    ItemKey,
    TotalKey,
    changes_to_items,
    changes_to_totals,
)
from qa_app.models.audits import AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import one_moment
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.queries.readings import COUNTED, counted_reading

CHUNK = 500
_MONTH_KEY = ("scope", "rubric_version_id", "sample_type", "section", "month", "area_code")
_ITEM_KEY = ("scope", "rubric_version_id", "sample_type", "month", "item_code", "code")
_READING_KEY = ReadingMonthKey._fields
_Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class Drift:
    """A total that does not equal the signed audits.

    Attributes:
        table: `month_total`, `item_total` or `reading_month`.
        key: Which total, its parts joined by slashes.
        standing: Column to number as it stands; columns that are nothing left out.
        counted: The same, as counted.
    """

    table: str
    key: str
    standing: Mapping[str, int]
    counted: Mapping[str, int]


def readings(session: Session) -> Iterator[Sequence[CountedReading]]:
    """Read back what every signed audit adds to the totals.

    Args:
        session: A database session.

    Yields:
        Chunks of readings, void audits left out.
    """
    signed = (
        select(*COUNTED, AuditRow.result_state, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(AuditRow.state == "signed")
        .order_by(AuditRow.id)
        .limit(CHUNK)
    )
    last = 0
    while chunk := session.execute(signed.where(AuditRow.id > last)).all():
        yield [
            counted_reading(session, row, row.place_path, is_final=row.result_state == "final")
            for row in chunk
        ]
        last = chunk[-1].id


def checked_totals(session: Session) -> tuple[Drift, ...]:
    """Compare the totals with the signed audits at one moment, while others go on signing.

    Args:
        session: A database session without unsaved changes.

    Returns:
        The totals that differ, month totals first, by their keys.
    """
    with one_moment(session):
        return drifted_totals(session)


def drifted_totals(session: Session) -> tuple[Drift, ...]:
    """Count every signed audit and compare with the totals that stand.

    Args:
        session: A database session that nobody else can change totals beside.

    Returns:
        The totals that differ, month totals first, by their keys.
    """
    months: dict[TotalKey, _Numbers] = {}
    items: dict[ItemKey, _Numbers] = {}
    read: dict[ReadingMonthKey, _Numbers] = {}
    for chunk in readings(session):
        for key, numbers in changes_to_totals(chunk, 1).items():
            _add(months.setdefault(key, {}), numbers)
        for item, (files, final) in changes_to_items(chunk, 1).items():
            _add(items.setdefault(item, {}), {"file_count": files, "final_count": final})
        for reader, files in changes_to_reading_months(chunk, 1).items():
            _add(read.setdefault(reader, {}), {"file_count": files})
    standing_months = {
        TotalKey(*key): numbers for key, numbers in _standing(session, MonthTotalRow, _MONTH_KEY)
    }
    standing_items = {
        ItemKey(*key): numbers for key, numbers in _standing(session, ItemTotalRow, _ITEM_KEY)
    }
    standing_read = {
        ReadingMonthKey(*key): numbers
        for key, numbers in _standing(session, ReadingMonthRow, _READING_KEY)
    }
    return (
        *_differences("month_total", standing_months, months),
        *_differences("item_total", standing_items, items),
        *_differences("reading_month", standing_read, read),
    )


def _add(total: _Numbers, numbers: Mapping[str, int]) -> None:
    for column, number in numbers.items():
        total[column] = total.get(column, 0) + number


def _standing(
    session: Session, table: type[MonthTotalRow | ItemTotalRow | ReadingMonthRow], key: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], _Numbers]]:
    columns = [column for column in table.__table__.columns if column.name not in key]
    named = [table.__table__.columns[name] for name in key]
    for row in session.execute(select(*named, *columns).execution_options(yield_per=CHUNK)):
        numbers = zip((column.name for column in columns), row[len(key) :], strict=True)
        yield tuple(row[: len(key)]), dict(numbers)


def _differences(
    table: str, standing: Mapping[Any, _Numbers], counted: Mapping[Any, _Numbers]
) -> Iterator[Drift]:
    for key in sorted({*standing, *counted}):
        stands, is_counted = _something(standing.get(key)), _something(counted.get(key))
        if stands != is_counted:
            yield Drift(table, "/".join(map(str, key)), stands, is_counted)


def _something(numbers: _Numbers | None) -> _Numbers:
    return {column: number for column, number in (numbers or {}).items() if number}
