import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Run


def holidays(home: Path) -> int:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM holiday").fetchone()[0])


def test_a_new_folder_gets_a_database_with_its_holidays(
    qa: Run, tmp_path: Path, monkeypatch
) -> None:
    fresh = tmp_path / "deep" / "fresh"
    monkeypatch.setenv("QA_DATA_DIR", str(fresh))
    result = qa("init")
    assert (result.exit_code, result.output) == (0, "The database is ready.\n")
    assert holidays(fresh) > 60  # three years of the State Council's notices


def test_a_second_run_changes_nothing(qa: Run, home: Path) -> None:
    assert qa("init").exit_code == 0
    before = holidays(home)
    assert qa("init").exit_code == 0
    assert holidays(home) == before


def test_the_data_folder_is_its_owners_alone(qa: Run, tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    monkeypatch.setenv("QA_DATA_DIR", str(folder))
    before = os.umask(0o022)
    try:
        assert qa("init").exit_code == 0
    finally:
        os.umask(before)
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    kept = {file.name: oct(file.stat().st_mode & 0o077) for file in folder.iterdir()}
    assert "plumbline.db" in kept
    assert set(kept.values()) == {"0o0"}


def test_other_commands_name_the_folder_without_one_and_leave_it_empty(
    qa: Run, tmp_path: Path, monkeypatch
) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    monkeypatch.setenv("QA_DATA_DIR", str(folder))
    result = qa("people", "list")
    assert result.exit_code == 2
    assert result.output == (
        f"QA_DATA_DIR: there is no Plumbline in {folder}: name its folder,"
        " or make one by `qa init`\n"
    )
    assert list(folder.iterdir()) == []


def test_a_folder_without_its_database_asks_for_it(qa: Run, home: Path) -> None:
    (home / "plumbline.db").unlink()
    result = qa("people", "list")
    assert result.exit_code == 2
    assert result.output == "The database is not ready: run `qa init` first.\n"


def test_an_unknown_setting_is_named(qa: Run, monkeypatch) -> None:
    monkeypatch.setenv("QA_PROT", "8000")
    result = qa("init")
    assert result.exit_code == 2
    assert "QA_PROT" in result.output


def test_a_shipped_version_that_stands_with_another_content_is_told_and_not_a_fault(
    qa: Run, home: Path
) -> None:
    assert qa("init").exit_code == 0
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for (name,) in connection.execute(triggers, ("criteria_version",)).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE criteria_version SET fingerprint = 'other'")
        connection.commit()
    told = qa("init")
    assert told.exit_code == 1
    assert "is published with another content and cannot change" in told.output
    assert "内容" not in told.output
