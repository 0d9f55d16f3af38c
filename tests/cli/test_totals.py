import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from qa_app.cli import totals
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, all_met
from tests.cli.conftest import Run
from tests.conftest import FIELD_KEY
from tests.people import NOON


@pytest.fixture
def signed(qa: Run, home: Path) -> Run:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        desk = a_desk(session)
        save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
        sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    engine.dispose()
    return qa


def test_totals_in_order(signed: Run) -> None:
    result = signed("totals", "check")
    assert (result.exit_code, result.output) == (
        0,
        "The totals equal the signed reviews and the sessions.\n",
    )
    assert signed("totals", "rebuild").output == "The totals are counted anew; 0 differed.\n"


@pytest.mark.nightly
def test_several_processes_put_right_what_one_would(
    signed: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(totals, "_FEW", 0)
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        tables = ("month_total", "item_total", "reading_month")
        lost = sum(connection.execute(f"DELETE FROM {one}").rowcount for one in tables)
        connection.commit()
    assert lost > 1
    said = signed("totals", "rebuild", "--jobs", "2").output
    assert said == f"The totals are counted anew; {lost} differed.\n"
    assert signed("totals", "check").exit_code == 0


def test_drift_is_named_and_put_right(signed: Run, home: Path) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        connection.execute(
            "UPDATE month_total SET file_count = 9 WHERE scope = 'n' AND section = ''"
        )
        connection.commit()
    result = signed("totals", "check")
    assert result.exit_code == 1
    assert "'file_count': 9" in result.output
    assert result.output.endswith("1 differ.\n")
    assert signed("totals", "rebuild").output == "The totals are counted anew; 1 differed.\n"
    assert signed("totals", "check").exit_code == 0
