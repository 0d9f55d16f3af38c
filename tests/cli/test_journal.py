import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from qa_app import clock
from tests.cli.conftest import Run


@pytest.fixture
def kept(qa: Run) -> Run:
    """A journal: what a new installation brings in, then an account."""
    qa("init")
    words = ("people", "add", "keeper", "--role", "sys_admin", "--password-stdin")
    added = qa(*words, text="four unrelated words here\n")
    assert added.exit_code == 0, added.output
    return qa


def spoil(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.fixture
def last(kept: Run, home: Path) -> int:
    """The number of its last row."""
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM journal").fetchone()
    assert count > 1
    return int(count)


def test_a_whole_journal_holds_and_says_what_it_cannot_see(kept: Run, last: int) -> None:
    result = kept("journal", "verify")
    assert result.exit_code == 0
    assert result.output.startswith(f"{last} rows hold; the last is {last}:")
    assert "No anchor given: a cut tail cannot be seen." in result.output


def test_an_anchor_is_found_or_missed(kept: Run, last: int) -> None:
    digest = kept("journal", "verify").output.split(f"the last is {last}:")[1].split(".")[0]
    assert kept("journal", "verify", "--head", f"{last}:{digest[:16]}").exit_code == 0
    missed = kept("journal", "verify", "--head", f"{last}:{'0' * 12}")
    assert missed.exit_code == 1
    assert f"Row {last} is not the one of the anchor." in missed.output
    assert kept("journal", "verify", "--head", "nonsense").exit_code == 2


def test_the_first_broken_row_is_named(kept: Run, home: Path) -> None:
    spoil(home, "UPDATE journal SET actor_name = 'someone else' WHERE seq = 1")
    result = kept("journal", "verify")
    assert result.exit_code == 1
    assert "Row 1 is broken: its content was changed." in result.output


def test_a_cut_tail_shows_against_the_head(kept: Run, home: Path, last: int) -> None:
    spoil(home, f"DELETE FROM journal WHERE seq = {last}")
    result = kept("journal", "verify")
    assert result.exit_code == 1
    assert f"The head says {last}" in result.output


def test_the_head_is_handed_out_once_a_day_and_read_back(
    kept: Run, home: Path, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nowhere to hand it to" in kept("journal", "anchor").output
    monkeypatch.setenv("QA_ANCHOR_DIR", str(home / "anchors"))
    assert "was handed out (folder)" in kept("tick").output
    assert "handed out" not in kept("tick").output
    (file,) = (home / "anchors").iterdir()
    assert len(file.read_text("utf-8").splitlines()) == 1
    assert kept("journal", "anchor").exit_code == 0
    assert len(file.read_text("utf-8").splitlines()) == 2
    whole = kept("journal", "verify")
    assert whole.exit_code == 0
    assert "are anchored" in whole.output
    assert "are not: no right anchor lies after them" in whole.output
    # sealed anew by somebody who may write to the database: only the anchors tell
    file.write_text(f"{last}:{'0' * 12}\n", "utf-8")
    forged = kept("journal", "verify")
    assert forged.exit_code == 1
    assert f"The first row that was changed lies from 1 to {last}." in forged.output


def test_checkpoints_are_handed_out_beside_the_head(
    kept: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept("keys", "rotate").exit_code == 0
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda _zone: later.date())
    monkeypatch.setenv("QA_JOURNAL_DAYS", "183")
    # the last row stays, and one checkpoint stands for those before it
    kept("keys", "rotate")
    assert "were replaced by a signed checkpoint" in kept("journal", "expire").output
    monkeypatch.setenv("QA_ANCHOR_DIR", str(home / "anchors"))
    assert kept("journal", "anchor").exit_code == 0
    (file,) = (home / "anchors").iterdir()
    head, checkpoint = (line.split()[1] for line in file.read_text("utf-8").splitlines())
    assert ":" in head
    _, first, last, digest = checkpoint.split("-")
    assert (first, len(digest)) == ("1", 12)
    told = kept("journal", "verify")
    assert (told.exit_code, f"The checkpoint of rows 1 to {last} is the one" in told.output) == (
        0,
        True,
    )
    file.write_text(f"checkpoint-1-{last}-{'0' * 12}\n", "utf-8")
    told = kept("journal", "verify")
    assert told.exit_code == 1
    assert f"The checkpoint of rows 1 to {last} does not stand as the anchor tells" in told.output


def test_a_folder_that_cannot_be_written_to_is_told_and_tried_again(
    kept: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "taken").write_text("x", "utf-8")
    monkeypatch.setenv("QA_ANCHOR_DIR", str(home / "taken"))
    for _ in range(2):
        ticked = kept("tick")
        assert ticked.exit_code == 0
        assert "could not be handed out (folder:" in ticked.output


def test_old_rows_expire_only_by_command_and_not_too_early(
    kept: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing is over." in kept("journal", "expire").output
    monkeypatch.setenv("QA_JOURNAL_DAYS", "182")
    assert "QA_JOURNAL_DAYS" in kept("journal", "expire").output
    monkeypatch.setenv("QA_JOURNAL_DAYS", "183")
    reseal = kept("journal", "reseal", "--old-head", "1:0123456789ab", "--backup", "f" * 64)
    assert (reseal.exit_code, "no restore of this backup" in reseal.output) == (1, True)
