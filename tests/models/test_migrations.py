import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from qa_app.models.migrate import alembic_config, downgrade, is_current, revisions, upgrade
from qa_app.models.triggers import TRIGGERS
from tests.conftest import ROOT

MIGRATIONS = ROOT / "migrations"
HEAD = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def standing_triggers(connection: Connection) -> set[str]:
    """Name the triggers there are, without those that PostgreSQL makes for foreign keys."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.execute(text(query)).scalars())


def declared_triggers(connection: Connection) -> set[str]:
    """Name the triggers that the code declares for this database."""
    name = connection.dialect.name
    return {trigger.name for trigger in TRIGGERS if trigger.statements(name)}


def test_one_line_of_numbered_migrations() -> None:
    scripts = ScriptDirectory.from_config(alembic_config(MIGRATIONS, ""))
    known = [script.revision for script in scripts.walk_revisions()]
    assert scripts.get_heads() == [known[0]]
    assert known[::-1] == [f"{number:04}" for number in range(1, len(known) + 1)]
    assert list(revisions(MIGRATIONS)) == known[::-1]


def test_what_is_no_chain_is_no_version(tmp_path: Path) -> None:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "one.py").write_text('revision = "1"\ndown_revision = None\n')
    assert revisions(tmp_path) == ("1",)
    (folder / "three.py").write_text('revision = "3"\ndown_revision = "2"\n')
    with pytest.raises(ValueError, match="3"):
        revisions(tmp_path)
    (folder / "three.py").write_text("revision = None\n")
    with pytest.raises(ValueError, match=r"three\.py"):
        revisions(tmp_path)


def test_the_tables_are_what_the_code_says(database_url: str) -> None:
    command.check(alembic_config(MIGRATIONS, database_url))


def test_every_declared_trigger_stands(database_url: str) -> None:
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert standing_triggers(connection) == declared_triggers(connection)


def test_down_and_up_again(database_url: str) -> None:
    downgrade(MIGRATIONS, database_url, "base")
    engine = create_engine(database_url, poolclass=NullPool)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(MIGRATIONS, database_url)
    assert is_current(MIGRATIONS, engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM area")).scalar_one() == 9
        assert standing_triggers(connection) == declared_triggers(connection)


BATCH = f"""
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("place", recreate="auto") as batch:
        batch.alter_column("name_en", existing_type=sa.String(120), type_=sa.String(200))
        batch.add_column(sa.Column("extra", sa.Integer()))


def downgrade():
    with op.batch_alter_table("place") as batch:
        batch.drop_column("extra")
"""


def test_children_survive_a_rebuilt_parent(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next_batch.py").write_text(BATCH, "utf-8")
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO place (id, level, code, path, name_zh, name_en)"
                " VALUES (1, 'city', 'KM', '1/', '昆明', 'Kunming')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO place (id, parent_id, level, code, path, name_zh, name_en)"
                " VALUES (2, 1, 'district', 'PL', '1/2/', '盘龙', 'Panlong')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO centre (id, code, place_id, place_path, name_zh, name_en, kind, source)"
                " VALUES (1, 'A', 2, '1/2/', '中心甲', 'Centre A', 'social_work_agency', '')"
            )
        )
    upgrade(folder, database_url)
    downgrade(folder, database_url, HEAD)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM centre")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM place")).scalar_one() == 2
        assert standing_triggers(connection) == declared_triggers(connection)


def test_a_failing_migration_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    broken = BATCH.replace(
        'batch.add_column(sa.Column("extra", sa.Integer()))', "raise RuntimeError"
    )
    (folder / "versions" / "next_batch.py").write_text(broken, "utf-8")
    with pytest.raises(RuntimeError):
        upgrade(folder, database_url)
    engine = create_engine(database_url, poolclass=NullPool)
    assert "extra" not in {column["name"] for column in inspect(engine).get_columns("place")}
    with engine.connect() as connection:
        assert standing_triggers(connection) == declared_triggers(connection)
