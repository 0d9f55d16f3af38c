"""Totals of what the rhythm asks for, filled from posts, agreements and totals of sessions.

The rule stands here as it was when the table came, and not in what the product counts by today, so
that a later rule changes no old migration; `qa totals rebuild` counts by the rule of its day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLE = "required_month"
_KEY = ("scope", "scope_id", "month", "every_days")
_NUMBERS = ("people", "due", "held", "late")
_BATCH = 5_000
_ONE_DAY = timedelta(days=1)
_RHYTHM = ((42, 7), (182, 14))
"""Days in post until which somebody is seen so often; one session a calendar month from then on."""
_NEW_DAYS = 182
_UNSETTLED = _NEW_DAYS // 28 + 3
"""Months from the first one in post, by whose end nobody is new any more."""
_BY_TIME_IN_POST = 0
_OF_ONE_PERSON = ("ad_hoc", "case_discussion", "individual")
_POSTS = sa.text(
    "SELECT practitioner.id, centre.place_path, practitioner.started_on, practitioner.ended_on"
    " FROM practitioner JOIN centre ON centre.id = practitioner.centre_id"
).columns(started_on=sa.Date(), ended_on=sa.Date())
_AGREED = sa.text(
    "SELECT practitioner_id, from_on, until_on, every_days FROM supervision_agreement"
    " WHERE kind = 'standing' AND every_days IS NOT NULL AND practitioner_id IS NOT NULL"
).columns(from_on=sa.Date(), until_on=sa.Date())
_SEEN = (
    sa.text(
        "SELECT scope_id, month, sum(held) AS held, sum(held_late) AS late FROM session_month"
        " WHERE scope = 'practitioner' AND held > 0 AND type IN :types GROUP BY scope_id, month"
    )
    .bindparams(sa.bindparam("types", _OF_ONE_PERSON, expanding=True))
    .columns(month=sa.Date())
)


def upgrade() -> None:
    table = op.create_table(
        _TABLE,
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in _NUMBERS),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f(f"pk_{_TABLE}")),
    )
    rows = list(_counted())
    for start in range(0, len(rows), _BATCH):
        op.bulk_insert(table, rows[start : start + _BATCH])


def downgrade() -> None:
    op.drop_table(_TABLE)


def _counted() -> Iterator[dict[str, Any]]:
    connection = op.get_bind()
    agreed: dict[int, list[_Agreed]] = defaultdict(list)
    for one in connection.execute(_AGREED):
        agreed[one.practitioner_id].append(_Agreed(one.from_on, one.until_on, one.every_days))
    seen: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    for one in connection.execute(_SEEN):
        seen[one.scope_id][one.month] = (int(one.held), int(one.late))
    totals: dict[tuple[str, int, date, int], Counter[str]] = defaultdict(Counter)
    for one in connection.execute(_POSTS):
        person = _InPost(one.started_on, one.ended_on, tuple(agreed.get(one.id, ())))
        nodes = [int(node) for node in one.place_path.split("/") if node]
        scopes = [("network", 0), *(("place", node) for node in nodes)]
        for month, every, name, number in _numbers(person, seen.get(one.id, {})):
            for scope in scopes:
                totals[*scope, month, every][name] += number
    for key, columns in totals.items():
        if any(columns.values()):
            numbers = {name: columns[name] for name in _NUMBERS}
            yield {**dict(zip(_KEY, key, strict=True)), **numbers}


class _Agreed(NamedTuple):
    from_on: date
    until_on: date | None
    every_days: int


class _InPost(NamedTuple):
    started_on: date
    ended_on: date | None
    agreed: tuple[_Agreed, ...]


def _numbers(
    person: _InPost, seen: Mapping[date, tuple[int, int]]
) -> Iterator[tuple[date, int, str, int]]:
    before: int | None = None
    for number in _turns(person):
        month = _first_day(number)
        steady = _steady(person, month)
        if steady != before:
            if before is not None:
                yield month, before, "people", -1
            if steady is not None:
                yield month, steady, "people", 1
            before = steady
        if steady is None:
            yield month, _every(person, month), "due", _due(person, month)
    for month, (held, late) in seen.items():
        counted = min(held, _due(person, month))
        every = _every(person, month)
        yield month, every, "held", counted
        # those in time are counted first, and a session more than was due adds nothing
        yield month, every, "late", max(counted - (held - late), 0)


def _turns(person: _InPost) -> list[int]:
    # months that may differ from the one before, in order, to the one after the last
    first, end = _month_of(person.started_on), _month_of(date.max) - 1
    turns = set(range(first, first + _UNSETTLED))
    if person.ended_on is not None:
        end = min(_month_of(person.ended_on) + 1, end)
        turns |= {end - 1, end}
    for one in person.agreed:
        turns.add(_month_of(one.from_on - _ONE_DAY) + 1)
        if one.until_on is not None:
            turns.add(_month_of(one.until_on) + 1)
    return sorted(number for number in turns if first <= number <= end)


def _steady(person: _InPost, month: date) -> int | None:
    last = _first_day(_month_of(month) + 1) - _ONE_DAY
    is_whole = person.started_on <= month and (person.ended_on is None or person.ended_on >= last)
    every = _every(person, month)
    is_new = every == _BY_TIME_IN_POST and (month - person.started_on).days < _NEW_DAYS
    return every if is_whole and not is_new else None


def _every(person: _InPost, month: date) -> int:
    standing = [
        one.every_days
        for one in person.agreed
        if one.from_on <= month and (one.until_on is None or one.until_on >= month)
    ]
    return min(standing, default=_BY_TIME_IN_POST)


def _due(person: _InPost, month: date) -> int:
    # the time in post makes no difference any more, so that those who are alike are asked once
    is_settled = (month - person.started_on).days >= _NEW_DAYS
    started = date.min if is_settled else person.started_on
    return _owed(month, started, person.ended_on or date.max, _every(person, month))


@lru_cache(maxsize=10_000)
def _owed(month: date, started_on: date, ended_on: date, every: int) -> int:
    length = (_first_day(_month_of(month) + 1) - month).days
    days = [month + timedelta(days=number) for number in range(length)]
    in_post = [day for day in days if started_on <= day <= ended_on]
    rhythms = [every or _by_time((day - started_on).days) for day in in_post]
    owed = sum((Fraction(1, one) for one in rhythms if one is not None), Fraction(0))
    return max(int(owed), int(len(in_post) == len(days)))


def _by_time(in_post: int) -> int | None:
    return next((days for until, days in _RHYTHM if in_post < until), None)


def _month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
