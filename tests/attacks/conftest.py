"""A whole network with somebody of every role, and people of a district where nothing happened."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice, product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session
from typing_extensions import override
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, RequestRedirect, Rule
from werkzeug.test import TestResponse

from qa_app import clock, create_app
from qa_app.config import Settings
from qa_app.domain.data_classes import DataClass, data_classes
from qa_app.domain.people import NewGrant, Role
from qa_app.extensions import db
from qa_app.logs import log_to
from qa_app.models.engine import make_engine
from qa_app.models.sealed_pass import SEALED
from qa_app.models.sealing import Sealer
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.web import bursts
from qa_app.web.accounts import routes
from qa_app.web.health import watch
from tests.conftest import FIELD_KEY
from tests.kept import File, is_fresh
from tests.people import OPERATOR
from tests.short_story import tell_short_story
from tests.spared import sharing_statements
from tests.web.conftest import CHEAP, PASSWORD, sign_in, token_of

FAR_DISTRICT, FAR_CENTRE = "530128", "530128-A"
INSIDERS = (
    "supervisor", "director", "caseworker", "judicial", "decider", "registrar", "authority",
    "admin", "logkeeper",
)  # fmt: skip
"""Accounts of the demonstration that see different things; what the others see is among it."""
OUTSIDERS = {
    "far_supervisor": Role.SENIOR_SUPERVISOR,
    "far_reviewer": Role.AUDITOR,
    "far_manager": Role.CENTRE_MANAGER,
    "far_caseworker": Role.CASEWORKER,
    "far_judicial": Role.JUDICIAL_READER,
    "far_decider": Role.JUDICIAL_DECIDER,
    "far_registrar": Role.REGISTRAR,
    "far_authority": Role.AUTHORITY_READER,
}
"""Roles over one district, and one centre in it, where no file was ever read."""
_OF_CENTRE = frozenset({Role.CENTRE_MANAGER, Role.CASEWORKER})
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
_NUMBER = re.compile(r"\d+")
_NOBODYS = 10**9
_FOUND = 200
CANARY = "金丝雀q9c4"
"""Stands at the end of every sealed text that is linked with a child (C4), and nowhere else."""
_NOT_TEXT = {("amendment", "changes"), ("sheet_scan", "image")}
LINES: list[str] = []
"""Every line that the products of this run wrote for operators."""
_WORDS = frozenset({"kind", "state", "form", "language"})
"""Parts of addresses that are words of one page and mean nothing to another."""
VISITS = frozenset(
    {
        "journal",
        "journal_head",
        "login_session",
        "report_read",
        "address_try",
        "known_device",
        "factor_state",
    }
)


def kind_of(address: str) -> str:
    """Give the form of an address: numbers as `#`, names of what it asks."""
    split = urlsplit(address)
    asked = ",".join(sorted({part.split("=")[0] for part in split.query.split("&") if part}))
    return _NUMBER.sub("#", split.path) + (f"?{asked}" if asked else "")


@dataclass(slots=True)
class Form:
    """A form of a page, as a browser would send it; `texts` are fields that take any text."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, list[Form]()
        self.current: Form | None = None
        self.select, self.area = "", ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.current = Form(given.get("action") or self.page)
        if self.current is None or (not given.get("name") and tag != "option"):
            return
        name = given.get("name", "")
        if tag == "input":
            kind = given.get("type", "text")
            if kind not in {"checkbox", "radio", "file"} or "checked" in given:
                self.current.fields.setdefault(name, given.get("value", ""))
            if kind in {"text", "search"}:
                self.current.texts.add(name)
        elif tag == "textarea":
            self.area = name
            self.current.fields[name] = ""
            self.current.texts.add(name)
        elif tag == "select":
            self.select = name
        elif self.select and (self.select not in self.current.fields or "selected" in given):
            self.current.fields[self.select] = given.get("value", "")

    @override
    def handle_data(self, data: str) -> None:
        if self.area and self.current is not None:
            self.current.fields[self.area] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.current is not None:
            self.found.append(self.current)
            self.current = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


