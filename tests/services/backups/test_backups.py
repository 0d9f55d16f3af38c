"""Backups are made, opened, put back and moved without losing a row (BK-01, BK-02, MG-03)."""

import base64
import json
import shutil
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.orm import Session

from qa_app.cli.backup import sentence
from qa_app.domain.backups import BackupError, TableDigest, manifest_of
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.events import PlacesChanged
from qa_app.domain.journal_anchors import Anchor
from qa_app.domain.people import Role
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.archive import file_digest, read_manifest
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.copying import one_sight, plain_engine, table_digests
from qa_app.models.engine import make_engine
from qa_app.models.journal import SettingRow
from qa_app.models.migrate import downgrade, upgrade
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.restored_ways_in import EndedWaysIn
from qa_app.models.sealing import Sealer
from qa_app.models.second_factors import CardCodeRow, CodeCardRow, RecoveryCodeRow
from qa_app.models.transaction import transaction
from qa_app.models.ways_in import AccountLinkRow, AccountNoteRow
from qa_app.queries.backup_files import BackupFile
from qa_app.queries.journal import journal_of_file, verified_journal
from qa_app.services.backups.hold_drill import hold_drill
from qa_app.services.backups.make_backup import make_backup
from qa_app.services.backups.move_database import move_database
from qa_app.services.backups.restore_backup import restore_backup
from qa_app.services.journal.reseal_journal import reseal_journal
from qa_app.services.papers.rotate_key import rotate_key
from tests.audits import someone
from tests.conftest import FIELD_KEY, ROOT
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR, person
from tests.postgresql import ReusedDatabase

KEY = bytes(range(32))
MIGRATIONS = ROOT / "migrations"


def now() -> datetime:
    return NOON + timedelta(days=1)


def backup_at(folder: Path, name: str = "one.backup", key: bytes = KEY) -> BackupFile:
    return BackupFile(folder / name, key, MIGRATIONS, folder)


@pytest.fixture
def filled(session: Session) -> Session:
    """Readings, findings and actions, with times, JSON and sealed text."""
    sign(session, a_followed(session), "A1")
    return session


def held(url: str) -> dict[str, TableDigest]:
    with one_sight(plain_engine(url)) as connection:
        return table_digests(connection)


def url_of(session: Session) -> str:
    return session.get_bind().engine.url.render_as_string(hide_password=False)


def without_journal(found: dict[str, TableDigest]) -> dict[str, TableDigest]:
    return {name: one for name, one in found.items() if not name.startswith("journal")}


def unchanged(found: dict[str, TableDigest]) -> dict[str, TableDigest]:
    # owners of accounts are told of the restore
    return {name: one for name, one in without_journal(found).items() if name != "account_note"}


def test_what_was_backed_up_comes_back_row_by_row(filled: Session, tmp_path: Path) -> None:
    before = held(url_of(filled))
    backup = backup_at(tmp_path)
    manifest = make_backup(filled, OPERATOR, backup, now)
    assert manifest_of(read_manifest(backup.file, backup.key)) == manifest
    assert manifest.tables["journal"].count == before["journal"].count
    # the backup itself is an act of the journal, after what it holds
    assert held(url_of(filled))["journal"].count == before["journal"].count + 1
    place = f"sqlite:///{tmp_path / 'there' / 'plumbline.db'}"
    restored = restore_backup(OPERATOR, backup, place, is_replacing=False, at=now())
    assert (restored.manifest, restored.aside) == (manifest, None)
    # one row tells of the restore, after those of the backup
    assert held(place)["journal"].count == before["journal"].count + 1
    assert unchanged(held(place)) == unchanged(before)
    there = tmp_path / "there" / "plumbline.db"
    assert journal_of_file(there, OPERATOR, filled.info["sealer"]).is_whole
    # back into the database that it came from, whichever that is, with its triggers standing
    with pytest.raises(BackupError, match="not_empty"):
        restore_backup(OPERATOR, backup, url_of(filled), is_replacing=False, at=now())
    filled.rollback()
    filled.get_bind().engine.dispose()
    again = restore_backup(OPERATOR, backup, url_of(filled), is_replacing=True, at=now())
    assert unchanged(held(url_of(filled))) == unchanged(before)
    assert (again.aside is not None) == (filled.get_bind().dialect.name == "sqlite")
    with transaction(filled, PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)):
        pass
    assert verified_journal(filled, OPERATOR).is_whole
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def approved_access(session: Session, asker: int, answerer: int) -> None:
    file_id, centre_id = session.execute(select(CaseFileRow.id, CaseFileRow.centre_id)).first()
    asked = AccessRequestRow(
        case_file_id=file_id, centre_id=centre_id, asked_by=asker, asked_at=NOON,
        purpose="learning", words=b"x", days=7,
    )  # fmt: skip
    session.add(asked)
    session.commit()
    asked.is_approved, asked.answered_at, asked.answered_by = True, NOON, answerer
    asked.expires_at = NOON + timedelta(days=7)
    session.commit()


@pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)]
)
def test_nothing_of_a_backup_lets_anybody_in(filled: Session, tmp_path: Path) -> None:
    owner = next(iter(filled.scalars(select(AccountRow.id).order_by(AccountRow.id))))
    away = someone(filled, "away", Role.SENIOR_SUPERVISOR, "A", 1).account_id
    late = NOON + timedelta(days=170)
    card = CodeCardRow(
        account_id=owner, made_by=owner, made_at=NOON, expires_at=late, confirmed_at=NOON
    )
    filled.add(card)
    filled.flush()
    codes = [
        CardCodeRow(card_id=card.id, place=n, turn=60 - n, digest=f"{n}", used_at=None)
        for n in range(1, 61)
    ]
    codes[59].used_at = codes[58].used_at = NOON
    filled.add_all([
        *codes,
        LoginSessionRow(token_digest="s", account_id=owner, created_at=NOON, last_seen_at=NOON),
        AccountLinkRow(
            account_id=owner, kind="reset", token_digest="l", made_at=NOON, expires_at=late,
            was_used=False,
        ),
        CalendarFeedRow(account_id=owner, digest="f", language="zh", made_at=NOON),
        RecoveryCodeRow(account_id=owner, digest="a", made_at=NOON),
        RecoveryCodeRow(account_id=owner, digest="b", made_at=NOON, used_at=NOON),
    ])  # fmt: skip
    approved_access(filled, owner, away)
    filled.execute(update(AccountRow).where(AccountRow.id == away).values(is_active=False))
    filled.commit()
    url = url_of(filled)
    backup = backup_at(tmp_path)
    rotate_key(filled, OPERATOR, 7**90 % 2**256, at=NOON)
    head = make_backup(filled, OPERATOR, backup, now).head
    filled.rollback()
    filled.get_bind().engine.dispose()
    ended = restore_backup(OPERATOR, backup, url, is_replacing=True, at=now()).ended
    assert ended == EndedWaysIn(1, 1, 1, recovery_codes=1, cards=1, approvals=1)
    living = [
        select(LoginSessionRow.id).where(LoginSessionRow.ended_at.is_(None)),
        select(AccountLinkRow.id).where(AccountLinkRow.closed_at.is_(None)),
        select(CalendarFeedRow.id).where(CalendarFeedRow.revoked_at.is_(None)),
        select(RecoveryCodeRow.id).where(RecoveryCodeRow.used_at.is_(None)),
        select(AccessRequestRow.id).where(AccessRequestRow.ended_at.is_(None)),
    ]
    assert [filled.scalars(query).all() for query in living] == [[], [], [], [], []]
    # the card asks on behind its next ten codes, and ends after fourteen days
    left = select(CardCodeRow.turn).where(CardCodeRow.used_at.is_(None)).order_by(CardCodeRow.turn)
    assert list(filled.scalars(left)) == list(range(12, 60))
    assert filled.scalar(select(CodeCardRow.expires_at)) == now() + timedelta(days=14)
    told = set(filled.scalars(select(AccountNoteRow.account_id).where(AccountNoteRow.at == now())))
    assert (owner in told, away in told) == (True, False)
    query = text("SELECT action, detail FROM journal ORDER BY seq DESC LIMIT 1")
    action, detail = filled.execute(query).one()
    assert (action, json.loads(detail)["kept_head"]) == ("backup:restore", head)
    # rows of the old database are given up from the end of the backup on, not of the restore
    kept = int(head.partition(":")[0])
    lost = Anchor(kept + 1, "a" * 12)
    assert reseal_journal(filled, OPERATOR, lost, file_digest(backup.file), at=now()) == kept
    assert not verified_journal(filled, OPERATOR, [lost]).is_whole
    verified = verified_journal(filled, OPERATOR, [lost], [file_digest(backup.file)])
    assert verified.is_whole
    assert verified.anchors is not None
    assert [str(one.state) for one in verified.anchors.judged] == ["given_up"]


