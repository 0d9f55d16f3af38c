"""What stands of courses, modules and trainings has its code alone.

Where two stand with one code, because two people wrote it at the same moment, the first keeps it
and every later one is called by it with a number behind, such as C1-2: nothing that hangs on
either is moved, and somebody can end the one that is too many. Taking the rule back leaves the new
codes.
"""

import itertools
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_CODES = {
    "training_course": ("code",),
    "training_module": ("course_id", "code"),
    "training_event": ("code",),
}
_LONGEST = 40


def upgrade() -> None:
    stands = sa.text("ended_at IS NULL")
    for name, columns in _CODES.items():
        _keep_apart(name, columns)
        op.create_index(
            f"uq_{name}_{'_'.join(columns)}",
            name,
            list(columns),
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        )


def downgrade() -> None:
    for name, columns in _CODES.items():
        op.drop_index(f"uq_{name}_{'_'.join(columns)}", name)


def _keep_apart(name: str, columns: Sequence[str]) -> None:
    bind = op.get_bind()
    table = sa.table(name, *(sa.column(one) for one in ("id", "ended_at", *columns)))
    rows = bind.execute(
        sa.select(table.c.id, *(table.c[one] for one in columns))
        .where(table.c.ended_at.is_(None))
        .order_by(table.c.id)
    ).all()
    taken = {tuple(row[1:]) for row in rows}
    seen = set()
    for number, *key in rows:
        if tuple(key) not in seen:
            seen.add(tuple(key))
            continue
        *above, code = key
        fresh = next(one for one in _numbered(code) if (*above, one) not in taken)
        taken.add((*above, fresh))
        bind.execute(table.update().where(table.c.id == number).values(code=fresh))


def _numbered(code: str) -> Iterator[str]:
    for count in itertools.count(2):
        end = f"-{count}"
        yield f"{code[: _LONGEST - len(end)]}{end}"
