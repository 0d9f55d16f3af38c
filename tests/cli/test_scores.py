import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, a_draft, all_met
from tests.cli.conftest import Run
from tests.conftest import FIELD_KEY
from tests.people import NOON

EQUAL = "1 frozen score was recomputed; all are as they stand.\n"


@pytest.fixture
def signed(qa: Run, home: Path) -> Run:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        desk = a_desk(session)
        save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
        sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
        a_draft(session, desk.centre, desk.rubric, desk.reader)
    engine.dispose()
    return qa


def change(home: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
        connection.commit()


def test_scores_as_they_stand(signed: Run) -> None:
    for words in ((), ("--jobs", "2"), ("--audit", "1")):
        result = signed("scores", "check", *words)
        assert (result.exit_code, result.output) == (0, EQUAL)
    said = signed("scores", "check", "--lang", "zh").output
    assert "1" in said
    assert said != EQUAL


def test_nothing_is_written(signed: Run, home: Path) -> None:
    change(home, "PRAGMA user_version")  # the log is carried over, so that the file is whole
    before = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in home.glob("*.db*")
    }
    assert signed("scores", "check").exit_code == 0
    after = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in home.glob("*.db*")
    }
    assert after["plumbline.db"] == before["plumbline.db"]


def test_drift_is_named(signed: Run, home: Path) -> None:
    change(home, "UPDATE audit_entry SET value = '\"partly\"' WHERE key = 'A1'")
    result = signed("scores", "check")
    assert result.exit_code == 1
    # A: (3 * 1/2 + 1) / 4 = 5/8, B: 1; together 13/16 = 81.25 %
    assert 'review 1: band: "A" stands, "B" comes out\n' in result.output
    assert "review 1: score_millionths: 1000000 stands, 812500 comes out\n" in result.output
    assert 'explanation/items/A1/code: "met" stands, "partly" comes out' in result.output
    assert result.output.endswith("1 frozen score was recomputed; 1 differ.\n")
    # a draft and a number that nobody has are not signed reviews
    result = signed("scores", "check", "--audit", "2", "--audit", "9")
    assert result.exit_code == 1
    assert "review 2: there is no signed review with this number" in result.output


def test_a_digest_that_is_not_that_of_the_text(signed: Run, home: Path) -> None:
    change(home, "UPDATE audit SET explanation_digest = ?", "0" * 64)
    result = signed("scores", "check")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        1,
        "review 1: the digest is not that of the kept result",
    )


def test_before_there_is_anything(qa: Run) -> None:
    assert qa("scores", "check").exit_code == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ("signed_by = NULL", "signed_by"),
        ("state = 'dropped'", "state"),
        ("explanation_digest = 'x'", "explanation_digest"),
    ],
)
def test_what_the_journal_did_not_seal_is_named(
    signed: Run, home: Path, changed: str, field: str
) -> None:
    change(home, f"UPDATE audit SET {changed} WHERE id = 1")
    said = signed("scores", "check")
    assert said.exit_code == 1
    assert f"review 1: {field}: " in said.output
    assert "the journal sealed" in said.output
