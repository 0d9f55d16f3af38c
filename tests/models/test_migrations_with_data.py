"""Migrations taken back and applied again keep the rows that they do not name (MG-01)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, literal_column, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.backups import differing_tables
from qa_app.models.cases import CaseFileRow
from qa_app.models.copying import one_sight, plain_engine, table_digests
from qa_app.models.migrate import (
    MigrationStoppedError,
    alembic_config,
    downgrade,
    upgrade,
)
from qa_app.models.places import PractitionerRow
from qa_app.models.training_rows import TrainingCourseRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.journal import verified_journal
from tests.conftest import ROOT
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR
from tests.postgresql import owned_plainly
from tests.register import two_centres
from tests.services.accounts.conftest import an_account

MIGRATIONS = ROOT / "migrations"
BACK_TO = "0022"
COLUMNS_ADDED = {"account", "login_session"}
"""Tables that these migrations give columns: their values there begin anew."""
STAMPED = {"alembic_version"}
"""Says itself which version stands."""
MANY = 1_000


@pytest.mark.nightly
def test_down_and_up_one_by_one_with_rows(
    session: Session, database_url: str, record_property: Callable[[str, object], None]
) -> None:
    sign(session, a_followed(session), "A1")
    session.rollback()
    session.get_bind().engine.dispose()
    scripts = ScriptDirectory.from_config(alembic_config(MIGRATIONS, ""))
    revisions = [one.revision for one in scripts.walk_revisions()]
    for revision in revisions[1 : revisions.index(BACK_TO) + 1]:
        with one_sight(plain_engine(database_url)) as connection:
            before = table_digests(connection)
        downgrade(MIGRATIONS, database_url, revision)
        with plain_engine(database_url).connect() as connection:
            there = set(inspect(connection).get_table_names())
        upgrade(MIGRATIONS, database_url)
        with one_sight(plain_engine(database_url)) as connection:
            after = table_digests(connection)
        # tables of the migrations that were taken back begin anew; every other keeps its rows
        differing = set(differing_tables(before, after))
        assert {name for name in differing & there if before[name].count != after[name].count} == (
            set()
        ), revision
        assert differing & there <= COLUMNS_ADDED, revision
    record_property("migrations", revisions.index(BACK_TO))
    assert verified_journal(session, OPERATOR).is_whole


Rows = dict[str, list[str]]
Shape = dict[str, set[str]]


def shape_of(url: str) -> Shape:
    """Tell the columns of each table."""
    with plain_engine(url).connect() as connection:
        found = inspect(connection)
        return {
            table: {column["name"] for column in found.get_columns(table)}
            for table in found.get_table_names()
        }


def rows_of(url: str, shape: Shape) -> Rows:
    """Read what stands in some columns, as plain text in an order of its own."""
    with plain_engine(url).connect() as connection:
        return {
            table: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    select(*(literal_column(f'"{name}"') for name in sorted(names))).select_from(
                        text(f'"{table}"')
                    )
                )
            )
            for table, names in shape.items()
        }


def many_files(url: str, file_id: int) -> None:
    """Put a thousand more files beside one."""
    table = CaseFileRow.__table__
    with plain_engine(url).begin() as connection:
        one = connection.execute(select(table).where(table.c.id == file_id)).mappings().one()
        more = [
            {**one, "id": 10_000 + n, "reference": f"KM-26-{n:04}-00000", "local_digest": None}
            for n in range(MANY)
        ]
        connection.execute(table.insert(), more)


@pytest.mark.nightly
def test_rows_of_the_first_versions_go_through_every_migration(
    session: Session, database_url: str, record_property: Callable[[str, object], None]
) -> None:
    followed = a_followed(session)
    sign(session, followed, "A1")
    session.rollback()
    session.get_bind().engine.dispose()
    many_files(database_url, followed.desk.file)
    scripts = ScriptDirectory.from_config(alembic_config(MIGRATIONS, ""))
    revisions = [one.revision for one in scripts.walk_revisions()]
    whole = shape_of(database_url)
    first = revisions[revisions.index(BACK_TO) + 1 :]
    assert first[-1] == "0001"
    for revision in first:
        downgrade(MIGRATIONS, database_url, revision)
        old = shape_of(database_url)
        shared = {table: names & whole[table] for table, names in old.items() if table in whole}
        before = rows_of(database_url, shared)
        upgrade(MIGRATIONS, database_url)
        after = rows_of(database_url, shared)
        differing = {table for table in shared if before[table] != after[table]}
        assert differing <= STAMPED, revision
        assert shape_of(database_url) == whole, revision
        assert len(after["case_file"]) > MANY
    record_property("migrations below 0022", len(first))
    record_property("rows", sum(map(len, after.values())))
    assert verified_journal(session, OPERATOR).is_whole


@pytest.mark.nightly
@pytest.mark.both_databases
def test_training_codes_that_stand_twice_are_told_apart(
    session: Session, database_url: str
) -> None:
    two_centres(session)
    session.rollback()
    session.get_bind().engine.dispose()
    downgrade(MIGRATIONS, database_url, "0038")
    held = {"recorded_at": NOON, "name_zh": "课", "name_en": "", "about_victims": False}
    rows = (
        {"code": "C1"},
        {"code": "C1"},
        {"code": "C1-2"},
        {"code": "C1"},
        {"code": "L" * 40},
        {"code": "L" * 40},
        {"code": "C1", "ended_at": NOON, "ended_why": "over"},
    )
    table = TrainingCourseRow.__table__
    with plain_engine(database_url).begin() as connection:
        for row in rows:
            connection.execute(table.insert().values(**held, makes_trainers=False, **row))
    upgrade(MIGRATIONS, database_url)
    codes = select(table.c.code).order_by(table.c.id)
    with plain_engine(database_url).connect() as connection:
        told = list(connection.scalars(codes))
    # the first keeps it; what was ended is as it was
    assert told == ["C1", "C1-3", "C1-2", "C1-4", "L" * 40, "L" * 38 + "-2", "C1"]
    with (
        pytest.raises(IntegrityError),
        plain_engine(database_url).begin() as connection,
    ):
        connection.execute(table.insert().values(**held, makes_trainers=False, code="C1"))
    downgrade(MIGRATIONS, database_url, "0038")
    with plain_engine(database_url).connect() as connection:
        assert list(connection.scalars(codes)) == told
    upgrade(MIGRATIONS, database_url)


@pytest.mark.nightly
@pytest.mark.both_databases
def test_posts_that_stand_twice_are_named_with_the_way_out(
    session: Session, database_url: str
) -> None:
    two_centres(session)
    session.rollback()
    session.get_bind().engine.dispose()
    downgrade(MIGRATIONS, database_url, "0041")
    owned_url = owned_plainly(database_url)
    owner = plain_engine(owned_url)
    posts, workers = WorkerPostRow.__table__, PractitionerRow.__table__
    with plain_engine(database_url).begin() as connection:
        named = select(workers.c.id).where(workers.c.code == "W1")
        worker = connection.scalars(named).one()
        stands = select(posts.c.id, posts.c.started_on).where(posts.c.practitioner_id == worker)
        first, since = connection.execute(stands).one()
        again = {"practitioner_id": worker, "started_on": since, "left_on": date(2026, 3, 1)}
        again |= {"left_why": "", "recorded_at": NOON}
        connection.execute(posts.insert().values(**again, id=902))
    with pytest.raises(MigrationStoppedError) as stopped:
        upgrade(MIGRATIONS, owned_url)
    told = str(stopped.value).splitlines()
    assert told[2:4] == [f"A W1: N = {first}, {since} – ", f"A W1: N = 902, {since} – 2026-03-01"]
    way = [line.replace("(N)", f"({first})") for line in told[5:-1]]
    assert (told[4], told[-1]) == ("BEGIN;", "COMMIT;")
    # whoever owns the tables is bound by the policies as well, and no superuser
    with owner.begin() as connection:
        for line in way:
            connection.exec_driver_sql(line)
    upgrade(MIGRATIONS, owned_url)
    with plain_engine(database_url).connect() as connection:
        last = select(workers.c.ended_on).where(workers.c.id == worker)
        assert connection.scalar(last) == date(2026, 3, 1)
    with pytest.raises(IntegrityError), plain_engine(database_url).begin() as connection:
        connection.execute(posts.insert().values(**again, id=903))
    with plain_engine(database_url).connect() as connection:
        rows = select(posts.c.id, posts.c.ended_why).where(posts.c.practitioner_id == worker)
        assert dict(connection.execute(rows).all()) == {first: "corrected", 902: None}


@pytest.mark.both_databases
@pytest.mark.parametrize("was_any_used", [True, pytest.param(False, marks=pytest.mark.nightly)])
def test_whose_owner_was_confirmed_is_known_after_taking_it_back(
    session: Session, database_url: str, was_any_used: bool
) -> None:
    owner, maker = an_account(session), an_account(session, "maker")
    session.get_bind().engine.dispose()
    link, later = AccountLinkRow.__table__, NOON + timedelta(days=1)
    used = {"account_id": owner, "kind": "reset", "made_at": NOON, "made_by": maker}
    used |= {"expires_at": later, "closed_at": NOON, "was_used": True}
    rows = [
        {"id": 1, "seen_at": NOON, "seen_by": None},  # used before anybody was asked
        {"id": 2, "seen_at": None, "seen_by": None},
        {"id": 3, "seen_at": later, "seen_by": maker},
    ]
    rows = rows if was_any_used else []
    with plain_engine(database_url).begin() as connection:
        for one in rows:
            connection.execute(link.insert().values(**one, **used, token_digest=f"{one['id']:064}"))
    downgrade(MIGRATIONS, database_url, "0045")
    with plain_engine(database_url).begin() as connection:
        connection.execute(link.insert().values(**used, id=4, token_digest="4" * 64))
    upgrade(MIGRATIONS, database_url)
    columns = select(link.c.id, link.c.seen_at, link.c.seen_by).order_by(link.c.id)
    waits = {"id": 4, "seen_at": None, "seen_by": None}
    with plain_engine(database_url).connect() as connection:
        assert [dict(one) for one in connection.execute(columns).mappings()] == [*rows, waits]
        assert not inspect(connection).has_table("account_link_seen")
