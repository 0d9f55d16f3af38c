import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

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
    for words in (("add", "--password-stdin"), ("invite",)):
        for role in ("caseworker", "centre_manager"):
            wide = qa("people", *words, "worker", "--role", role, "--place", "X")
            assert (wide.exit_code, "belongs to one centre" in wide.output) == (1, True)
    assert qa("people", "list").output == ""
    nowhere = add(qa, "reader", "--role", "auditor", "--place", "X")
    assert "no place with this code" in nowhere.output
    assert qa("people", "list").output == ""


def test_a_name_that_is_too_long_is_refused_in_words(qa: Run) -> None:
    long = add(qa, "keeper", "--name", "内" * 65, "--role", "sys_admin")
    assert long.exit_code == 1
    assert "has 65 characters, and at most 64 are kept. Nothing was saved" in long.output
    assert qa("people", "list").output == ""


def test_an_invitation_makes_an_account_without_a_password(qa: Run, home: Path) -> None:
    result = qa("people", "invite", "keeper", "--name", "内勤戊", "--role", "sys_admin")
    assert result.exit_code == 0, result.output
    about, link = result.output.splitlines()
    assert about.startswith("invitation for keeper, opens once, until ")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/join/[\w-]{43}", link)
    assert password_hash(home) == ""
    assert link.rpartition("/")[2] not in (home / "plumbline.db").read_bytes().decode("latin-1")


def test_an_account_with_a_password_gets_a_reset(qa: Run, home: Path) -> None:
    add(qa, "keeper", "--role", "sys_admin")
    before = password_hash(home)
    result = qa("people", "invite", "Keeper")
    assert result.output.startswith("reset for Keeper, opens once, until ")
    # nothing changes before the link is used
    assert password_hash(home) == before


def test_an_invitation_for_nobody_is_refused(qa: Run) -> None:
    result = qa("people", "invite", "nobody")
    assert (result.exit_code, result.output) == (1, "There is no account with this name.\n")


def password_hash(home: Path) -> str:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        return str(connection.execute("SELECT password_hash FROM account").fetchone()[0])


def test_a_password_that_leaked_elsewhere_is_refused(
    qa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "digests.txt"
    file.write_text("ecaac4a327a7a67e3564af411c27a2bc2de0f471973396e485b081f4f7ae2a5b\n", "ascii")
    monkeypatch.setenv("QA_BREACHED_PASSWORDS", str(file))
    refused = add(qa, "keeper", "--role", "sys_admin")
    assert (refused.exit_code, "of those that leaked" in refused.output) == (1, True)
    assert qa("people", "list").output == ""
    assert (
        add(qa, "keeper", "--role", "sys_admin", text="heron kettle violin moss\n").exit_code == 0
    )
