"""Bare objects that bind the product to Flask, and the request's database session."""

from typing import cast

from flask import Flask
from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from qa_app.models.base import Base
from qa_app.models.engine import engine_options, prepare
from qa_app.models.sealing import Sealer

db = SQLAlchemy(metadata=Base.metadata)
csrf = CSRFProtect()
login = LoginManager()
babel = Babel()
DatabaseDownError = OperationalError
"""The database does not answer; doors say so and ask to come back."""


def bind_database(app: Flask, url: str, field_key: bytes) -> None:
    """Give an application its database.

    Args:
        app: The application.
        url: Database address.
        field_key: 32 bytes that encrypt free text.
    """
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        db.session.configure(info={"sealer": Sealer(field_key)})
        prepare(db.engine)


def database() -> Session:
    """Give the request's database session.

    Returns:
        The session; it ends with the request.
    """
    return cast("Session", db.session())
