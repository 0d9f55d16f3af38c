"""A PostgreSQL database that tests use one after another, put back after each.

Making and dropping a database costs a test more than everything else that it does: some 1,500
files are written and removed. Putting the rows back costs a few milliseconds. A database whose
tables, functions or triggers a test changed is thrown away instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from qa_app.models.app_role import grant_to

VACUUM_EVERY = 25
"""Uses after which the space of removed rows is given back, so that tables stay short."""

IN_NO_ORDER = frozenset({"required_month"})
"""Tables whose rows are changed as often as added: a database puts them wherever there is room."""

SCHEMA = """
SELECT concat_ws(' ',
  (SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM pg_class
   WHERE relnamespace = 'public'::regnamespace),
  (SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM pg_attribute WHERE attrelid >= 16384),
  (SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM pg_constraint WHERE oid >= 16384),
  (SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM pg_trigger),
  (SELECT concat(count(*), ' ', sum(xmin::text::bigint)) FROM pg_proc WHERE oid >= 16384))
"""
"""Changes with every table, column, index, constraint, trigger and function of a database."""

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_COLUMNS = """
SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = '{}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences ORDER BY 1"
_OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def on_server(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def renamed(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}?{query}"


APP_ROLE = "plumbline_app"
"""Serves the product in tests as in production: it owns nothing, and rows are locked for it."""
PLAIN_OWNER = "plumbline_plain_owner"
"""Owns a database that was handed to it, as docs/operating.md proposes: no superuser."""


def as_app(url: str) -> str:
    """Give the address of a database for the role that serves the product."""
    return url.replace("://postgres:", f"://{APP_ROLE}:", 1)


def as_owner(url: str) -> str:
    """Give the address of a database for whoever owns it; of SQLite it is the same."""
    return url.replace(f"://{APP_ROLE}:", "://postgres:", 1)


@contextmanager
def owning(session: Session) -> Iterator[Session]:
    """Give a session of whoever owns the tables; on SQLite it is the one that is given."""
    session.rollback()
    url = session.get_bind().engine.url
    if url.get_backend_name() == "sqlite":
        yield session
        return
    engine = create_engine(as_owner(url.render_as_string(hide_password=False)), poolclass=NullPool)
    with Session(engine, info=dict(session.info)) as owner:
        yield owner


def make_app_role(server: str, template: str) -> None:
    """Make that role and let it into a database, whose copies let it in as well."""
    on_server(server, f"CREATE ROLE {APP_ROLE} LOGIN")
    engine = create_engine(renamed(server, template), poolclass=NullPool)
    with engine.begin() as connection:
        grant_to(connection, APP_ROLE)


def owned_plainly(url: str) -> str:
    """Hand a database to an owner who is no superuser; gives their address of it.

    The role stands on the server till it ends, so hand over one database in a test.
    """
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        return url
    to = f"OWNER TO {PLAIN_OWNER}"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"DO $$ BEGIN CREATE ROLE {PLAIN_OWNER} LOGIN NOSUPERUSER NOBYPASSRLS;"
            " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        connection.exec_driver_sql(f"ALTER SCHEMA public {to}")
        made = (
            f"SELECT 'ALTER TABLE ' || oid::regclass || ' {to}' FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            f" UNION ALL SELECT 'ALTER FUNCTION ' || oid::regprocedure || ' {to}' FROM pg_proc"
            " WHERE pronamespace = 'public'::regnamespace"
        )
        for statement in connection.exec_driver_sql(made).scalars().all():
            connection.exec_driver_sql(statement)
    return as_owner(url).replace("://postgres:", f"://{PLAIN_OWNER}:", 1)


@dataclass(frozen=True, slots=True)
class _Start:
    """What a fresh database holds.

    Attributes:
        schema: Mark of tables, columns, constraints, triggers and functions as they were made.
        refill: For each table that is not empty at the start, the statement that fills it.
        which_filled: One query that names the other tables that hold a row.
        sequences: The statement that sets every sequence back.
    """

    schema: str
    refill: dict[str, str]
    which_filled: str
    sequences: str


class ReusedDatabase:
    """One database made from a template, put back to it after every use."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._name = ""
        self._uses = 0
        self._keeper: psycopg.Connection | None = None
        self._start: _Start | None = None

    def fresh(self) -> str:
        """Give the address of the database, in the state of its template."""
        if self._keeper is None:
            self._name = f"t{uuid4().hex}"
            on_server(self._server, f"CREATE DATABASE {self._name} TEMPLATE {self._template}")
            address = renamed(self._server, self._name).replace("+psycopg", "")
            self._keeper = psycopg.connect(address, autocommit=True)
            self._start = _start_of(self._keeper)
        return renamed(self._server, self._name)

    @property
    def name(self) -> str:
        return self._name

    def mark(self) -> None:
        """Whoever writes here does it by SQLAlchemy."""

    def taken(self) -> "_Start":
        """Read out all that the database holds, to be put into it later."""
        assert self._keeper is not None
        assert self._start is not None
        return _start_of(self._keeper, self._start)

    def put(self, taken: "_Start") -> None:
        """Empty the database and fill it with what was read out of it."""
        assert self._keeper is not None
        assert self._start is not None
        _refill(self._keeper, self._start, taken)

    def put_back(self) -> None:
        """End every connection and undo what the use left; a changed schema ends the database."""
        assert self._keeper is not None
        assert self._start is not None
        self._keeper.execute(_OTHERS_OUT)
        if _value(self._keeper, SCHEMA) != self._start.schema:
            self.end()
            return
        _refill(self._keeper, self._start, self._start)
        self._uses += 1
        if self._uses % VACUUM_EVERY == 0:
            self._keeper.execute("VACUUM")

    @contextmanager
    def alone(self) -> Iterator[str]:
        """Give the address of a database of its own, to which nobody keeps a connection."""
        name = f"a{uuid4().hex}"
        on_server(self._server, f"CREATE DATABASE {name} TEMPLATE {self._template}")
        yield renamed(self._server, name)
        on_server(self._server, f"DROP DATABASE {name} WITH (FORCE)")

    def end(self) -> None:
        """Drop the database; the next use makes another."""
        if self._keeper is not None:
            self._keeper.close()
            self._keeper = None
            on_server(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")


def _value(keeper: psycopg.Connection, query: str) -> Any:
    row = keeper.execute(query).fetchone()
    assert row is not None
    return row[0]


def _start_of(keeper: psycopg.Connection, start: _Start | None = None) -> _Start:
    tables = [name for (name,) in keeper.execute(_TABLES)]
    empty = {name for name in tables if not _value(keeper, f'SELECT EXISTS (SELECT FROM "{name}")')}
    filled = [name for name in tables if name not in empty]
    return _Start(
        schema=start.schema if start else _value(keeper, SCHEMA),
        refill={name: _filling(keeper, name) for name in filled},
        which_filled=" UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")"
            for name in tables
            if name not in filled
        ),
        sequences="SELECT "
        + ", ".join(
            f"setval('\"{name}\"', {last or start_at}, {str(last is not None).lower()})"
            for name, start_at, last in keeper.execute(_SEQUENCES)
        ),
    )


def _filling(keeper: psycopg.Connection, table: str) -> str:
    """Write the statement that fills a table with the rows that it has now, in their order."""
    columns = [name for (name,) in keeper.execute(_COLUMNS.format(table))]
    values = ", ".join(f"quote_nullable({name}::text)" for name in columns)
    rows = _value(
        keeper, f"SELECT string_agg('(' || concat_ws(', ', {values}) || ')', ', ') FROM \"{table}\""
    )
    names = ", ".join(columns)
    return f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE VALUES {rows}'


def _refill(keeper: psycopg.Connection, start: _Start, wanted: _Start) -> None:
    """Empty what a use filled and fill in what is wanted.

    As the server's owner, so that no trigger and no key objects.
    """
    changed = [name for (name,) in keeper.execute(start.which_filled)]
    statements = [
        "BEGIN",
        "SET LOCAL session_replication_role = replica",
        *(f'DELETE FROM "{table}"' for table in (*changed, *start.refill)),
        *wanted.refill.values(),
        wanted.sequences,
        "COMMIT",
    ]
    keeper.execute("; ".join(statements))
