import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Run

PASSWORD = "four unrelated words here\n"


def add(qa: Run, *words: str, text: str = PASSWORD):
    return qa("people", "add", *words, "--password-stdin", text=text)


def test_the_first_account_is_added_and_listed(qa: Run) -> None:
    result = add(qa, "keeper", "--name", "内勤戊", "--role", "sys_admin")
    assert (result.exit_code, result.output) == (0, "The account keeper is ready.\n")
    assert qa("people", "list").output == "keeper\t内勤戊\tsys_admin\tactive\n"


def test_a_refusal_says_what_to_do(qa: Run) -> None:
    short = add(qa, "keeper", "--role", "sys_admin", text="short\n")
    assert short.exit_code == 1
    assert "at least 15 characters" in short.output
    two = add(qa, "keeper", "--role", "sys_admin", "--role", "auditor")
    assert "excludes every other role" in two.output
    nowhere = add(qa, "reader", "--role", "auditor", "--place", "X")
    assert "no place with this code" in nowhere.output
    assert qa("people", "list").output == ""


def test_a_name_that_is_too_long_is_refused_in_words(qa: Run) -> None:
    long = add(qa, "keeper", "--name", "内" * 65, "--role", "sys_admin")
    assert long.exit_code == 1
    assert "has 65 characters, and at most 64 are kept. Nothing was saved" in long.output
    assert qa("people", "list").output == ""


def test_a_new_password_replaces_the_old_one(qa: Run, home: Path) -> None:
    add(qa, "keeper", "--role", "sys_admin")
    before = password_hash(home)
    result = qa("people", "password", "Keeper", "--password-stdin", text="quite another set\n")
    assert result.exit_code == 0, result.output
    assert "every session of it has ended" in result.output
    assert password_hash(home) != before


def test_a_password_of_nobody_is_refused(qa: Run) -> None:
    result = qa("people", "password", "nobody", "--password-stdin", text=PASSWORD)
    assert (result.exit_code, result.output) == (1, "There is no account with this name.\n")


def password_hash(home: Path) -> str:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        return str(connection.execute("SELECT password_hash FROM account").fetchone()[0])
