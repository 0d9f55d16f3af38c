"""Opening a 25-item workspace and saving one answer: the product beside the floor and a hello."""

import hmac
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from argon2 import PasswordHasher
from sqlalchemy import insert

from benchmarks import floor
from benchmarks.make_data import WRITTEN_KEY, drafts, fill, opened
from benchmarks.requests import Load, Timing, drive, get, middle, send, send_body, status_of
from benchmarks.rubric import bench_rubric
from benchmarks.servers import Server, gunicorn
from qa_app.domain.people import Role, system_actor
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account

CLIENTS = (1, 8)
_MOST_CLIENTS = max(CLIENTS)
PASSWORD = "four unrelated words here"
FLOOR_TOKEN = "floor"
SECRET = "s" * 40
VALUES = ("partly", "met")
_MIXED = ("/", "/audits", "/centres", "/plan", "/criteria", "/rubrics", "/audits/{audit}")


@dataclass(frozen=True)
class Size:
    """How much is measured: signed audits in the database, rounds, requests of each client."""

    audits: int = 2000
    rounds: int = 3
    requests: int = 60


@dataclass
class Product:
    """A signed-in browser of the product."""

    server: Server
    cookie: str
    csrf: str
    audits: list[int]


def measure(url: str, size: Size, folder: Path) -> dict[str, object]:
    """Measure one database; both servers run at once and are asked in turn."""
    floor_url = url.format(name="floor")
    product_url = url.format(name="product")
    prepare_floor(floor_url)
    reader, audits = prepare_product(product_url, size.audits)
    environment = {
        "QA_DATABASE_URL": product_url,
        "QA_DATA_DIR": str(folder),
        "QA_SECRET_KEY": SECRET,
        "QA_FIELD_KEY": WRITTEN_KEY,
    }
    with ExitStack() as stack:
        plain, _ = stack.enter_context(
            gunicorn("benchmarks.floor:app", {"FLOOR_DATABASE_URL": floor_url}, "/hello")
        )
        server, seconds = stack.enter_context(gunicorn("wsgi:app", environment, "/login"))
        product = Product(server, *_sign_in(server.port, reader), audits)
        timings = _rounds(plain, product, size)
        _mixed(product, 500)
        return {
            "timings": timings,
            "memory": server.memory(),
            "floor_memory": plain.memory(),
            "start_seconds": seconds,
        }