@dataclass(slots=True)
class World:
    """A running product with a network in it.

    Attributes:
        app: The product.
        most: How many pages of a kind are looked at.
        clients: A browser for each account that signed in.
        crawled: For each account, what its pages lead to and how that looks.
        heads: For each account, the headers of these answers.
    """

    app: Flask
    most: int = 1
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    crawled: dict[str, dict[str, bytes]] = field(default_factory=dict)
    heads: dict[str, dict[str, Headers]] = field(default_factory=dict)

    def client(self, name: str) -> FlaskClient:
        if name not in self.clients:
            client = self.app.test_client()
            assert sign_in(client, name, PASSWORD).status_code == 302, name
            self.clients[name] = client
        return self.clients[name]

    def entered(self, name: str) -> tuple[FlaskClient, str]:
        """Give a browser whose session goes on, and the token that its forms carry."""
        token = self.token(name)  # where the session was over it is that of a new browser
        return self.client(name), token

    def token(self, name: str) -> str:
        page = self.client(name).get("/me")
        if page.status_code != _FOUND:  # on a slow machine a session is idle too long
            del self.clients[name]
            page = self.client(name).get("/me")
        return token_of(page.text)

    def pages(self, name: str) -> dict[str, bytes]:
        """Follow links from the first page, so many of a kind; address to answer."""
        if name not in self.crawled:
            answers = _crawl(self.client(name), self.most)
            self.crawled[name] = {address: one.data for address, one in answers.items()}
            self.heads[name] = {address: one.headers for address, one in answers.items()}
        return self.crawled[name]

    def reached(self) -> dict[str, str]:
        """Give every address that some page of the network's people leads to, and whose."""
        return {address: name for name in INSIDERS for address in self.pages(name)}

    def forms(self, name: str) -> list[Form]:
        """Give one form of each kind that somebody's pages show."""
        kinds: dict[str, Form] = {}
        for address, page in self.pages(name).items():
            if page.lstrip().startswith(b"<"):
                forms = _Forms(address)
                forms.feed(page.decode())
                for form in forms.found:
                    kinds.setdefault(f"{kind_of(form.action)} {sorted(form.fields)}", form)
        return list(kinds.values())

    def acts(self, most: int) -> list[str]:
        """Give addresses of every act on something, with ids of what the network's people see."""
        values = self._ids()
        rules = [rule for rule in self.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
        with self.app.test_request_context():
            adapter = self.app.url_map.bind("localhost")
            return [
                adapter.build(rule.endpoint, dict(zip(sorted(rule.arguments), chosen, strict=True)))
                for rule in rules
                for chosen in islice(
                    product(
                        *(
                            values.get(name) or _words_of(rule, name) or [_NOBODYS]
                            for name in sorted(rule.arguments)
                        )
                    ),
                    most,
                )
            ]

    def _ids(self) -> dict[str, list[object]]:
        adapter, found = self.app.url_map.bind("localhost"), dict[str, list[object]]()
        for address in self.reached():
            try:
                _endpoint, given = adapter.match(urlsplit(address).path)
            except (HTTPException, RequestRedirect):
                continue
            for name, value in given.items():
                if name not in _WORDS and value not in found.setdefault(name, []):
                    found[name].append(value)
        return found


def _words_of(rule: Rule, name: str) -> list[object]:
    part = rule._converters[name]
    return sorted(part.items) if isinstance(part, AnyConverter) else []


def _crawl(client: FlaskClient, most: int) -> dict[str, TestResponse]:
    waiting, known, found = ["/"], {"/": 1}, dict[str, TestResponse]()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code < 500, (address, answer.status_code)
        if answer.status_code != 200:
            continue
        found[address] = answer
        if "html" not in answer.content_type:
            continue
        for link in _LINK.findall(answer.text):
            target = link.replace("&amp;", "&")
            kind = kind_of(target)
            if target in found or target in waiting or known.get(kind, 0) >= most:
                continue
            if target.startswith(("/static", "/assets", "/language")):
                continue
            known[kind] = known.get(kind, 0) + 1
            waiting.append(target)
    return found


class _Marker(Sealer):
    def marked(self, sealed: bytes) -> bytes:
        place = sealed[5:21]  # behind the kind and the short name of the key
        return self._sealed(sealed[:1], place, _with_canary(self._opened(sealed).decode()).encode())


def _with_canary(written: str) -> str:
    if not written.startswith("{"):
        return written + CANARY
    # several texts in one: the longest is what somebody wrote
    held = json.loads(written)
    longest = max(
        (name for name in held if isinstance(held[name], str)), key=lambda n: len(held[n])
    )
    return json.dumps({**held, longest: held[longest] + CANARY}, ensure_ascii=False)


def _mark_texts_of_children(engine: Engine) -> None:
    """Put the canary into every such text, below the triggers that keep frozen rows."""
    marker = _Marker(FIELD_KEY)
    with engine.begin() as connection:
        triggers = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ).all()
        for name, _ in triggers:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        marked = 0
        for table, columns in SEALED.items():
            rows, key = db.metadata.tables[table], db.metadata.tables[table].primary_key.columns
            for column in columns:
                of_children = data_classes()[table][column] is DataClass.C4
                if not of_children or (table, column) in _NOT_TEXT:
                    continue
                held = select(*key, rows.c[column]).where(rows.c[column].is_not(None))
                for *ids, sealed in connection.execute(held).all():
                    this = [one == value for one, value in zip(key, ids, strict=True)]
                    new = {column: marker.marked(sealed)}
                    connection.execute(update(rows).where(*this).values(new))
                    marked += 1
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
    assert marked > 100


