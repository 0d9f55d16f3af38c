"""Counting what a database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session


@contextmanager
def counted_on(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cu: object, statement: str, *_rest: object) -> None:
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
