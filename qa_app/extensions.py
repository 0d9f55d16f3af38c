"""Bare objects that bind the product to Flask, and the request's database session."""

import logging
from collections.abc import Callable, Sequence
from typing import Any, cast

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from typing_extensions import override

from qa_app.models.base import Base
from qa_app.models.engine import engine_options, prepare
from qa_app.models.in_use import mind_replacing
from qa_app.models.row_lock import closed_session
from qa_app.models.sealing import Sealer
from qa_app.models.storage_faults import StorageFault, storage_fault

_log = logging.getLogger(__name__)


class Application(Flask):
    """Flask, of which no function waits: it need not ask that of each of them in each request."""

    @override
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


class RequestSession(FlaskSession):
    """A session with one database, whose connection is looked for once in a transaction."""

    _engine: Engine | None = None
    _held: Connection | None = None

    @override
    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Any = None, **_: Any
    ) -> Engine | Connection:
        if bind is not None:
            return cast("Engine | Connection", bind)
        if self._engine is None:
            self._engine = self._db.engine
        return self._engine

    @override
    def connection(self, bind_arguments: Any = None, execution_options: Any = None) -> Connection:
        held = self._held
        # it is closed when its transaction ends
        if held is None or held.closed or execution_options or bind_arguments or not self.is_active:
            held = self._held = super().connection(bind_arguments, execution_options)
        return held


class Database(SQLAlchemy):
    """Its session ends with the request, also where its connection was gone before."""

    @override
    def _teardown_session(self, exc: BaseException | None) -> None:
        try:
            super()._teardown_session(exc)
        except (SQLAlchemyError, MemoryError):
            # there is nothing left to take back; the answer, which said so, leaves as it is, and
            # whoever runs the server reads why
            _log.warning("the session of a request could not be ended", exc_info=True)
            self.session.registry.clear()


DatabaseDownError = OperationalError
"""The database does not answer; doors say so and ask to come back."""

db = Database(metadata=Base.metadata, session_options={"class_": RequestSession})
csrf = CSRFProtect()
login = LoginManager()
babel = Babel()

__all__ = [
    "Application",
    "Database",
    "DatabaseDownError",
    "RequestSession",
    "StorageFault",
    "babel",
    "bind_database",
    "csrf",
    "database",
    "db",
    "login",
    "storage_fault",
    "take_back",
]


def bind_database(app: Flask, url: str, field_key: bytes, old_keys: Sequence[bytes] = ()) -> None:
    """Give an application its database.

    Args:
        app: The application.
        url: Database address.
        field_key: 32 bytes that encrypt free text.
        old_keys: Keys before it, which only open.
    """
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        # it shows no content until the guard knows who is signed in
        db.session.configure(info={"sealer": Sealer(field_key, old_keys), **closed_session()})
        prepare(db.engine)
        mind_replacing(db.engine)


def database() -> Session:
    """Give the request's database session.

    Returns:
        The session; it ends with the request.
    """
    return cast("Session", db.session())


def take_back() -> None:
    """Take back what a request did that failed, so that its answer may ask the database again.

    A session that cannot even do that is left behind for a new one.
    """
    try:
        database().rollback()
    except (SQLAlchemyError, MemoryError):
        db.session.registry.clear()
