import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

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
