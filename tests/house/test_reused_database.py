"""What one test leaves on PostgreSQL, the next does not find."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from tests.conftest import FIELD_KEY
from tests.follow_up import a_followed, sign
from tests.postgresql import IN_NO_ORDER, SCHEMA, ReusedDatabase, on_server, renamed


def filled(url: str) -> None:
    """Readings, findings and actions, with times, JSON and sealed text, by the services."""
    engine = make_engine(url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        sign(session, a_followed(session), "A1")
    engine.dispose()


def held(url: str) -> dict[str, Any]:
    """Every row of every table in its order, and where every sequence stands."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        found: dict[str, Any] = {
            name: list(connection.execute(text(f'SELECT t::text FROM "{name}" t')).scalars())
            for name in tables
        }
        for name in IN_NO_ORDER:
            found[name].sort()
        found["sequences"] = connection.execute(
            text("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        ).all()
    return found


@pytest.fixture(params=["migrated", "filled"])
def template(request: pytest.FixtureRequest, postgresql_server: str) -> Iterator[str]:
    """The template of most tests; then one with rows in many tables."""
    if request.param == "migrated":
        yield "migrated"
        return
    name = f"w{uuid4().hex}"
    on_server(postgresql_server, f"CREATE DATABASE {name} TEMPLATE migrated")
    filled(renamed(postgresql_server, name))
    yield name
    on_server(postgresql_server, f"DROP DATABASE {name}")


@pytest.fixture
def reused(postgresql_server: str, template: str) -> Iterator[ReusedDatabase]:
    database = ReusedDatabase(postgresql_server, template)
    yield database
    database.end()


def test_rows_and_numbers_are_those_of_the_template(
    postgresql_server: str, template: str, reused: ReusedDatabase
) -> None:
    made = held(renamed(postgresql_server, template))
    url = reused.fresh()
    assert held(url) == made
    if template == "migrated":
        filled(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("DELETE FROM area WHERE code <> 'social_work'"))
        connection.execute(text("UPDATE journal_head SET seq = seq + 7"))
        connection.execute(text("SELECT nextval('audit_id_seq')"))
    engine.dispose()
    assert held(url) != made
    reused.put_back()
    assert reused.fresh() == url
    assert held(url) == made


@pytest.mark.parametrize("template", ["migrated"], indirect=True)
def test_a_transaction_left_open_stands_in_nobodys_way(reused: ReusedDatabase) -> None:
    url = reused.fresh()
    made = held(url)
    engine = create_engine(url)
    left = engine.connect()
    left.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
    reused.put_back()
    assert held(reused.fresh()) == made
    left.invalidate()
    engine.dispose()


CHANGES = (
    "DROP TRIGGER journal_no_update ON journal",
    "ALTER TABLE journal DISABLE TRIGGER journal_no_delete",
    "ALTER TABLE area ADD COLUMN extra integer",
    "CREATE TABLE extra (id integer)",
    "CREATE INDEX extra ON area (code)",
    "ALTER TABLE area ADD CONSTRAINT extra CHECK (code <> '')",
    "CREATE FUNCTION extra() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
)


@pytest.mark.parametrize("template", ["migrated"], indirect=True)
def test_a_changed_schema_ends_the_database(reused: ReusedDatabase) -> None:
    url = reused.fresh()
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        made = connection.execute(text(SCHEMA)).scalar_one()
        for change in CHANGES:
            connection.execute(text(change))
            assert connection.execute(text(SCHEMA)).scalar_one() != made, change
            connection.rollback()
        connection.execute(text(CHANGES[0]))
        connection.commit()
    reused.put_back()
    assert reused.fresh() != url
