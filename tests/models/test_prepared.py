"""Statements handed straight to the driver do what SQLAlchemy does with them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import SettingRow
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.prepared import Prepared, sent_together
from tests.statements import after_reading, counted

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
KEEP = Prepared(insert(SettingRow), "name", "value")
NAMED = select(SettingRow.name, SettingRow.value).where(SettingRow.name == bindparam("of"))
READ = Prepared(NAMED)
CHANGE = Prepared(
    update(SettingRow).where(SettingRow.name == bindparam("of")).values(value=bindparam("to"))
)


def test_what_is_written_is_read_and_changed(session: Session) -> None:
    connection = session.connection()
    KEEP.run(connection, {"name": "a", "value": "一", "more": "does no harm"})
    KEEP.run_each(connection, [])
    KEEP.run_each(connection, [{"name": "b", "value": "2"}])
    KEEP.run_each(connection, [{"name": name, "value": "3"} for name in "cd"])
    CHANGE.run(connection, {"of": "b", "to": "two % of '?'"})
    assert READ.rows(connection, {"of": "a"}) == [("a", "一")]
    assert [tuple(one) for one in READ.values(connection, {"of": "a"})] == [("a", "一")]
    assert READ.row(connection, {"of": "b"}).value == "two % of '?'"
    assert READ.row(connection, {"of": "e"}) is None
    with pytest.raises(ValueError, match="2"):
        Prepared(select(SettingRow.name).where(SettingRow.value == "3")).row(connection, {})


def test_values_and_rows_pass_through_the_types_of_their_columns(session: Session) -> None:
    connection = session.connection()
    query = select(
        AccountRow.is_active,
        LoginSessionRow.created_at,
        LoginSessionRow.ended_at,
        CentreRow.onboarded_on,
        AreaRow.position,
        AreaRow.code,
        AccountRow.id.label("account"),
        CentreRow.id,
    ).select_from(AccountRow)
    query = query.join(LoginSessionRow, LoginSessionRow.created_at == bindparam("at"))
    query = query.outerjoin(CentreRow, CentreRow.onboarded_on == bindparam("on"))
    query = query.join(AreaRow, AreaRow.code == "legal_aid")
    added = AccountRow(
        login_name="one", display_name="One", password_hash="", language="zh", created_at=AT
    )
    session.add(added)
    session.flush()
    kept = {"account_id": added.id, "token_digest": "t", "device": "", "last_seen_at": AT}
    session.execute(insert(LoginSessionRow).values(kept | {"created_at": AT}))
    values = {"at": AT, "on": AT.date()}
    found = Prepared(query).row(connection, values)
    expected = session.execute(query, values).one()
    assert tuple(found) == tuple(expected)
    assert [tuple(one) for one in Prepared(query).values(connection, values)] == [tuple(expected)]
    assert (found.is_active, found.created_at, found.account) == (True, AT, added.id)


def test_faults_are_those_of_sqlalchemy_and_tell_no_values(session: Session) -> None:
    KEEP.run(session.connection(), {"name": "a", "value": "1"})
    with pytest.raises(IntegrityError) as fault:
        KEEP.run(session.connection(), {"name": "a", "value": "secret"})
    assert "secret" not in str(fault.value.params)
    session.rollback()
    assert READ.row(session.connection(), {"of": "b"}) is None


def test_a_value_that_is_missing_is_a_fault(session: Session) -> None:
    with pytest.raises(KeyError):
        READ.rows(session.connection(), {})


@pytest.mark.parametrize("database_kind", ["postgresql"])  # a file does not hang up
def test_a_connection_that_is_gone_is_not_used_again(engine: Engine) -> None:
    with Session(engine) as session, Session(engine) as other:
        mine = session.connection().scalar(text("SELECT pg_backend_pid()"))
        other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
        with pytest.raises(OperationalError) as fault:
            READ.rows(session.connection(), {"of": "a"})
        assert fault.value.connection_invalidated
        session.rollback()
        assert READ.rows(session.connection(), {"of": "a"}) == []


def test_only_what_changes_is_bound(session: Session) -> None:
    # a value bound for the condition of a partial index has SQLite plan anew at every execution
    connection = session.connection()
    KEEP.run_each(connection, [{"name": "it's", "value": "x"}, {"name": "5 %", "value": "x"}])
    for name, is_bound in (("it's", False), ("5 %", True)):
        of = Prepared(
            select(SettingRow.name).where(SettingRow.name == name, SettingRow.value == "x")
        )
        with counted(session) as statements:
            assert of.rows(connection, {}) == [(name,)]
        assert ("it''s" in statements[0], "5 %" in statements[0]) == (not is_bound, False)
        assert "'x'" in statements[0]


def test_whoever_listens_hears_them(session: Session, engine: Engine) -> None:
    heard: list[str] = []
    with counted(session) as statements, after_reading(engine, "setting", lambda: heard.append("")):
        READ.rows(session.connection(), {"of": "a"})
    assert (len(statements), heard) == (1, [""])


def test_lists_and_defaults_that_are_worked_out_here_are_refused(session: Session) -> None:
    connection = session.connection()
    with pytest.raises(ValueError, match="SELECT"):
        Prepared(select(SettingRow).where(SettingRow.name.in_(("a", "b")))).rows(connection, {})
    with pytest.raises(ValueError, match="INSERT"):
        Prepared(insert(AccountRow), "login_name").run(connection, {"login_name": "one"})


def test_what_is_sent_together_is_done_when_the_block_ends(session: Session) -> None:
    connection = session.connection()
    with sent_together(connection):
        KEEP.run(connection, {"name": "a", "value": "1"})
        KEEP.run_each(connection, [{"name": name, "value": "2"} for name in "bc"])
        CHANGE.run(connection, {"of": "a", "to": "3"})
    found = {name: READ.row(connection, {"of": name}).value for name in "abc"}
    assert found == {"a": "3", "b": "2", "c": "2"}


def test_a_fault_among_what_is_sent_together_ends_the_block(engine: Engine) -> None:
    with Session(engine) as session:
        connection = session.connection()
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")

        def keep(*names: str) -> None:
            with sent_together(connection):
                for name in names:
                    KEEP.run(connection, {"name": name, "value": "1"})

        with pytest.raises(IntegrityError):
            keep("a", "a", "b")
        session.rollback()
        assert READ.row(session.connection(), {"of": "a"}) is None