def prepare_floor(url: str) -> None:
    app = floor.create_app(url)
    items = list(bench_rubric().rubric.items)
    with app.app_context():
        engine = floor.db.engine
        floor.METADATA.create_all(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN") if engine.dialect.name == "sqlite" else None
            connection.execute(insert(floor.ACCOUNT).values(id=1, name="督导甲", path="1/"))
            connection.execute(insert(floor.SESSION).values(token=FLOOR_TOKEN, account_id=1))
            for audit in range(1, _MOST_CLIENTS + 1):
                row = {"id": audit, "reference": f"KM-26-{audit}", "path": "1/2/3/"}
                connection.execute(insert(floor.AUDIT).values(row))
                answers = [
                    {"audit_id": audit, "item": item, "value": "met", "revision": 1}
                    for item in items
                ]
                connection.execute(insert(floor.ANSWER), answers)
            connection.commit()
        engine.dispose()


def prepare_product(url: str, count: int) -> tuple[str, list[int]]:
    for _ in fill(url, count):
        pass
    grant = NewGrant(Role.SENIOR_SUPERVISOR)
    new = NewAccount("reader", "督导甲", PASSWORD, (grant,))
    with opened(url) as session:
        reader = add_account(
            session, system_actor("benchmark"), new, PasswordHasher(), at=datetime.now(UTC)
        )
    return new.login_name, drafts(url, reader, _MOST_CLIENTS)


def _sign_in(port: int, login_name: str) -> tuple[str, str]:
    page = send(port, get("/login"))
    cookie = _cookie_of(page)
    token = token_of(page.decode())
    form = {"login_name": login_name, "password": PASSWORD, "csrf_token": token}
    body = urlencode(form).encode()
    kind = "application/x-www-form-urlencoded"
    answer = send(port, send_body("POST", "/login", cookie, "", kind, body))
    assert status_of(answer) == 302, answer[:400]
    cookie = _cookie_of(answer)
    return cookie, token_of(send(port, get("/", cookie)).decode())


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page[:400]
    return found[1]


def _cookie_of(answer: bytes) -> str:
    found = re.search(rb"Set-Cookie: (sid=[^;]+)", answer)
    assert found is not None, answer[:400]
    return found[1].decode()


def _rounds(plain: Server, product: Product, size: Size) -> dict[str, dict[int, Timing]]:
    saves = _Saves(product)
    jobs: dict[str, Callable[[int], Load]] = {
        "hello": lambda clients: _same(plain.port, [get("/hello")] * clients, size, 200),
        "floor open": lambda clients: _same(
            plain.port,
            [get(f"/audits/{one + 1}", f"sid={FLOOR_TOKEN}") for one in range(clients)],
            size,
            200,
        ),
        "product open": lambda clients: _same(
            product.server.port,
            [get(f"/audits/{audit}", product.cookie) for audit in product.audits[:clients]],
            size,
            200,
        ),
        "floor save": lambda clients: Load(
            plain.port,
            [
                list(itertools.islice(_floor_saves(one + 1), size.requests))
                for one in range(clients)
            ],
            204,
        ),
        "product save": lambda clients: saves.load(clients, size.requests),
    }
    found: dict[str, dict[int, list[Timing]]] = {
        name: {clients: [] for clients in CLIENTS} for name in jobs
    }
    for warm in (True, *[False] * size.rounds):
        for clients in CLIENTS:
            for name, job in jobs.items():
                timing = drive(job(clients))
                if not warm:
                    found[name][clients].append(timing)
    return {
        name: {clients: middle(timings) for clients, timings in by_clients.items()}
        for name, by_clients in found.items()
    }


def _same(port: int, requests: list[bytes], size: Size, wanted: int) -> Load:
    return Load(port, [[request] * size.requests for request in requests], wanted)


def rated_items() -> list[str]:
    items = bench_rubric().rubric.items.values()
    return [item.code for item in items if item.scale.code == "mpu" and item.applies_if is None]


def _floor_saves(audit: int) -> Iterator[bytes]:
    csrf = hmac.new(floor.SECRET, FLOOR_TOKEN.encode(), "sha256").hexdigest()
    for number, item in enumerate(itertools.cycle(rated_items())):
        body = json.dumps({"item": item, "value": VALUES[number % 2]}).encode()
        cookie = f"sid={FLOOR_TOKEN}"
        yield send_body("POST", f"/audits/{audit}", cookie, csrf, "application/json", body)


def save_of(audit: int, number: int) -> dict[str, object]:
    """One save of the product, based on the revision that those before it left."""
    items = rated_items()
    return {
        "kind": "answer",
        "key": items[number % len(items)],
        "value": VALUES[number // len(items) % 2],
        "base": 1 + number // len(items),
        "op": f"bench-{audit}-{number:06}",
        "note": "",
    }


class _Saves:
    """Saves of each draft, every one based on the revision before it."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.numbers = dict.fromkeys(product.audits, 0)

    def load(self, clients: int, count: int) -> Load:
        audits = self.product.audits[:clients]
        requests = [[self._next(audit) for _ in range(count)] for audit in audits]
        return Load(self.product.server.port, requests, 200)

    def _next(self, audit: int) -> bytes:
        number = self.numbers[audit]
        self.numbers[audit] += 1
        return send_body(
            "POST",
            f"/audits/{audit}/entries",
            self.product.cookie,
            self.product.csrf,
            "application/json",
            json.dumps(save_of(audit, number)).encode(),
        )


def _mixed(product: Product, count: int) -> None:
    for number in range(count):
        path = _MIXED[number % len(_MIXED)].format(audit=product.audits[number % _MOST_CLIENTS])
        answer = send(product.server.port, get(path, product.cookie))
        if status_of(answer) != 200:
            raise SystemExit(f"{path}: {status_of(answer)}")
