import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from qa_app.cli.faults import sentence_of
from qa_app.domain.health import Part
from qa_app.models.engine import make_engine
from qa_app.paths import resource
from qa_app.queries.health import needed_findings
from qa_app.queries.opening import opened
from qa_app.queries.start_check import start_faults
from tests.cli.conftest import Run
from tests.conftest import FIELD_KEY
from tests.postgresql import ReusedDatabase, as_app, renamed

HANZI = re.compile(r"[\u4e00-\u9fff]")
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOBODY = "postgresql://u:kept-apart@127.0.0.1:9/x?connect_timeout=1"


@pytest.mark.parametrize("words", [("people", "list"), ("tick",), ("init",), ("acts", "check")])
def test_a_database_that_is_away_is_told_with_the_way_out(
    qa: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("QA_DATABASE_URL", NOBODY)
    done = qa(*words)
    assert done.exit_code == 1
    assert "Connection refused" in done.stderr
    assert "mend the address: QA_DATABASE_URL" in done.stderr
    assert "kept-apart" not in done.output
    assert done.output.count("\n") == 1


def test_who_may_not_change_tables_is_told_whose_address_is_wanted(
    qa: Run, monkeypatch: pytest.MonkeyPatch, postgresql_database: ReusedDatabase
) -> None:
    with postgresql_database.alone() as url:
        as_serving = as_app(url)
        moved = qa("move", "--to", as_serving)
        monkeypatch.setenv("QA_DATABASE_URL", renamed(as_serving, "nowhere"))
        missing = qa("people", "list")
    assert moved.exit_code == 1
    assert "QA_OWNER_DATABASE_URL" in moved.stderr
    assert "--to" in moved.stderr
    assert "SELECT" not in moved.output
    assert missing.exit_code == 1
    assert 'database "nowhere" does not exist' in missing.stderr


def test_a_full_disk_is_told_as_such_and_not_as_a_wrong_address(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(home))
    full = _full(home)
    said = sentence_of(OperationalError("INSERT INTO account", {"name": "Wang Li"}, full))
    assert said is not None
    assert "The disk is full (database or disk is full)" in said
    assert f"{home} " in said  # and how much is free there
    assert "QA_DATABASE_URL" not in said
    assert "Wang Li" not in said
    assert sentence_of(ValueError("a fault of the product keeps its traceback")) is None


def test_what_cannot_be_looked_at_hides_no_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_takes(*_words: object, **_named: object) -> Path:
        raise FileNotFoundError

    monkeypatch.setenv("QA_DATA_DIR", str(home))
    monkeypatch.setattr("qa_app.cli.faults.gettempdir", nothing_takes)  # on a disk that is full
    monkeypatch.setattr(Path, "is_dir", nothing_takes)  # in a folder of another user
    said = sentence_of(OperationalError("INSERT INTO account", {}, _full(home)))
    assert said is not None
    assert "Free: not known." in said


def test_a_file_that_cannot_be_opened_is_no_matter_of_the_address(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}"  # a folder: what SQLite says of a disk that takes no writing too
    assert list(start_faults(url, resource("migrations"), {}, NOON)) == ["read_only"]
    with opened(url, FIELD_KEY) as session:
        (found,) = needed_findings(session, resource("migrations"), NOON)
    assert (found.part, found.code) == (Part.DATABASE, "database_disk")


def test_a_damaged_file_is_no_matter_of_the_address(tmp_path: Path) -> None:
    (tmp_path / "plumbline.db").write_bytes(b"no database at all" * 500)
    (tmp_path / "plumbline.db").chmod(0o600)
    url = f"sqlite:///{tmp_path / 'plumbline.db'}"
    assert "damaged" in start_faults(url, resource("migrations"), {}, NOON)
    with opened(url, FIELD_KEY) as session:
        (found,) = needed_findings(session, resource("migrations"), NOON)
    assert (found.part, found.code) == (Part.DATABASE, "database_damaged")


def _full(home: Path) -> sqlite3.Error:
    engine = make_engine(f"sqlite:///{home / 'plumbline.db'}")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA max_page_count=1")
        try:
            raw.execute("CREATE TABLE more AS SELECT zeroblob(10000000)")
        except sqlite3.Error as fault:
            return fault
    raise AssertionError


def test_one_sitting_speaks_one_language_whatever_the_machine_speaks(
    qa: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for spoken in ("C.UTF-8", "zh_CN.UTF-8"):
        monkeypatch.setenv("LANG", spoken)
        for words in (("acts", "check"), ("scores", "check"), ("sample", "verify")):
            assert not HANZI.search(qa(*words).output), words
    assert HANZI.search(qa("acts", "check", "--lang", "zh").output)


def test_a_restore_without_its_key_asks_for_that_key_and_for_no_new_one(
    qa: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (("--drill",), ()):
        refused = qa("restore", str(home / "plumbline.db"), *words)
        assert refused.exit_code == 2
        assert "give the key that this backup was made with" in refused.stderr
        assert "openssl" not in refused.stderr
    monkeypatch.setenv("QA_BACKUP_KEY", "abc")
    refused = qa("restore", str(home / "plumbline.db"))
    assert "QA_BACKUP_KEY" in refused.stderr
    assert "openssl rand -base64 32" in refused.stderr