@pytest.fixture(autouse=True, scope="session")
def _asks_as_people_do() -> Iterator[None]:
    # these ask for more aggregates in a minute than anybody reads; `tests/web/test_bursts.py` does not
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bursts, "hear_question", lambda *_, **__: True)
        yield


@pytest.fixture(scope="session")
def network(
    migrated_sqlite: Path, kept_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The database of the network, made once; tests that write take a copy."""
    file = tmp_path_factory.mktemp("network") / "plumbline.db"
    shutil.copy(migrated_sqlite, file)
    is_fresh(str(file), "migrated", File(file, kept_files))
    engine = sharing_statements(make_engine(f"sqlite:///{file}"))
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        tell_short_story(session)
        for name, role in OUTSIDERS.items():
            grant = (
                NewGrant(role, centre_code=FAR_CENTRE)
                if role in _OF_CENTRE
                else NewGrant(role, place_code=FAR_DISTRICT)
            )
            new = NewAccount(name, name, PASSWORD, (grant,))
            add_account(session, OPERATOR, new, CHEAP, at=clock.now())
    _mark_texts_of_children(engine)
    engine.dispose()
    return file


Opened = Callable[[], World]


class _Kept:
    def write(self, written: str) -> None:
        LINES.extend(one for one in written.splitlines() if one)

    def flush(self) -> None:
        """Nothing waits."""


@pytest.fixture(scope="session")
def open_world(network: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Make products that serve a copy of the network each."""
    made: list[World] = []

    def serve() -> World:
        folder = tmp_path_factory.mktemp("world")
        file = shutil.copy(network, folder / "plumbline.db")
        settings = Settings(
            is_production=False,
            data_dir=folder,
            database_url=f"sqlite:///{file}",
            secret_key="s" * 40,
            field_key=FIELD_KEY,
            log_level="info",
        )
        with pytest.MonkeyPatch.context() as own:
            own.setattr(watch, "standing_log", lambda level: log_to(_Kept(), level))
            app = create_app(settings)
        with app.app_context():
            sharing_statements(db.engine)
        made.append(World(app))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "hasher", lambda: CHEAP)
        yield serve
    for world in made:
        with world.app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def world(open_world: Opened) -> World:
    """The network, only to be read."""
    return open_world()


def content_of(app: Flask) -> dict[str, tuple[str, ...]]:
    """Give the rows of each table; what is noted about visits is left out."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: tuple(sorted(map(repr, connection.execute(select(table)))))
            for table in db.metadata.sorted_tables
            if table.name not in VISITS
        }


def changed(before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> set[str]:
    """Name the tables whose rows differ."""
    return {name for name in before if before[name] != after[name]}
