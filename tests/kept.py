"""Scenes that many tests start from, built once per run and afterwards put back as they were.

A builder marked with `kept` runs through the services as always the first two times that a worker
needs it in the same form (the second time what it left is read out of the database). From then on
a test whose database is still as fresh as the builder found it gets those rows at once: SQLite the
whole file, PostgreSQL the same values in every column and the same next numbers, so that it
cannot tell one from the other. Whoever touched the database before calls the builder itself.

What a builder returns is copied for each test, so it holds ids and people, never rows or sessions.
"""

import copy
import pickle
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

P = ParamSpec("P")
T = TypeVar("T")
Key = tuple[Any, ...]


class Place(Protocol):
    """A database whose whole content can be read out and put back."""

    def mark(self) -> Any:
        """Say something that changes when anybody writes past SQLAlchemy, if that can be told."""

    def taken(self) -> Any:
        """Read out all that it holds; what was read out before stays as it was."""

    def put(self, taken: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class File:
    """A file of SQLite; what is read out of it are files too, in `store`."""

    path: Path
    store: Path

    def mark(self) -> list[tuple[int, int]]:
        files = self.path, self.path.with_name(f"{self.path.name}-wal")
        found = [file.stat() for file in files if file.exists()]
        return [(one.st_mtime_ns, one.st_size) for one in found]

    def taken(self) -> Path:
        target = self.store / f"kept-{uuid4().hex}.db"
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(target)) as to:
            source.backup(to)
        return target

    def put(self, taken: Path) -> None:
        if not self.path.with_name(f"{self.path.name}-wal").exists():  # nobody has it open
            shutil.copy(taken, self.path)
            return
        with closing(sqlite3.connect(taken)) as source, closing(sqlite3.connect(self.path)) as to:
            source.backup(to)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A database that nobody touched since it came to be as `state` names it."""

    state: Key
    place: Place
    mark: Any


_fresh: dict[str | None, _Fresh] = {}
_asked: Counter[Key] = Counter()
_kept: dict[Key, tuple[Any, Any]] = {}


def is_fresh(name: str, state: str, place: Place) -> None:
    """Say that a database holds what `state` names and nothing else, from now until it is used."""
    _fresh[name] = _Fresh((type(place), state), place, place.mark())


@event.listens_for(Engine, "engine_connect")
def _touched(connection: Connection) -> None:
    _fresh.pop(connection.engine.url.database, None)


def kept(builder: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Let a builder of scenes work twice for all tests that want the same from a fresh database."""
    return _keeping(builder, uses=2)


def kept_at_once(
    builder: Callable[Concatenate[Session, P], T],
) -> Callable[Concatenate[Session, P], T]:
    """The same for a builder so slow that it had better work only once."""
    return _keeping(builder, uses=1)


def _keeping(
    builder: Callable[Concatenate[Session, P], T], uses: int
) -> Callable[Concatenate[Session, P], T]:

    @wraps(builder)
    def build(session: Session, *args: P.args, **fields: P.kwargs) -> T:
        name = session.get_bind().engine.url.database
        begun = None if session.in_transaction() else _fresh.get(name)
        if begun is None or begun.mark != begun.place.mark():
            return builder(session, *args, **fields)
        step = (builder.__module__, builder.__qualname__, pickle.dumps((args, fields)))
        key = (*begun.state, step)
        if key in _kept:
            taken, made = _kept[key]
            begun.place.put(taken)
        else:
            made = builder(session, *args, **fields)
            session.commit()
            _asked[key] += 1
            if _asked[key] >= uses:
                _kept[key] = (begun.place.taken(), copy.deepcopy(made))
        _fresh[name] = replace(begun, state=key, mark=begun.place.mark())
        return copy.deepcopy(made)

    return build
