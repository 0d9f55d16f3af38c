"""Migrations taken back and applied again keep the rows that they do not name (MG-01)."""

from collections.abc import Callable

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from qa_app.domain.backups import differing_tables
from qa_app.models.copying import one_sight, plain_engine, table_digests
from qa_app.models.migrate import alembic_config, downgrade, upgrade
from qa_app.queries.journal import verified_journal
from tests.conftest import ROOT
from tests.follow_up import a_followed, sign
from tests.people import OPERATOR

MIGRATIONS = ROOT / "migrations"
BACK_TO = "0022"
COLUMNS_ADDED = {"account", "login_session"}
"""Tables that these migrations give columns: their values there begin anew."""


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
