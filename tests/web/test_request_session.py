"""A request's session looks for its connection once in a transaction, and has one database."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, PendingRollbackError
from sqlalchemy.orm import Session

from qa_app.extensions import database, db
from qa_app.models.journal import SettingRow


def test_a_connection_lasts_as_long_as_its_transaction(app: Flask) -> None:
    with app.app_context():
        session = database()
        first = session.connection()
        assert session.connection() is first
        assert session.get_bind() is db.engine
        session.rollback()
        assert first.closed
        second = session.connection()
        assert second is not first
        assert second.execute(text("SELECT 1")).scalar_one() == 1
        assert session.in_transaction()


def test_a_session_that_failed_gives_no_connection_before_it_is_rolled_back(
    app: Flask, store: Session
) -> None:
    store.add(SettingRow(name="once", value="1"))
    store.commit()
    with app.app_context():
        session = database()
        session.connection()
        session.add(SettingRow(name="once", value="2"))
        with pytest.raises(IntegrityError):
            session.flush()
        with pytest.raises(PendingRollbackError):
            session.connection()
        session.rollback()
        assert session.connection().execute(text("SELECT 1")).scalar_one() == 1
