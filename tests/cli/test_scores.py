import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.models.engine import make_engine
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_desk, a_draft, all_met
from tests.cli.conftest import Run, sealer_of
from tests.people import NOON

EQUAL = "1 frozen score was recomputed; all are as they stand.\n"


@pytest.fixture
def signed(qa: Run, home: Path) -> Run:
    engine = make_engine(f"sqlite:///{home}/plumbline.db")
    with Session(engine, info={"sealer": sealer_of(home)}) as session:
        desk = a_desk(session)
        save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
        sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
        a_draft(session, desk.centre, desk.rubric, desk.reader)
    engine.dispose()
    return qa


def change(home: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = made.fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
        # whoever takes them away puts them back
        for _, sql in triggers:
            connection.execute(sql)
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
    assert "review 1: Score: 100 % stands, 81.25 % comes out\n" in result.output
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
    ("changed", "said"),
    [
        ("signed_by = NULL", "tells of it with another person, time or outcome"),
        ("state = 'dropped'", "nothing that is recorded leads to the state in which it stands"),
        ("explanation_digest = 'x'", "it is not what row "),
    ],
)
def test_what_the_journal_did_not_seal_is_named(
    signed: Run, home: Path, changed: str, said: str
) -> None:
    change(home, f"UPDATE audit SET {changed} WHERE id = 1")
    for command in ("scores", "acts"):
        found = signed(command, "check")
        assert found.exit_code == 1
        assert "review 1: " in found.output
        assert said in found.output


def test_a_fault_is_told_by_the_daily_run_and_by_the_doctor(signed: Run, home: Path) -> None:
    assert signed("acts", "check").output == "5 acts are recorded as the journal tells.\n"
    assert "was never held" in signed("doctor", "--language", "en").output
    signed("tick")
    assert "acts were recorded as the journal tells" in signed("doctor", "--language", "en").output
    change(home, "UPDATE audit SET reviewed_on = '2025-12-31' WHERE id = 1")
    change(home, "DELETE FROM setting WHERE name = 'acts_held'")
    assert "records are not as the journal tells" in signed("tick").output
    said = signed("doctor", "--language", "en")
    assert said.exit_code == 1
    assert "Not as the journal tells of it: review 1. Faults in all: 1." in said.output
    assert "qa acts check" in said.output
    assert "评查1" in signed("doctor", "--language", "zh").output