def test_a_drill_is_timed_and_journaled(filled: Session, tmp_path: Path) -> None:
    backup = backup_at(tmp_path)
    make_backup(filled, OPERATOR, backup, now)
    times = iter([NOON, NOON + timedelta(seconds=7)])
    drill = hold_drill(filled, OPERATOR, backup, lambda: next(times))
    assert (drill.seconds, len(drill.digest)) == (7, 64)
    assert drill.journal_rows == drill.manifest.tables["journal"].count
    actions = filled.execute(text("SELECT action FROM journal ORDER BY seq DESC LIMIT 2"))
    assert list(actions.scalars()) == ["backup:drill", "backup:make"]
    for act in (
        lambda: make_backup(filled, person(Role.SYS_ADMIN), backup, now),
        lambda: hold_drill(filled, person(Role.SYS_ADMIN), backup, now),
        lambda: restore_backup(
            person(Role.SYS_ADMIN), backup, "sqlite:///x", is_replacing=True, at=NOON
        ),
        lambda: move_database(
            filled, person(Role.SYS_ADMIN), "sqlite:///x", MIGRATIONS, is_replacing=True, at=NOON
        ),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_a_broken_journal_or_a_lost_parent_makes_no_backup(filled: Session, tmp_path: Path) -> None:
    on = "" if filled.get_bind().dialect.name == "sqlite" else " ON journal"
    filled.execute(text(f"DROP TRIGGER journal_no_update{on}"))
    filled.execute(text("UPDATE journal SET actor_name = 'x' WHERE seq = 2"))
    filled.commit()
    with pytest.raises(BackupError, match="journal_broken"):
        make_backup(filled, OPERATOR, backup_at(tmp_path), now)
    assert list(tmp_path.glob("*.backup*")) == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> BackupFile:
    """A backup of a small database."""
    folder = tmp_path_factory.mktemp("backups")
    shutil.copy(migrated_sqlite, folder / "plumbline.db")
    engine = make_engine(f"sqlite:///{folder / 'plumbline.db'}")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        for number in range(40):
            event = PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=number)
            with transaction(session, event):
                session.execute(insert(SettingRow).values(name=f"n{number}", value="值" * 400))
        backup = backup_at(folder)
        make_backup(session, OPERATOR, backup, now)
    engine.dispose()
    return backup


def _frames(raw: bytes) -> list[int]:
    """Places at which frames begin."""
    place = raw.index(b"\n") + 1
    place += 4 + struct.unpack(">I", raw[place : place + 4])[0] + 32
    places = []
    while place < len(raw):
        places.append(place)
        place += 4 + struct.unpack(">I", raw[place : place + 4])[0]
    return places


