"""The totals of sessions counted anew, and where the standing ones differ."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from qa_app.domain.required_totals import RequiredKey, required_changes
from qa_app.domain.session_totals import MonthKey, OwedKey, SessionFacts, changes_between
from qa_app.models.aliases import alias_of
from qa_app.models.places import PractitionerRow
from qa_app.models.required_counts import required_of
from qa_app.models.session_counts import chains_with
from qa_app.models.session_totals import RequiredMonthRow, SessionMonthRow, SessionOwedRow
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
    earlier = alias_of(SupervisionSessionRow)
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
        The totals that differ, months first and what the rhythm asks for last, by their keys.
    """
    with one_moment(session):
        return (*drifted_session_totals(session), *drifted_required_totals(session))


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


def drifted_required_totals(session: Session) -> tuple[Drift, ...]:
    """Count what the rhythm asks of everybody and compare with the totals that stand.

    Args:
        session: A database session that nobody else can change totals beside.

    Returns:
        The totals that differ, by their keys.
    """
    standing = _standing(session, RequiredMonthRow, RequiredKey)
    return tuple(_differences("required_month", standing, counted_required(session)))


def counted_required(session: Session) -> Mapping[RequiredKey, Mapping[str, int]]:
    """Count what the rhythm asks of everybody, and what of it was held by totals of sessions.

    Args:
        session: A database session.

    Returns:
        Total to column to number; no number is zero.
    """
    row = PractitionerRow
    query = select(row.id).order_by(row.id).limit(CHUNK)
    places: dict[str, dict[tuple[date, int], Counter[str]]] = {}
    last = 0
    while chunk := session.execute(query.where(row.id > last)).scalars().all():
        for path, numbers in required_of(session, chunk):
            place = places.setdefault(path, {})
            for month, columns in numbers.items():
                place.setdefault(month, Counter()).update(columns)
        last = chunk[-1]
    return required_changes((), places.items())


def _standing(
    session: Session,
    row: type[SessionMonthRow | SessionOwedRow | RequiredMonthRow],
    key: type[MonthKey | OwedKey | RequiredKey],
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
    table: str, standing: Mapping[Any, _Numbers], counted: Mapping[Any, Mapping[str, int]]
) -> Iterator[Drift]:
    for key in sorted({*standing, *counted}):
        stands, is_counted = standing.get(key, {}), counted.get(key, {})
        if stands != is_counted:
            yield Drift(table, "/".join(map(str, key)), stands, is_counted)
