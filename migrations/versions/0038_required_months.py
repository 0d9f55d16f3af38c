"""Totals of what the rhythm asks for, filled from posts, agreements and totals of sessions."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from qa_app.domain.required_totals import (
    AgreedDays,
    InPost,
    Seen,
    asked_of,
    met_of,
    required_changes,
)
from qa_app.domain.session_required import OF_ONE_PERSON

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLE = "required_month"
_KEY = ("scope", "scope_id", "month", "every_days")
_NUMBERS = ("people", "due", "held", "late")
_BATCH = 5_000
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
    .bindparams(sa.bindparam("types", sorted(one.value for one in OF_ONE_PERSON), expanding=True))
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
    agreed: dict[int, list[AgreedDays]] = defaultdict(list)
    for one in connection.execute(_AGREED):
        terms = AgreedDays(one.from_on, one.until_on, one.every_days)
        agreed[one.practitioner_id].append(terms)
    seen: dict[int, dict[date, Seen]] = defaultdict(dict)
    for one in connection.execute(_SEEN):
        seen[one.scope_id][one.month] = Seen(int(one.held), int(one.late))
    places: dict[str, dict[tuple[date, int], Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for one in connection.execute(_POSTS):
        terms = tuple(agreed.get(one.id, ()))
        person = InPost(one.place_path, one.started_on, one.ended_on, terms)
        for numbers in (asked_of(person), met_of(person, seen.get(one.id, {}))):
            for month, columns in numbers.items():
                places[one.place_path][month].update(columns)
    for key, columns in required_changes((), places.items()).items():
        yield {**key._asdict(), **dict.fromkeys(_NUMBERS, 0), **columns}
