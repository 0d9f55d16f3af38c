"""The product on a fresh database, with the cast signed up."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app import create_app
from qa_app.config import Settings
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.extensions import db
from qa_app.models.accounts import AccountRow
from qa_app.models.engine import make_engine
from qa_app.models.sealing import Sealer
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.web import bursts
from qa_app.web.accounts import routes
from tests.conftest import FIELD_KEY
from tests.kept import File, is_fresh
from tests.people import NOON, OPERATOR
from tests.postgresql import ReusedDatabase, as_app, on_server, renamed
from tests.spared import sharing_statements

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four unrelated words here"
ON_POSTGRESQL = pytest.mark.parametrize("app", ["postgresql"], indirect=True)
BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
"""For pages on which the database has a say: text it may not take, forms sent twice or late."""
BOTH_BY_NIGHT = pytest.mark.parametrize(
    "app", ["sqlite", pytest.param("postgresql", marks=pytest.mark.nightly)], indirect=True
)
CAST = {
    "caseworker": Role.CASEWORKER,
    "centre_manager": Role.CENTRE_MANAGER,
    "auditor": Role.AUDITOR,
    "senior_supervisor": Role.SENIOR_SUPERVISOR,
    "judicial_reader": Role.JUDICIAL_READER,
    "judicial_decider": Role.JUDICIAL_DECIDER,
    "registrar": Role.REGISTRAR,
    "authority_reader": Role.AUTHORITY_READER,
    "sys_admin": Role.SYS_ADMIN,
    "sec_admin": Role.SEC_ADMIN,
    "audit_admin": Role.AUDIT_ADMIN,
}


Remade = Callable[..., Flask]


@pytest.fixture(scope="session")
def peopled(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("peopled") / "plumbline.db"
    shutil.copy(migrated_sqlite, file)
    _sign_up(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def peopled_postgresql(postgresql_server: str) -> Iterator[ReusedDatabase]:
    name = f"w{uuid4().hex}"
    on_server(postgresql_server, f"CREATE DATABASE {name} TEMPLATE migrated")
    _sign_up(renamed(postgresql_server, name))
    database = ReusedDatabase(postgresql_server, name)
    yield database
    database.end()


def _sign_up(url: str) -> None:
    engine = make_engine(url)
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        for name, role in CAST.items():
            new = NewAccount(name, name, PASSWORD, (NewGrant(role),))
            add_account(session, OPERATOR, new, CHEAP, at=NOON)
    engine.dispose()


@pytest.fixture
def app(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """On SQLite; `ON_POSTGRESQL` marks tests that run on the other database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        file = tmp_path / "plumbline.db"
        shutil.copy(request.getfixturevalue("peopled"), file)
        is_fresh(str(file), "peopled", File(file, request.getfixturevalue("kept_files")))
        database = None
        url = f"sqlite:///{file}"
    else:
        database = request.getfixturevalue("peopled_postgresql")
        url = as_app(database.fresh())
        is_fresh(database.name, "peopled", database)
    monkeypatch.setattr(routes, "hasher", lambda: CHEAP)
    settings = Settings(
        is_production=False,
        data_dir=tmp_path,
        database_url=url,
        secret_key="s" * 40,
        field_key=FIELD_KEY,
    )
    made = create_app(settings)
    with made.app_context():
        engine = sharing_statements(db.engine)
    yield made
    engine.dispose()
    if database is not None:
        database.put_back()


@pytest.fixture
def remade(app: Flask) -> Iterator[Remade]:
    """Make the product once more on the same database, with other settings."""
    made: list[Flask] = []

    def again(**changed: object) -> Flask:
        made.append(create_app(replace(app.config["SETTINGS"], **changed)))
        return made[-1]

    yield again
    for one in made:
        with one.app_context():
            db.engine.dispose()


@pytest.fixture
def store(app: Flask) -> Iterator[Session]:
    """The product's own database, to put things in and to look."""
    engine = sharing_statements(make_engine(app.config["SETTINGS"].database_url))
    with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
        yield session
    engine.dispose()


def the_supervisor(store: Session) -> Actor:
    """The senior supervisor of the cast, who reaches everything."""
    wanted = select(AccountRow.id).where(AccountRow.login_name == "senior_supervisor")
    account = store.execute(wanted).scalar_one()
    store.rollback()
    everywhere = Grant(Role.SENIOR_SUPERVISOR, Reach(is_everything=True))
    return Actor(account, "senior_supervisor", (everywhere,))


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.fixture(autouse=True)
def asks_as_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweeps ask for more aggregates in a minute than anybody reads; `test_bursts.py` does not."""
    monkeypatch.setattr(bursts, "hear_question", lambda *_, **__: True)


Visit = Callable[[str | None], FlaskClient]


@pytest.fixture
def visit(app: Flask) -> Visit:
    """Give a browser, signed in as one of the cast; None = a visitor."""

    def enter(name: str | None) -> FlaskClient:
        client = app.test_client()
        if name is not None:
            answer = sign_in(client, name, PASSWORD)
            assert answer.status_code == 302, answer.text
        return client

    return enter


def form_token(client: FlaskClient) -> str:
    """The token that every form of this browser carries, without a page built for it."""
    told: str = client.get("/api/session").json["csrf"]
    return told


def sign_in(client: FlaskClient, name: str, password: str, target: str = "/"):
    data = {"login_name": name, "password": password, "csrf_token": form_token(client)}
    return client.post(f"/login?next={target}", data=data)
