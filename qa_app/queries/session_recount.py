"""The totals of sessions counted anew, and where the standing ones differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.session_totals import MonthKey, OwedKey, SessionFacts, changes_between
from qa_app.models.session_counts import chains_with
from qa_app.models.session_totals import SessionMonthRow, SessionOwedRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import one_moment
from qa_app.queries.recount import Drift

CHUNK = 500
_Numbers = dict[str, int]


def all_chains(session: Session) -> Iterator[tuple[tuple[SessionFacts, ...], ...]]:
    """Read every session there is, with those that replace it.

    Args:
        session: A database session.

    Yields:
        Chunks of whole chains, each chain once.
    """
    earlier = aliased(SupervisionSessionRow)
    firsts = (
        select(SupervisionSessionRow.id)
        .where(~exists().where(earlier.replaced_by_id == SupervisionSessionRow.id))
        .order_by(SupervisionSessionRow.id)
        .limit(CHUNK)
    )
    last = 0
    while chunk := session.execute(firsts.where(SupervisionSessionRow.id > last)).scalars().all():
        yield chains_with(session, chunk)
        last = chunk[-1]


def checked_session_totals(session: Session) -> tuple[Drift, ...]:
    """Compare the totals with the sessions at one moment, while others go on planning.

    Args:
        session: A database session without unsaved changes.

    Returns:
        The totals that differ, months first, by their keys.
    """
    with one_moment(session):
        return drifted_session_totals(session)


def drifted_session_totals(session: Session) -> tuple[Drift, ...]:
    """Count every session and compare with the totals that stand.

    Args:
        session: A database session that nobody else can change totals beside.

    Returns:
        The totals that differ, months first, by their keys.
    """
    months: dict[MonthKey, _Numbers] = {}
    owed: dict[OwedKey, _Numbers] = {}
    for chunk in all_chains(session):
        changes = changes_between((), chunk)
        for key, columns in changes.months.items():
            total = months.setdefault(key, {})
            for name, number in columns.items():
                total[name] = total.get(name, 0) + number
        for day, number in changes.owed.items():
            count = owed.setdefault(day, {"owed": 0})
            count["owed"] += number
    return (
        *_differences("session_month", _standing(session, SessionMonthRow, MonthKey), months),
        *_differences("session_owed", _standing(session, SessionOwedRow, OwedKey), owed),
    )


def _standing(
    session: Session, row: type[SessionMonthRow | SessionOwedRow], key: type[MonthKey | OwedKey]
) -> dict[Any, _Numbers]:
    named = [row.__table__.columns[name] for name in key._fields]
    counts = [one for one in row.__table__.columns if one.name not in key._fields]
    found = session.execute(select(*named, *counts).execution_options(yield_per=CHUNK))
    size = len(named)
    return {
        key(*one[:size]): {
            column.name: number for column, number in zip(counts, one[size:], strict=True) if number
        }
        for one in found
    }


def _differences(
    table: str, standing: Mapping[Any, _Numbers], counted: Mapping[Any, _Numbers]
) -> Iterator[Drift]:
    for key in sorted({*standing, *counted}):
        stands, is_counted = standing.get(key, {}), counted.get(key, {})
        if stands != is_counted:
            yield Drift(table, "/".join(map(str, key)), stands, is_counted)
