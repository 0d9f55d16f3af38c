"""Processor time of one page in one process: the product beside the floor.

Without server, sockets and waiting, so that what else the machine does moves it little; the two
are asked in turn. Time that PostgreSQL itself works is not in it.

python -m benchmarks.processor [sqlite|postgresql]
"""

import gc
import hmac
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles

from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks import floor, pages
from benchmarks.make_data import WRITTEN_KEY
from benchmarks.servers import new_database, postgresql
from qa_app import create_app
from qa_app.config import Settings

REQUESTS, WARM = 400, 30


def main() -> None:
    database = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-bench-")))
        if database == "sqlite":
            urls = [f"sqlite:///{folder}/{name}.db" for name in ("floor", "product")]
        else:
            server = stack.enter_context(postgresql())
            urls = [new_database(server, name) for name in ("floor", "product")]
        for name, found in measured(*urls, folder).items():
            print(f"  {name:<13} {found:.2f}{'x' if name.endswith('ratio') else ' ms'}")


def measured(floor_url: str, product_url: str, folder: Path) -> dict[str, float]:
    """Milliseconds of each page, the lower quartile of many, and the ratios."""
    # in a process of its own, so that this one has read nothing yet, like a new worker
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        other.submit(pages.prepare_floor, floor_url).result()
        reader, audits = other.submit(pages.prepare_product, product_url, 20).result()
    jobs = _floor_jobs(floor.create_app(floor_url)) | _product_jobs(
        product(product_url, folder), reader, audits[0]
    )
    gc.collect()
    gc.freeze()  # as wsgi.py does
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(WARM + REQUESTS):
        for name, job in jobs.items():
            times[name].append(next(job))
    found = {name: quantiles(one[WARM:], n=4)[0] * 1000 for name, one in times.items()}
    for what in ("open", "save"):
        found[f"{what} ratio"] = found[f"product {what}"] / found[f"floor {what}"]
    return found


def product(url: str, folder: Path) -> Flask:
    environment = {
        "QA_DATABASE_URL": url,
        "QA_DATA_DIR": str(folder),
        "QA_SECRET_KEY": pages.SECRET,
        "QA_FIELD_KEY": WRITTEN_KEY,
    }
    return create_app(Settings.from_env(environment))


def _floor_jobs(app: Flask) -> dict[str, Iterator[float]]:
    cookie = {"Cookie": f"sid={pages.FLOOR_TOKEN}"}
    digest = hmac.new(floor.SECRET, pages.FLOOR_TOKEN.encode(), "sha256").hexdigest()
    items, headers = pages.rated_items(), cookie | {"X-CSRFToken": digest}

    def save(number: int) -> EnvironBuilder:
        body = {"item": items[number % len(items)], "value": pages.VALUES[number % 2]}
        return EnvironBuilder("/audits/1", method="POST", json=body, headers=headers)

    return {
        "floor open": _timed(app, 200, lambda _: EnvironBuilder("/audits/1", headers=cookie)),
        "floor save": _timed(app, 204, save),
    }


def _product_jobs(app: Flask, reader: str, audit: int) -> dict[str, Iterator[float]]:
    client = app.test_client()
    token = pages.token_of(client.get("/login").text)
    sent = {"login_name": reader, "password": pages.PASSWORD, "csrf_token": token}
    client.post("/login", data=sent)
    signed_in = client.get_cookie("sid")
    assert signed_in is not None
    cookie = {"Cookie": f"sid={signed_in.value}"}
    headers = cookie | {"X-CSRFToken": pages.token_of(client.get("/").text)}

    def save(number: int) -> EnvironBuilder:
        body = json.dumps(pages.save_of(audit, number))
        kind = "application/json"
        address = f"/audits/{audit}/entries"
        return EnvironBuilder(address, method="POST", data=body, content_type=kind, headers=headers)

    return {
        "product open": _timed(
            app, 200, lambda _: EnvironBuilder(f"/audits/{audit}", headers=cookie)
        ),
        "product save": _timed(app, 200, save),
    }


def _timed(app: Flask, wanted: int, request: Callable[[int], EnvironBuilder]) -> Iterator[float]:
    for number in itertools.count():
        environ = request(number).get_environ()
        statuses: list[str] = []
        started = time.process_time()
        answer = app(environ, lambda status, _headers, _fault=None: statuses.append(status))  # noqa: B023 - called at once
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]  # the session ends with the request
        seconds = time.process_time() - started
        assert statuses == [s for s in statuses if s.startswith(str(wanted))], body[:400]
        yield seconds


if __name__ == "__main__":
    main()
