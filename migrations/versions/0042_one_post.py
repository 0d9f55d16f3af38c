"""A worker has one post that stands.

Where two stand, which only two acts at one moment could leave, nobody but the centre knows which
is right: nothing is changed, and what stands twice is named with the way out.
"""

import sqlalchemy as sa
from alembic import op

from qa_app.models.migrate import MigrationStoppedError

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TABLE, _ALONE = "worker_post", "uq_worker_post_practitioner_id"
_TWICE = sa.text(
    "SELECT p.id, c.code, w.code, p.started_on, p.left_on FROM worker_post p"
    " JOIN practitioner w ON w.id = p.practitioner_id JOIN centre c ON c.id = w.centre_id"
    " WHERE p.ended_at IS NULL AND p.practitioner_id IN (SELECT practitioner_id FROM worker_post"
    " WHERE ended_at IS NULL GROUP BY practitioner_id HAVING count(*) > 1)"
    " ORDER BY c.code, w.code, p.id"
)
_WAY_OUT = (
    "以下工作人员有不止一条现行的任职记录。请向机构核实哪一条正确，"
    "以数据库所有者的身份终止其余各条（以其编号代替 N，多条以逗号隔开），然后重新启动；"
    "最后一日随之取自保留的一条。\n"
    "Workers with more than one post that stands. Ask the centre which one is right, end every"
    " other one as the owner of the database, with its number for N (several with commas), and"
    " start again; the worker's last day becomes that of the post which stays.\n"
    "{rows}\n"
    "BEGIN;\n"
    "{unlock}"
    "UPDATE worker_post SET ended_at = recorded_at, ended_why = 'corrected' WHERE id IN (N);\n"
    "UPDATE practitioner SET ended_on = (SELECT left_on FROM worker_post WHERE practitioner_id ="
    " practitioner.id AND ended_at IS NULL) WHERE id IN (SELECT practitioner_id FROM worker_post"
    " WHERE id IN (N));\n"
    "COMMIT;"
)
_UNLOCK = "SET LOCAL plumbline.whole = 'on';\n"
"""The policies bind the owner as well; without it both statements would find no row."""


def upgrade() -> None:
    bind = op.get_bind()
    twice = bind.execute(_TWICE).all()
    if twice:
        rows = "\n".join(
            f"{centre} {worker}: N = {number}, {first} – {last or ''}"
            for number, centre, worker, first, last in twice
        )
        unlock = _UNLOCK if bind.dialect.name == "postgresql" else ""
        raise MigrationStoppedError(_WAY_OUT.format(rows=rows, unlock=unlock), rows)
    stands = sa.text("ended_at IS NULL")
    op.create_index(
        _ALONE,
        _TABLE,
        ["practitioner_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def downgrade() -> None:
    op.drop_index(_ALONE, _TABLE)
