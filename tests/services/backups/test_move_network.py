"""A whole network goes to PostgreSQL and back, every row of every table."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.queries.journal import verified_journal
from qa_app.queries.recount import drifted_totals
from qa_app.services.backups.move_database import move_database
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR
from tests.postgresql import ReusedDatabase
from tests.services.backups.test_backups import MIGRATIONS, held
from tests.short_story import tell_short_story


@pytest.mark.nightly
def test_mg_03_a_network_goes_there_and_back(
    migrated_sqlite: Path, tmp_path: Path, postgresql_database: ReusedDatabase
) -> None:
    here, back = tmp_path / "plumbline.db", f"sqlite:///{tmp_path / 'back.db'}"
    shutil.copy(migrated_sqlite, here)
    with postgresql_database.alone() as there:
        for begin, target in ((f"sqlite:///{here}", there), (there, back)):
            engine = make_engine(begin)
            with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
                if begin != there:
                    tell_short_story(session)
                scores = select(func.count(AuditRow.id)).where(
                    AuditRow.score_millionths.is_not(None)
                )
                assert session.scalar(scores) > 20
                session.rollback()
                before = held(begin)
                moved = move_database(
                    session, OPERATOR, target, MIGRATIONS, is_replacing=False, at=NOON
                )
            engine.dispose()
            assert moved == before
    engine = make_engine(back)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        assert drifted_totals(session) == ()
        session.rollback()
        assert verified_journal(session, OPERATOR).is_whole
    engine.dispose()
