"""What is written about a child stays with those who work on the file (PV-02, LG-01, SE-06).

The canary stands in every sealed text that is linked with a child (`conftest`); all pages that the
other tests of this folder crawl are looked through again, and every line they left for operators.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.reminders import Channel
from qa_app.extensions import db
from qa_app.models.accounts import AccountRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.sealing import Sealer
from qa_app.queries.backup_files import BackupFile
from qa_app.services.backups.make_backup import make_backup
from qa_app.services.reminders.queue_reminders import queue_reminders
from qa_app.web.headers import HEADERS
from tests.attacks.conftest import CANARY, LINES, Opened, World
from tests.conftest import FIELD_KEY, ROOT
from tests.people import OPERATOR
from tests.short_story import ZONE

Told = Callable[[str, Any], None]
WITHOUT_CASES = ("judicial", "decider", "registrar", "authority", "admin")
INSIDE = pytest.mark.parametrize(
    "inside",
    [
        ("director", "caseworker"),
        pytest.param(("supervisor", "director", "caseworker"), marks=pytest.mark.nightly),
    ],
)
SPELLED = (CANARY, json.dumps(CANARY)[1:-1], "".join(f"&#{ord(one)};" for one in CANARY))
KEYS = {
    "request": {"time", "level", "event", "id", "endpoint", "method", "status", "ms"},
    "fault": {
        "time", "level", "event", "id", "reference", "endpoint", "fault", "causes", "at",
    },
}  # fmt: skip


@cache
def in_it(body: bytes) -> bool:
    """Tell whether the canary stands in a page or file, also in one that is packed."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return any(in_it(packed.read(name)) for name in packed.namelist())
    if body[:4] == b"%PDF":
        pages = PdfReader(io.BytesIO(body)).pages
        return CANARY in "".join("".join(one.extract_text() for one in pages).split())
    text = body.decode("utf-8", "ignore")
    return any(one in text for one in SPELLED)


def references(world: World) -> re.Pattern[str]:
    with world.app.app_context(), db.engine.connect() as connection:
        found = connection.scalars(select(CaseFileRow.reference)).all()
    assert len(found) > 50
    return re.compile("|".join(map(re.escape, found)))


@INSIDE
def test_those_who_work_on_files_read_it(
    world: World, inside: tuple[str, ...], record_property: Told
) -> None:
    # or the rest of these tests would find nothing because nothing is there
    seen = {name: sum(map(in_it, world.pages(name).values())) for name in inside}
    record_property("pages with the canary, of those who may", sum(seen.values()))
    assert all(seen[name] for name in inside if name != "caseworker"), seen


@pytest.mark.parametrize("name", [*WITHOUT_CASES, "logkeeper"])
def test_nobody_else_reads_it_anywhere(world: World, name: str, record_property: Told) -> None:
    pages = world.pages(name)
    record_property("pages and files", len(pages))
    assert [address for address, body in pages.items() if in_it(body)] == []
    if name in WITHOUT_CASES:
        known = references(world)
        told = [one for one, body in pages.items() if known.search(body.decode("utf-8", "ignore"))]
        assert told == []


@INSIDE
def test_it_is_in_no_address_no_table_and_no_drawing(
    world: World, inside: tuple[str, ...], record_property: Told
) -> None:
    known, addresses, files = references(world), 0, 0
    for name in (*inside, *WITHOUT_CASES):
        for address, body in world.pages(name).items():
            addresses += 1
            assert not known.search(unquote(address)), address
            assert not in_it(unquote(address).encode()), address
            if not body.lstrip().startswith(b"<") or b"<svg" in body[:200]:
                files += 1
                path = urlsplit(address).path
                # papers are for who may read it; tables and what scripts ask for never hold it
                assert path.endswith((".pdf", ".docx")) or not in_it(body), address
    record_property("addresses", addresses)
    record_property("tables, calendars, drawings", files)
    assert files > 20


def test_it_is_in_no_message_and_no_manifest(
    open_world: Opened, tmp_path: Path, record_property: Told
) -> None:
    world = open_world()
    known = references(world)
    with (
        world.app.app_context(),
        Session(db.engine, info={"sealer": Sealer(FIELD_KEY)}) as session,
    ):
        at = datetime(2026, 11, 26, 1, tzinfo=UTC)
        queue_reminders(session, OPERATOR, tuple(Channel), ZONE, at=at)
        messages = [
            json.dumps(one.content, ensure_ascii=False) + one.key
            for one in session.scalars(select(OutboxMessageRow))
        ]
        session.rollback()
        backup = BackupFile(tmp_path / "one.backup", b"k" * 32, ROOT / "migrations", tmp_path)
        manifest = make_backup(session, OPERATOR, backup, clock.now).plain()
    record_property("messages", len(messages))
    assert messages
    for told in (*messages, json.dumps(manifest, ensure_ascii=False)):
        assert not in_it(told.encode())
        assert not known.search(told)
    raw = backup.file.read_bytes()
    assert not in_it(raw)


def test_a_fault_quotes_it_neither_on_the_page_nor_in_a_line(
    open_world: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = open_world()
    client = world.client("director")

    def fail(**_: object) -> str:
        raise ValueError(CANARY)

    monkeypatch.setitem(world.app.view_functions, "accounts.me", marked(world, fail))
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    before = len(LINES)
    answer = client.get("/me", query_string={"q": CANARY})
    assert answer.status_code == 500
    assert not in_it(answer.data)
    lines = LINES[before:]
    assert any('"fault"' in one for one in lines)
    assert not any(in_it(one.encode()) for one in lines)


def marked(world: World, view: Callable[..., str]) -> Callable[..., str]:
    """Give a view the needs of the one whose place it takes."""
    view.__dict__.update(world.app.view_functions["accounts.me"].__dict__)
    return view


def test_every_page_carries_its_headers(world: World, record_property: Told) -> None:
    tried = 0
    for name in ("caseworker", "judicial"):
        assert world.pages(name)
        for address, heads in world.heads[name].items():
            assert {one: heads.get(one) for one in HEADERS} == HEADERS, address
            assert "no-store" in heads["Cache-Control"], address
            assert all(
                "HttpOnly" in one and "SameSite" in one for one in heads.getlist("Set-Cookie")
            )
            tried += 1
    record_property("pages", tried)
    assert tried > 150


def test_lines_for_operators_hold_only_words_of_the_code(
    world: World, record_property: Told
) -> None:
    """LG-01: the lines of every request of this run, whoever asked and whatever was typed."""
    world.pages("caseworker")
    known, endpoints = references(world), {*world.app.view_functions, ""}
    with world.app.app_context(), db.engine.connect() as connection:
        shown = set(connection.scalars(select(AccountRow.display_name)))
    assert len(LINES) > 100
    for written in LINES:
        line = json.loads(written)
        assert re.fullmatch(r"[a-z][\w:,-]*", line.get("refused", "rule"), re.ASCII)
        assert set(line) - {"refused"} == KEYS[line["event"]], line
        assert line["endpoint"] in endpoints
        assert re.fullmatch(r"[0-9a-f]{16}", line["id"])
        text = json.dumps({**line, "endpoint": ""}, ensure_ascii=False)
        assert not known.search(text), line
        assert not in_it(text.encode()), line
        assert not any(name in text for name in shown), line
        assert "127.0.0.1" not in text
    record_property("lines", len(LINES))
