"""The second lock by itself: nothing that decides stands above it here (AZ-07, AZ-08)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import (
    Engine,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.base import Base, UTCDateTime, table_of
from qa_app.models.engine import make_engine
from qa_app.models.journal import JournalHeadRow
from qa_app.models.places import PractitionerRow
from qa_app.models.row_lock import (
    CLOSED,
    WHOLE_NETWORK,
    Beyond,
    Ceiling,
    beyond_reach,
    ceiling_of,
    hold_to,
)
from qa_app.models.row_scopes import ROW_SCOPES
from qa_app.models.supervision import SupervisionSessionRow
from tests.postgresql import as_app, as_owner

OWN, FOREIGN = 1, 2
"""Centres, and the keys of every row that belongs to them."""
NOBODY, ASKING, TAKING_PART = 4711, 8150, 77
CASES = [mapper.class_ for mapper in Base.registry.mappers]
LOCKED = sorted(
    (one for one in CASES if table_of(one).name in ROW_SCOPES), key=lambda one: one.__tablename__
)
_VALUES: dict[type, Any] = {
    int: NOBODY,
    str: "x",
    bool: False,
    bytes: b"x",
    date: date(2026, 3, 2),
    datetime: datetime(2026, 3, 2, tzinfo=UTC),
    time: time(9),
    dict: {},
    list: [],
    float: 1.0,
    object: {},  # JSON
}


def a_row(table: Table, centre: int) -> dict[str, Any]:
    """Values of a row that belongs to a centre and names nobody who asks."""
    scope = ROW_SCOPES[table.name]
    ours = {scope.centre, *(column for column, _ in scope.parents), "id"}
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.name in ours:
            row[column.name] = centre
        elif not column.nullable:
            # the decorated type of instants names no type of its own
            kind = datetime if isinstance(column.type, UTCDateTime) else column.type.python_type
            row[column.name] = {str: f"{centre}", int: NOBODY + centre}.get(kind, _VALUES[kind])
    return row


@pytest.fixture
def filled(database_url: str) -> Iterator[Engine]:
    """One row of every locked table for each of two centres, put there past every rule."""
    owner = make_engine(as_owner(database_url))
    with owner.begin() as connection:
        if owner.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            triggers = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
            for name in triggers.scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for name in (*ROW_SCOPES, "session_person", "session_staff"):
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER ALL"))
            checks = connection.execute(
                text(
                    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)"
                    " FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
                )
            )
            for statement in checks.scalars().all():
                connection.execute(text(statement))
        for one in LOCKED:
            table = table_of(one)
            connection.execute(insert(table), [a_row(table, c) for c in (OWN, FOREIGN)])
        for name, column in (
            ("session_person", "practitioner_id"),
            ("session_staff", "account_id"),
        ):
            row = {"session_id": FOREIGN, column: TAKING_PART}
            connection.execute(insert(Base.metadata.tables[name]), row)
    owner.dispose()
    engine = make_engine(as_app(as_owner(database_url)))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
    yield engine
    engine.dispose()


def belonging(session: Session, one: type[Base]) -> set[int]:
    """Centres whose rows of a table a session shows."""
    scope, table = ROW_SCOPES[one.__tablename__], table_of(one)
    column = scope.centre or (scope.parents[0][0] if scope.parents else "session_id")
    assert column in table.columns, one
    return set(session.scalars(select(getattr(one, column))))


def test_the_lock_alone_shows_and_changes_no_foreign_row(
    filled: Engine, database_kind: str
) -> None:
    """AZ-07: with nothing above it, whatever kind of row and whatever statement."""
    _no_kind_is_shown(filled)
    _no_statement_reaches(filled)
    _own_rows_are_shown(filled)
    _guests_are_shown(filled)
    _only_for_the_length_of_a_block(filled)
    if database_kind == "postgresql":  # SQLite: what goes past the ORM is named in tests/house
        _holds_below_the_orm(filled)


def _begun(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("BEGIN")


def _no_kind_is_shown(filled: Engine) -> None:
    seen, foreign = 0, 0
    with Session(filled) as session:
        for ceiling, shown in (
            (CLOSED, set()),
            (Ceiling(centre_ids=(OWN,), account_id=ASKING, person_id=ASKING), {OWN}),
            (WHOLE_NETWORK, {OWN, FOREIGN}),
        ):
            session.rollback()
            hold_to(session, ceiling)
            assert session.scalars(select(JournalHeadRow)).all()  # what belongs to no centre
            for one in LOCKED:
                if one.__tablename__ == "well_being_note":
                    continue  # belongs to two people and to no centre: see below
                assert belonging(session, one) == shown, (one, ceiling)
                other, key = aliased(one), table_of(one).primary_key.columns
                counted = select(func.count()).select_from(other)
                assert session.scalar(counted) == len(shown), one
                within = select(PractitionerRow.code).where(select(one).exists())
                assert len(session.scalars(within).all()) == len(shown), one
                of_foreign = tuple(a_row(table_of(one), FOREIGN)[part.name] for part in key)
                found = session.get(one, of_foreign if len(of_foreign) > 1 else of_foreign[0])
                assert (found is not None) == (FOREIGN in shown), one
                session.expunge_all()
                seen, foreign = seen + 4, foreign + (FOREIGN not in shown)
    assert foreign >= 2 * (len(LOCKED) - 1)


def _no_statement_reaches(filled: Engine) -> None:
    with Session(filled) as session:
        hold_to(session, Ceiling(centre_ids=(OWN,), account_id=ASKING))
        for one in LOCKED:
            if one.__tablename__ == "well_being_note":
                continue
            _begun(session)
            column = next(c for c in table_of(one).columns if c.name in a_row(table_of(one), 1))
            touched = session.execute(
                update(one).values({column.name: column}),
                execution_options={"synchronize_session": False},
            )
            gone = session.execute(delete(one), execution_options={"synchronize_session": False})
            assert (touched.rowcount, gone.rowcount) == (1, 1), one
            session.rollback()


def _holds_below_the_orm(filled: Engine) -> None:
    with Session(filled) as session:
        hold_to(session, Ceiling(centre_ids=(OWN,), account_id=ASKING))
        for one in LOCKED:
            table = table_of(one)
            raw = text(f"SELECT count(*) FROM {table.name}")
            expected = 0 if table.name == "well_being_note" else 1
            assert session.connection().execute(raw).scalar() == expected, one
        hold_to(session, CLOSED)  # and told anew within the transaction
        assert session.connection().execute(text("SELECT count(*) FROM audit")).scalar() == 0
        hold_to(session, Ceiling(centre_ids=(OWN,), account_id=ASKING))
        session.rollback()
        # the settings ended with the transaction
        with filled.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM audit")).scalar() == 0
        for table, centre in (("case_list", FOREIGN), ("complaint", FOREIGN)):
            row = a_row(Base.metadata.tables[table], centre) | {"id": 99}
            with pytest.raises(DBAPIError, match="row-level security"):
                session.connection().execute(insert(Base.metadata.tables[table]), row)
            session.rollback()


def _own_rows_are_shown(filled: Engine) -> None:
    with Session(filled) as session:
        for one in LOCKED:
            scope, table = ROW_SCOPES[one.__tablename__], table_of(one)
            names = [*((c, True) for c in scope.accounts), *((c, False) for c in scope.persons)]
            for column, is_account in names:
                who = 31
                _begun(session)
                hold_to(session, WHOLE_NETWORK)
                if column != "id":
                    session.execute(table.update().values({column: who}))
                else:
                    who = FOREIGN
                held = {"account_id": who} if is_account else {"person_id": who}
                hold_to(session, Ceiling(**held))
                assert session.scalar(select(func.count()).select_from(one)), (one, column)
                hold_to(session, Ceiling(account_id=who + 1, person_id=who + 1))
                assert not session.scalar(select(func.count()).select_from(one)), (one, column)
                session.rollback()


def _guests_are_shown(filled: Engine) -> None:
    """Who takes part in a session, and what belongs to no centre."""
    agreements = table_of(SupervisionAgreementRow)
    with Session(filled) as session:
        for held, shown in (
            (Ceiling(person_id=TAKING_PART), [FOREIGN]),
            (Ceiling(account_id=TAKING_PART), [FOREIGN]),
            (Ceiling(person_id=TAKING_PART + 1, account_id=TAKING_PART + 1), []),
        ):
            hold_to(session, held)
            assert session.scalars(select(SupervisionSessionRow.id)).all() == shown
            session.rollback()
        _begun(session)
        hold_to(session, WHOLE_NETWORK)
        of_nobody = agreements.update().where(agreements.c.id == FOREIGN).values(centre_id=None)
        session.execute(of_nobody)
        hold_to(session, CLOSED)
        assert session.scalars(select(SupervisionAgreementRow.id)).all() == [FOREIGN]
        session.rollback()
        _begun(session)
        hold_to(session, WHOLE_NETWORK)
        deployed = {"practitioner_id": FOREIGN, "centre_id": OWN}
        session.execute(agreements.update().where(agreements.c.id == OWN).values(deployed))
        for centre, shown in ((OWN, [OWN, FOREIGN]), (FOREIGN, [FOREIGN]), (3, [])):
            hold_to(session, Ceiling(centre_ids=(centre,)))
            ids = select(PractitionerRow.id).order_by(PractitionerRow.id)
            assert session.scalars(ids).all() == shown
        session.rollback()


def _only_for_the_length_of_a_block(filled: Engine) -> None:
    count = select(func.count()).select_from(PractitionerRow)
    held = Ceiling(centre_ids=(OWN,))
    with Session(filled) as session:
        hold_to(session, held)
        with beyond_reach(session, Beyond.RULES):
            assert ceiling_of(session).beyond is Beyond.RULES
            assert session.scalar(count) == 2
            session.commit()
            assert session.scalar(count) == 2
        assert session.scalar(count) == 1
        with pytest.raises(DBAPIError), beyond_reach(session, Beyond.RULES):
            session.execute(text("SELECT nothing_of_the_kind"))
        session.rollback()
        assert ceiling_of(session) == held
        assert session.scalar(count) == 1
        with pytest.raises(KeyError), beyond_reach(session, Beyond.RULES):
            raise KeyError
        assert session.scalar(count) == 1
        with pytest.raises(KeyError), beyond_reach(session, Beyond.RULES):
            _lose_connection(session)  # a database that went away is told as what it is
        session.rollback()
        assert ceiling_of(session) == held
        assert session.scalar(count) == 1


def _lose_connection(session: Session) -> None:
    session.connection().invalidate()
    raise KeyError


def _crossed(engine: Engine, threads: int, requests: int) -> int:
    """Count foreign rows that threads see who share few connections."""

    def asked(number: int) -> int:
        crossed = 0
        for turn in range(requests):
            centre = OWN if (number + turn) % 2 else FOREIGN
            with Session(engine) as session:
                hold_to(session, CLOSED if turn % 7 == 0 else Ceiling(centre_ids=(centre,)))
                raw = text("SELECT centre_id FROM practitioner")
                found = session.connection().execute(raw).scalars().all()
                assert found == ([] if turn % 7 == 0 else [centre])
                if turn % 3 == 0:
                    session.commit()
                    found = session.connection().execute(raw).scalars().all()
                crossed += sum(one != centre for one in found)
        return crossed

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(asked, range(threads)))


@pytest.mark.parametrize("database_kind", ["postgresql"])
@pytest.mark.parametrize(
    ("threads", "requests"), [(8, 25), pytest.param(64, 200, marks=pytest.mark.nightly)]
)
def test_nobody_inherits_the_settings_of_a_shared_connection(
    filled: Engine, threads: int, requests: int
) -> None:
    """AZ-08: 4 connections, many threads, mixed centres."""
    pooled = create_engine(filled.url, pool_size=4, max_overflow=0, pool_timeout=120)
    assert _crossed(pooled, threads, requests) == 0
    pooled.dispose()
