import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from qa_app.models.accounts import AccountRow
from qa_app.models.migrate import downgrade
from qa_app.models.reminders import GroupRobotRow, MailAddressRow
from qa_app.queries.backup_files import BackupFile, digest_of_file
from qa_app.queries.opening import opened
from qa_app.services.backups.make_backup import make_backup
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.people import NOON, OPERATOR
from tests.register import two_centres

WORDS = "lantern orbit velvet cactus 42"
KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def kept(qa: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A system with acts in its journal, and a key for backups."""
    monkeypatch.setenv("QA_BACKUP_KEY", KEY)
    assert qa("keys", "rotate").exit_code == 0
    assert qa("keys", "rotate").exit_code == 0
    return qa


def backup(qa: Run, home: Path) -> Path:
    made = qa("backup", "--to", str(home / "backups"))
    assert made.exit_code == 0, made.output
    assert "opened and found whole" in made.output
    (file,) = (home / "backups").iterdir()
    return file


def test_lost_rows_are_told_after_a_restore(kept: Run, home: Path) -> None:
    file = backup(kept, home)
    head = kept("journal", "head").output.strip()
    assert kept("keys", "rotate").exit_code == 0
    lost = kept("journal", "head").output.strip()
    refused = kept("restore", str(file))
    assert (refused.exit_code, "Nothing was changed." in refused.output) == (1, True)
    done = kept("restore", str(file), "--replace")
    assert done.exit_code == 0, done.output
    assert "Re-sealed: rows 3 to 4 of the old database are given up." in done.output
    assert len(list(home.glob("plumbline.db.before-*"))) == 1
    heads = ("journal", "verify", "--head", lost, "--head", head)
    unnamed = kept(*heads)
    digest = digest_of_file(file)
    assert (unnamed.exit_code, f"name it: --restore {digest}" in unnamed.output) == (1, True)
    assert kept(*heads, "--restore", "f" * 64).exit_code == 1
    checked = kept(*heads, "--restore", digest)
    assert checked.exit_code == 0
    assert "Row 4 was lost by a restore; row 4 tells of it." in checked.output
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        rows = connection.execute("SELECT action FROM journal ORDER BY seq").fetchall()
    assert rows == [("key:rotate",), ("key:rotate",), ("backup:restore",), ("journal:reseal",)]


def test_a_restore_names_what_was_done_to_accounts_since(kept: Run, home: Path) -> None:
    for name in ("closed", "changed", "same"):
        words = ("people", "add", name, "--role", "audit_admin", "--password-stdin")
        added = kept(*words, text=f"{WORDS}\n")
        assert added.exit_code == 0, added.output
    with opened(f"sqlite:///{home}/plumbline.db", bytes(32)) as session:
        centre, _ = two_centres(session)
        session.add_all([
            GroupRobotRow(
                centre_id=centre, kind="dingtalk", address=b"x", language="zh", made_at=NOON
            ),
            MailAddressRow(
                account_id=session.scalars(select(AccountRow.id).where(
                    AccountRow.login_name == "changed"
                )).one(), address=b"x", is_on=True, changed_at=NOON
            ),
        ])  # fmt: skip
        session.commit()
    file = backup(kept, home)
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        connection.execute("UPDATE account SET is_active = 0 WHERE login_name = 'closed'")
        connection.execute(
            "UPDATE account SET password_set_at = '2027-01-01 00:00:00.000000'"
            " WHERE login_name = 'changed'"
        )
        connection.execute(
            "DELETE FROM role_grant WHERE account_id ="
            " (SELECT id FROM account WHERE login_name = 'changed')"
        )
        connection.execute("UPDATE group_robot SET removed_at = '2027-01-01 00:00:00.000000'")
        connection.execute("UPDATE mail_address SET is_on = 0")
        connection.commit()
    said = kept("restore", str(file), "--replace").output
    assert "and open again; close them under Accounts: closed." in said
    assert "roles again that were taken since; take them under Accounts: changed." in said
    assert "password of before again; hand them a link that resets it: changed." in said
    assert "Get mail at an address of before again; have them look at it under" in said
    assert "that were removed since; remove them at: A." in said
    assert "same" not in said
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        connection.execute("DROP TABLE group_robot")
    robots = kept("restore", str(file), "--replace").output
    assert "No account was closed or changed since the backup." in robots
    assert "The robots of chat groups of the old database cannot be read" in robots
    assert "that were removed since; remove them at" not in robots
    (home / "plumbline.db").write_bytes(b"")
    unknown = kept("restore", str(file), "--replace").output
    assert "The old database cannot be read" in unknown
    assert "accounts closed, roles taken, passwords changed" in unknown


def test_a_drill_leaves_a_line_and_changes_nothing_else(
    kept: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup(kept, home)
    drill = kept("restore", str(file), "--drill")
    assert drill.exit_code == 0, drill.output
    monkeypatch.setenv("QA_BACKUP_KEY", base64.b64encode(bytes(range(1, 33))).decode())
    wrong = kept("restore", str(file), "--drill")
    assert (wrong.exit_code, "is not the key" in wrong.output) == (1, True)
    lines = (home / "restore-drills.log").read_text("utf-8").splitlines()
    assert [line.split()[1] for line in lines] == ["OK", "FAILED"]
    assert "2 rows of the journal hold" in lines[0]
    assert "wrong_key" in lines[1]


def test_posts_that_stand_twice_are_ended_by_the_words_that_init_and_restore_print(
    kept: Run, home: Path
) -> None:
    url, work = f"sqlite:///{home}/plumbline.db", home / "work"
    with opened(url, bytes(32)) as session:
        two_centres(session)
        session.rollback()
    work.mkdir()
    downgrade(ROOT / "migrations", url, "0041")
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        # the worker left; the post that somebody entered besides is the wrong one
        connection.executescript(
            "INSERT INTO worker_post (id, practitioner_id, started_on, left_on, left_why,"
            " recorded_at) SELECT 902, practitioner_id, p.started_on, '2026-03-01', '',"
            " recorded_at FROM worker_post p JOIN practitioner w ON w.id = practitioner_id"
            " WHERE w.code = 'W1';"
        )
        said = "SELECT id, ended_on FROM practitioner WHERE code = 'W1'"
        connection.execute("UPDATE practitioner SET ended_on = '2026-05-05' WHERE code = 'W1'")
        connection.commit()
        worker, _ = connection.execute(said).fetchone()
        posts = "SELECT id FROM worker_post WHERE practitioner_id = ? AND ended_at IS NULL"
        (wrong,) = {number for (number,) in connection.execute(posts, (worker,))} - {902}
        file = home / "old.plb"
        backup = BackupFile(file, bytes(range(32)), ROOT / "migrations", work)
        with opened(url, bytes(32)) as session:
            make_backup(session, OPERATOR, backup, lambda: NOON)
        connection.execute("VACUUM INTO ?", (str(home / "target.db"),))
        stopped = kept("init")
        assert stopped.exit_code == 1
        assert f"A W1: N = {wrong}, " in stopped.output
        way = stopped.output[stopped.output.index("BEGIN;") :].replace("(N)", f"({wrong})")
        assert "plumbline.whole" not in way  # words of PostgreSQL
        connection.executescript(way)
        assert connection.execute(said).fetchone() == (worker, "2026-03-01")
    assert kept("init").exit_code == 0
    # the same in a place that is to be replaced
    to = ("move", "--to", f"sqlite:///{home}/target.db", "--replace")
    before = (home / "target.db").read_bytes()
    refused = kept(*to)
    assert (refused.exit_code, "Name an empty place" in refused.output) == (1, True)
    assert f"A W1: N = {wrong}, " in refused.output
    assert "Nothing was changed." in refused.output
    assert (home / "target.db").read_bytes() == before
    with closing(sqlite3.connect(home / "target.db")) as connection:
        connection.executescript(way)
    assert kept(*to).exit_code == 0
    for words in (("--drill",), ("--replace",)):
        refused = kept("restore", str(file), *words)
        assert refused.exit_code == 1
        assert f"more than one post that stands (A W1: N = {wrong}, " in refused.output
    for numbers in ((wrong, 902), (wrong + 1,)):
        words = [word for number in numbers for word in ("--end-post", str(number))]
        refused = kept("restore", str(file), "--drill", *words)
        assert (refused.exit_code, "one of them must stay" in refused.output) == (1, True)
    done = kept("restore", str(file), "--replace", "--end-post", str(wrong))
    assert done.exit_code == 0, done.output
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        assert connection.execute(said).fetchone() == (worker, "2026-03-01")
        assert connection.execute(posts, (worker,)).fetchall() == [(902,)]
        details = "SELECT detail FROM journal WHERE action = 'backup:restore'"
        assert '"posts_ended":1' in connection.execute(details).fetchone()[0]


def test_without_a_key_or_a_known_target_nothing_begins(qa: Run, home: Path) -> None:
    refused = qa("backup", "--to", str(home / "backups"))
    assert (refused.exit_code, "QA_BACKUP_KEY is not set" in refused.output) == (2, True)
    assert not (home / "backups").exists()
    for target, said in (("mysql://x", "must start"), (f"sqlite:///{home}/plumbline.db", "in use")):
        moved = qa("move", "--to", target)
        assert (moved.exit_code, said in moved.output) == (2, True)


def test_nothing_is_moved_openly_to_another_machine_or_to_one_that_is_away(
    qa: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "postgresql://u:p@127.0.0.1:9/x?connect_timeout=1"
    away = qa("move", "--to", gone, "--replace")
    assert (away.exit_code, "The target cannot be reached" in away.output) == (1, True)
    assert "Nothing was changed." in away.output
    given = {"ENV": "production", "PUBLIC_URL": "https://q.example.org", "HTTPS": "1"}
    keys = {"SECRET_KEY": "kT9-x2Qb7_LmW4zRf8Ns1VcYh6JpD3Ge0Au5", "FIELD_KEY": KEY}
    for name, value in (given | keys).items():
        monkeypatch.setenv(f"QA_{name}", value)
    far = qa("move", "--to", "postgresql://u:p@db.example.org/x")
    assert (far.exit_code, far.output.startswith("--to: leads to another machine")) == (2, True)
    monkeypatch.setenv("PGHOST", "db.example.org")
    elsewhere = qa("move", "--to", "postgresql://u:p@/x")
    assert (elsewhere.exit_code, "leads --to elsewhere" in elsewhere.output) == (2, True)


def test_everything_is_moved(kept: Run, home: Path) -> None:
    # under another name it is the same file
    same = kept(
        "move", "--to", f"sqlite:///{home / '..' / home.name / 'plumbline.db'}", "--replace"
    )
    assert "the database that is in use" in same.output
    target = f"sqlite:///{home / 'other.db'}"
    moved = kept("move", "--to", target)
    assert moved.exit_code == 0, moved.output
    assert "every table has the same digest" in moved.output
    again = kept("move", "--to", target)
    assert (again.exit_code, "Nothing was changed." in again.output) == (1, True)
    assert kept("move", "--to", target, "--replace").exit_code == 0