def _flip(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


SPOILT: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "not_an_archive"),
    "another file": (lambda _: b"SQLite format 3\0" * 9, "not_an_archive"),
    "cut in the header": (lambda raw: raw[:30], "truncated"),
    "cut in a frame": (lambda raw: raw[: len(raw) // 2], "truncated"),
    "cut at a frame": (lambda raw: raw[: _frames(raw)[-1]], "truncated"),
    "bit of the header": (lambda raw: _flip(raw, 40), "damaged"),
    "bit of the first frame": (lambda raw: _flip(raw, _frames(raw)[0] + 9), "damaged"),
    "bit of a length": (lambda raw: _flip(raw, _frames(raw)[1]), "damaged"),
    "last bit": (lambda raw: _flip(raw, len(raw) - 1), "damaged"),
    "frames swapped": (
        lambda raw: (
            raw[: _frames(raw)[0]]
            + raw[_frames(raw)[1] : _frames(raw)[2]]
            + raw[_frames(raw)[0] : _frames(raw)[1]]
            + raw[_frames(raw)[2] :]
        ),
        "damaged",
    ),
    "something behind": (lambda raw: raw + b"x", "damaged"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_file_is_refused_by_name(made: BackupFile, tmp_path: Path, spoilt: str) -> None:
    spoil, code = SPOILT[spoilt]
    file = tmp_path / "spoilt.backup"
    file.write_bytes(spoil(made.file.read_bytes()))
    backup = BackupFile(file, KEY, MIGRATIONS, tmp_path)
    place = tmp_path / "plumbline.db"
    with pytest.raises(BackupError) as refused:
        restore_backup(OPERATOR, backup, f"sqlite:///{place}", is_replacing=True, at=NOON)
    assert refused.value.code == code
    assert [one.name for one in tmp_path.iterdir()] == ["spoilt.backup"]


def test_a_wrong_key_and_a_newer_version_are_refused_by_name(
    made: BackupFile, tmp_path: Path
) -> None:
    place = f"sqlite:///{tmp_path / 'plumbline.db'}"
    wrong = BackupFile(made.file, bytes(32), MIGRATIONS, tmp_path)
    with pytest.raises(BackupError, match="wrong_key"):
        restore_backup(OPERATOR, wrong, place, is_replacing=False, at=NOON)
    older = tmp_path / "migrations"
    newest = max(one.name[:4] for one in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    shutil.copytree(MIGRATIONS, older, ignore=shutil.ignore_patterns("__pycache__", f"{newest}_*"))
    with pytest.raises(BackupError, match="newer_version") as refused:
        restore_backup(
            OPERATOR,
            BackupFile(made.file, KEY, older, tmp_path),
            place,
            is_replacing=False,
            at=NOON,
        )
    assert refused.value.detail == newest
    assert not (tmp_path / "plumbline.db").exists()


def test_keys_are_not_inside(made: BackupFile) -> None:
    raw = made.file.read_bytes()
    for secret in (KEY, base64.b64encode(KEY), KEY.hex().encode(), "值".encode() * 9):
        assert secret not in raw
    assert "backup_key" not in repr(made)
    assert repr(KEY) not in repr(made)


BETWEEN_WRITES = 0.02
"""Seconds; without a pause the database would grow with every backup and each take ever longer."""


def under_load(engine: Engine, folder: Path, times: int) -> int:
    """Make backups while two write; each must hold all that was acknowledged before it began."""
    acknowledged: list[int] = []
    stop = threading.Event()

    def write(first: int) -> None:
        number = first
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
            while not stop.is_set():
                event = PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=number)
                with transaction(session, event):
                    session.execute(insert(SettingRow).values(name=f"n{number}", value="v"))
                acknowledged.append(number)
                number += 2
                stop.wait(BETWEEN_WRITES)

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 1)]
    for writer in writers:
        writer.start()
    try:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
            for number in range(times):
                before = list(acknowledged)
                backup = backup_at(folder, f"{number}.backup")
                make_backup(session, OPERATOR, backup, now)
                place = folder / f"{number}.db"
                url = f"sqlite:///{place}"
                restore_backup(OPERATOR, backup, url, is_replacing=False, at=NOON)
                with closing(sqlite3.connect(place)) as there:
                    names = {n for (n,) in there.execute("SELECT name FROM setting")}
                    rows = there.execute("SELECT count(*) FROM journal").fetchone()[0]
                assert {f"n{one}" for one in before} <= names
                assert rows >= len(before)
                backup.file.unlink()
                place.unlink()
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    return len(acknowledged)


def test_backups_under_load_hold_what_was_acknowledged(
    engine: Engine, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("acknowledged", under_load(engine, tmp_path, 2))


@pytest.mark.nightly
def test_a_hundred_backups_under_load(
    engine: Engine, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("acknowledged", under_load(engine, tmp_path, 100))


@pytest.fixture
def elsewhere(postgresql_database: ReusedDatabase) -> Iterator[str]:
    with postgresql_database.alone() as url:
        yield url


def test_a_move_to_postgresql_and_back_keeps_every_row(
    migrated_sqlite: Path, tmp_path: Path, elsewhere: str
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "plumbline.db")
    engine = make_engine(f"sqlite:///{tmp_path / 'plumbline.db'}")
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        sign(session, a_followed(session), "A1")
        before = held(url_of(session))
        session.rollback()
        moved = move_database(session, OPERATOR, elsewhere, MIGRATIONS, is_replacing=False, at=NOON)
        assert moved == before
        with pytest.raises(BackupError, match="not_empty"):
            move_database(session, OPERATOR, elsewhere, MIGRATIONS, is_replacing=False, at=NOON)
        again = move_database(session, OPERATOR, elsewhere, MIGRATIONS, is_replacing=True, at=NOON)
        assert again == before
    engine.dispose()
    target = make_engine(elsewhere)
    with Session(target, info={"sealer": Sealer(FIELD_KEY)}) as there:
        assert verified_journal(there, OPERATOR).is_whole
        last = there.execute(text("SELECT action FROM journal ORDER BY seq DESC LIMIT 1"))
        assert last.scalar() == "backup:move"
        with pytest.raises(Exception, match="append-only"):
            there.execute(text("DELETE FROM journal"))
        there.rollback()
        # numbers go on where they were, and foreign keys stand again
        someone(there, "later", Role.SENIOR_SUPERVISOR, "A", 1)
        there.commit()
        back = f"sqlite:///{tmp_path / 'back.db'}"
        held_there = held(elsewhere)
        moved = move_database(there, OPERATOR, back, MIGRATIONS, is_replacing=False, at=NOON)
        assert moved == held_there
    target.dispose()


def test_a_postgresql_database_that_a_server_holds_is_not_replaced(
    filled: Session, tmp_path: Path, elsewhere: str
) -> None:
    backup = backup_at(tmp_path)
    make_backup(filled, OPERATOR, backup, now)
    before = held(elsewhere)
    server = make_engine(elsewhere)
    # as in a server between two requests: two connections are kept, and no transaction runs
    with server.connect() as one, server.connect() as other:
        assert one.execute(text("SELECT 1")).scalar() == other.execute(text("SELECT 1")).scalar()
    with pytest.raises(BackupError, match="in_use_by") as refused:
        restore_backup(OPERATOR, backup, elsewhere, is_replacing=True, at=NOON)
    assert refused.value.detail == "2"
    assert "2 other connections" in sentence(refused.value)
    assert held(elsewhere) == before
    server.dispose()
    restore_backup(OPERATOR, backup, elsewhere, is_replacing=True, at=NOON)
    assert without_journal(held(elsewhere)) != without_journal(before)


@pytest.mark.nightly
def test_a_target_that_is_refused_keeps_its_version(
    filled: Session, migrated_sqlite: Path, tmp_path: Path, elsewhere: str
) -> None:
    old = f"sqlite:///{tmp_path / 'old.db'}"
    for target in (old, elsewhere):
        upgrade(MIGRATIONS, target)
        engine = make_engine(target)
        with (
            Session(engine) as there,
            transaction(there, PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)),
        ):
            pass
        engine.dispose()
        downgrade(MIGRATIONS, target, "0030")
        with pytest.raises(BackupError, match="not_empty"):
            move_database(filled, OPERATOR, target, MIGRATIONS, is_replacing=False, at=NOON)
        assert revision(target) == "0030"
        server = make_engine(target)
        with server.connect() as connection:
            connection.execute(text("SELECT 1")).all()
        with pytest.raises(BackupError, match="in_use"):
            move_database(filled, OPERATOR, target, MIGRATIONS, is_replacing=True, at=NOON)
        server.dispose()
        assert revision(target) == "0030"


def revision(url: str) -> str:
    engine = plain_engine(url)
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def test_a_source_that_a_server_holds_is_not_moved(filled: Session, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'target.db'}"
    server = make_engine(url_of(filled))
    with server.connect() as connection:
        connection.execute(text("SELECT 1")).all()
    with pytest.raises(BackupError, match="source_in_use") as refused:
        move_database(filled, OPERATOR, target, MIGRATIONS, is_replacing=False, at=NOON)
    assert "stop the server" in sentence(refused.value)
    assert not (tmp_path / "target.db").exists()
    server.dispose()
    move_database(filled, OPERATOR, target, MIGRATIONS, is_replacing=False, at=NOON)


def test_a_move_that_fails_half_way_leaves_nothing(
    migrated_sqlite: Path, tmp_path: Path, elsewhere: str
) -> None:
    shutil.copy(migrated_sqlite, tmp_path / "plumbline.db")
    engine = make_engine(f"sqlite:///{tmp_path / 'plumbline.db'}")
    empty = held(elsewhere)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        event = PlacesChanged(actor=OPERATOR, at=NOON, what="test", count=1)
        with transaction(session, event):
            pass
        with closing(sqlite3.connect(tmp_path / "plumbline.db")) as raw:
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute(
                "INSERT INTO idempotency (account_id, key, action, body_digest, object_id, done_at)"
                " VALUES (99, 'k', 'a', 'd', '', '2026-03-23 04:00:00.000000')"
            )
            raw.commit()
        with pytest.raises(Exception, match="idempotency"):
            move_database(session, OPERATOR, elsewhere, MIGRATIONS, is_replacing=False, at=NOON)
    engine.dispose()
    assert held(elsewhere) == empty
