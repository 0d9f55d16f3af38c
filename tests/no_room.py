"""A plugin under which every act of a service is first tried without room for its journal row.

`NO_ROOM=FOLDER NO_ROOM_TOLD=FILE python -m pytest -p tests.no_room TEST...` lets each call of a
service that a test makes run twice: first the row of the journal cannot be written, and a
connection of its own looks whether anything was committed; then as the test wants it. It ends once
every act of that folder of `qa_app/services` was refused its row, and writes into the file which
were not, and which calls left something behind. Tests that count what is done may fail under it.
"""

import importlib
import json
import os
import pkgutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app import services
from qa_app.domain.journal import digest_of
from qa_app.models import transaction
from tests.web.test_one_row import leaves_a_row

_refused: set[str] = set()
_left: dict[str, str] = {}
_inside: list[str] = []


class NoRoomError(OSError):
    """The journal takes no row."""


def _acts() -> Iterator[tuple[ModuleType, str]]:
    for found in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        if found.ispkg:
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            is_own = isfunction(value) and value.__module__ == module.__name__
            if is_own and not name.startswith("_") and leaves_a_row(module.__name__, name):
                yield module, name


def _tried_first(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def trying(*args: Any, **values: Any) -> Any:
        session = next((one for one in args if isinstance(one, Session)), None)
        is_alone = threading.current_thread() is threading.main_thread()
        if session is None or _inside or not is_alone:
            return act(*args, **values)
        with _committed_by(session, name), _without_room(name):
            try:
                act(*args, **values)
            except NoRoomError:
                _refused.add(name)
            except Exception:  # noqa: BLE001, S110 - the test meets it in a moment
                pass
            session.rollback()
        return act(*args, **values)

    return trying


@contextmanager
def _without_room(name: str) -> Iterator[None]:
    def refuse(_entry: object) -> str:
        raise NoRoomError

    _inside.append(name)
    vars(transaction)["digest_of"] = refuse
    try:
        yield
    finally:
        vars(transaction)["digest_of"] = digest_of
        _inside.pop()


@contextmanager
def _committed_by(session: Session, name: str) -> Iterator[None]:
    engine = session.get_bind().engine
    engine.connect().close()  # the first connection of all says how the file is written
    with closing(sqlite3.connect(str(engine.url.database))) as beside:
        before = beside.execute("PRAGMA data_version").fetchone()
        yield
        if beside.execute("PRAGMA data_version").fetchone() != before:
            _left.setdefault(name, os.environ["PYTEST_CURRENT_TEST"])


_wanted = set()
for _module, _name in [*_acts()]:
    _act = f"{_module.__name__}.{_name}".removeprefix(f"{services.__name__}.")
    setattr(_module, _name, _tried_first(_act, vars(_module)[_name]))
    if _act.startswith(f"{os.environ['NO_ROOM']}."):
        _wanted.add(_act)


def pytest_runtest_teardown(item: pytest.Item) -> None:
    if _wanted <= _refused:
        item.session.shouldstop = "every act was refused its row"


def pytest_sessionfinish() -> None:
    told = {"acts": len(_wanted), "untried": sorted(_wanted - _refused), "left": _left}
    Path(os.environ["NO_ROOM_TOLD"]).write_text(json.dumps(told), "utf-8")
