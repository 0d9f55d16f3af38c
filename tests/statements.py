"""Counting what a database is asked, and writing between two questions."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session


@contextmanager
def counted_on(engine: Engine) -> Iterator[list[str]]:
    """Note every statement but the one that begins a transaction of PostgreSQL.

    That one tells the second lock whose session it is. It comes once, whatever is asked, and SQLite
    has none: counted, it would make one query two on one of the two.
    """
    statements: list[str] = []

    def note(_c: object, _cu: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("SELECT set_config("):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    with counted_on(session.get_bind().engine) as statements:
        yield statements


@contextmanager
def after_reading(engine: Engine, table: str, write: Callable[[], None]) -> Iterator[None]:
    """Let somebody write, once, right after a table was read for the first time."""
    waiting = [write]

    def note(_connection, _cursor, statement, *_rest) -> None:
        if waiting and re.match(rf"SELECT.*FROM {table}\b", statement, re.DOTALL):
            waiting.pop()()

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", note)
    assert not waiting
