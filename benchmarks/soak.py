"""Eight hours of light work on the demonstration: `python -m benchmarks.soak --data FOLDER`.

The demonstration is made in FOLDER, which must be new, and served as shipped. Each of its
accounts goes from page to page by the links it meets, papers and tables among them, answers a
section of a review of its own now and then, and signs in anew now and then. What each process
holds (Pss, open files, connections, threads) and the size of SQLite's log are put down in
FOLDER/soak.csv every minute. At the end: how fast the memory of all processes together grew after
the first quarter (least squares), and what else grew. It fails at a tenth more memory, one open
file more, a log above 64 MB, an answer of the kind 5xx, somebody who got no further, or fewer than
half of the answers that everybody's pace asks for, at first or at last.
"""

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from benchmarks.load import Group, as_shipped
from benchmarks.servers import ROOT, free_port

HOURS, EVERY, PACE = 8.0, 60.0, 8.0
DRAFTS = "/audits?state=draft"
_WARM = 0.25
_MOST_GROWTH = 0.10
_MOST_LOG = 64 * 1024 * 1024
_ANEW, _SAVES, _HOME = 0.005, 0.3, 0.15
_PATIENCE = 120
_ACCOUNT = re.compile(r"^account (\S+) \S+ (.+)$", re.MULTILINE)


@dataclass
class Person:
    """Somebody of the demonstration in a browser without scripts."""

    name: str
    password: str
    port: int
    dice: random.Random
    met: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    answered: int = 0

    def act(self) -> None:
        chance = self.dice.random()
        if not self.cookies or chance < _ANEW:
            self.sign_in()
        elif self.drafts and chance < _SAVES:
            self.answer()
        elif not self.links or chance < _SAVES + _HOME:
            self.go("/")
        else:
            self.go(self.dice.choice(self.links))

    def sign_in(self) -> None:
        self.cookies.clear()
        form = self.form_of("/login", "login_name")
        if form is None:  # the next act tries anew
            self.faults.append(f"{self.name}: there was nothing to sign in with")
            return
        form.fields["login_name"], form.fields["password"] = self.name, self.password
        self.send(form)
        self.go(DRAFTS)
        self.drafts = [one for one in self.links if re.fullmatch(r"/audits/\d+", one)]
        self.go("/")

    def go(self, path: str) -> None:
        status, kind, said = self.ask("GET", path)
        if status == 302 and said.startswith("/login"):
            self.sign_in()
        elif status == 302:
            self.go(said)
        elif status == 200 and kind.startswith("text/html"):
            self.links = self.found(path, said)

    def found(self, path: str, said: str) -> list[str]:
        ways = {
            urlsplit(urljoin(path, one)).path + "?" * bool(query) + query
            for one in html.fromstring(said).xpath("//main//a/@href | //nav//a/@href")
            if not urlsplit(one).netloc
            for query in [urlsplit(urljoin(path, one)).query]
        }
        return sorted(ways)

    def answer(self) -> None:
        """Choose anew in a section of a draft; what turns out not to be one is forgotten."""
        page = self.dice.choice(self.drafts)
        form = self.form_of(page, "base")
        if form is None:
            self.drafts.remove(page)
            return
        radios = [one for one in form.inputs if getattr(one, "type", "") == "radio"]
        if radios:
            one = self.dice.choice(radios)
            form.fields[one.name] = one.get("value")
            self.met[f"answers {self.send(form)}"] += 1

    def form_of(self, path: str, name: str) -> "html.FormElement | None":
        status, kind, said = self.ask("GET", path)
        if status != 200 or not kind.startswith("text/html"):
            return None
        page = html.fromstring(said, base_url=path)
        forms = [one for one in page.forms if name in one.fields]
        return self.dice.choice(forms) if forms else None

    def send(self, form: "html.FormElement") -> int:
        return self.ask("POST", form.action or "/login", urlencode(form.form_values()))[0]

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body.encode() or None, headers)
            answer = connection.getresponse()
            got = answer.read()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        kind = answer.headers.get("Content-Type", "")
        self.answered += 1
        self.met[f"{method} {answer.status}"] += 1
        self.met[kind.partition(";")[0]] += 1
        if answer.status >= 500:
            self.faults.append(f"{self.name}: {method} {path}: {answer.status}")
        said = got.decode("utf-8", "replace")
        return answer.status, kind, answer.headers.get("Location") or said


@dataclass(frozen=True)
class Held:
    """What the server held at one moment; memory in MiB, of the master first.

    Attributes:
        at: Seconds since the first one.
        pss: Proportional set size of each process.
        files: Open files, connections among them, of each process.
        sockets: Of these, connections and other sockets.
        threads: Threads of each process.
        pids: The processes.
        log_bytes: Size of SQLite's write-ahead log.
        answered: Requests answered so far.
    """

    at: float
    pss: tuple[float, ...]
    files: tuple[int, ...]
    sockets: tuple[int, ...]
    threads: tuple[int, ...]
    pids: tuple[int, ...]
    log_bytes: int
    answered: int


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--data", type=Path, required=True, help="a new folder")
    reading.add_argument("--hours", type=float, default=HOURS)
    reading.add_argument("--every", type=float, default=EVERY, help="seconds between two looks")
    reading.add_argument("--pace", type=float, default=PACE, help="seconds between two requests")
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    accounts = demonstration(chosen.data)
    settings = {"QA_DATA_DIR": str(chosen.data.resolve())}
    with as_shipped(settings, chosen.data / "log") as group:
        people = [
            Person(name, password, group.port, random.Random(name)) for name, password in accounts
        ]
        held = soaked(group, people, chosen)
    found = judged(held, 3600 * len(people) / chosen.pace) | {
        "answers": dict(sum((one.met for one in people), Counter())),
        "faults": [said for one in people for said in one.faults],
    }
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2), "utf-8")
    show(found)
    if not found["kept"] or found["faults"]:
        raise SystemExit(1)


def demonstration(folder: Path) -> list[tuple[str, str]]:
    """Make the demonstration with the product's own command; give names and passwords."""
    folder.mkdir(mode=0o700)
    command = [sys.executable, "-m", "qa_app", "demo"]
    settings = {"QA_DATA_DIR": str(folder.resolve()), "QA_PORT": str(free_port())}
    said = []
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE) as making:
        for line in making.stdout or ():
            said.append(line.decode())
            print(said[-1] if not _ACCOUNT.match(said[-1]) else "", end="", flush=True)
            if "http://" in said[-1]:
                break
        making.terminate()
    accounts = _ACCOUNT.findall("".join(said))
    if not accounts:
        raise SystemExit("the demonstration was not made")
    return [(name, password.strip()) for name, password in accounts]


def soaked(group: Group, people: list[Person], chosen: argparse.Namespace) -> list[Held]:
    """Let everybody work at their own pace, and look at the server meanwhile."""
    stop = threading.Event()

    def live(person: Person) -> None:
        stop.wait(person.dice.uniform(0, chosen.pace))
        while not stop.is_set():
            began = time.monotonic()
            try:
                with suppress(OSError, HTTPException):  # answers that lack are counted
                    person.act()
            except Exception as fault:  # noqa: BLE001 - told at the end; nobody stops working
                person.faults.append(f"{person.name}: {fault!r}")
            pause = chosen.pace * person.dice.uniform(0.5, 1.5) - time.monotonic() + began
            stop.wait(max(0, pause))

    threads = [threading.Thread(target=live, args=(one,), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    held, started = [], time.monotonic()
    try:
        with (chosen.data / "soak.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            while time.monotonic() - started < 3600 * chosen.hours:
                time.sleep(chosen.every)
                answered = sum(one.answered for one in people)
                with suppress(OSError):  # a worker that ended just now
                    held.append(looked_at(group, chosen.data, time.monotonic() - started, answered))
                    lines.writerow(_cells(held[-1]))
                    file.flush()
    finally:
        stop.set()
        for thread in threads:
            thread.join(_PATIENCE)
    return held


def _cells(held: Held) -> list[object]:
    values = vars(held).values()
    return [" ".join(map(str, one)) if isinstance(one, tuple) else one for one in values]


def looked_at(group: Group, folder: Path, at: float, answered: int) -> Held:
    pids = [group.process.pid, *group.workers()]
    open_files = [_open_files(pid) for pid in pids]
    log = folder / "plumbline.db-wal"
    return Held(
        at=round(at, 1),
        pss=tuple(round(_pss(pid), 2) for pid in pids),
        files=tuple(map(len, open_files)),
        sockets=tuple(sum(one.startswith("socket:") for one in files) for files in open_files),
        threads=tuple(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
        pids=tuple(pids),
        log_bytes=log.stat().st_size if log.exists() else 0,
        answered=answered,
    )


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    found = [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
    if not found:
        raise ProcessLookupError(pid)  # it ended, and nobody has waited for it yet
    return found[0]


def _open_files(pid: int) -> list[str]:
    found = []
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            found.append(str(one.readlink()))
    return found


def judged(held: list[Held], asked_an_hour: float = 0.0) -> dict[str, object]:
    """Say what grew after the first quarter; quarters are compared by their medians.

    `asked_an_hour` is how many answers the pace of all people asks for; where half of them did not
    come, the server was not worked, and nothing is proved.
    """
    if len(held) < 2:
        raise SystemExit("the server was looked at less than twice: see soak.csv and the log")
    warm = held[int(_WARM * len(held)) :]
    quarter = max(1, len(warm) // 4)
    first, last = warm[:quarter], warm[-quarter:]
    whole = [sum(one.pss) for one in warm]
    hours = [one.at / 3600 for one in warm]
    began, ended = (median(sum(one.pss) for one in some) for some in (first, last))
    files = [median(max(one.files[1:], default=0) for one in some) for some in (first, last)]
    answers = [_answers_an_hour(held, some) for some in (first, last)]
    log = max(one.log_bytes for one in held)
    growth = ended / began - 1
    return {
        "hours": held[-1].at / 3600,
        "answered": held[-1].answered,
        "answers_an_hour": tuple(answers),
        "mebibytes": (began, ended),
        "growth": growth,
        "mebibytes_an_hour": slope(hours, whole),
        "files": tuple(files),
        "most_sockets": max(max(one.sockets) for one in warm),
        "threads": tuple(max(some[-1].threads) for some in (first, last)),
        "most_log_bytes": log,
        "restarts": len({one.pids for one in held}) - 1,
        "kept": growth < _MOST_GROWTH
        and files[1] <= files[0]
        and log < _MOST_LOG
        and min(answers) > asked_an_hour / 2,
    }


def _answers_an_hour(held: list[Held], some: list[Held]) -> float:
    """How many were answered between the look before some looks and the last of them."""
    before = held[max(0, held.index(some[0]) - 1)]
    seconds = some[-1].at - before.at
    return 3600 * (some[-1].answered - before.answered) / seconds if seconds else 0.0


def slope(at: list[float], values: list[float]) -> float:
    """Least squares: how much the values grow for each one of `at`; 0 for fewer than two."""
    if len(at) < 2:
        return 0.0
    middle, mean = sum(at) / len(at), sum(values) / len(values)
    above = sum((x - middle) * (y - mean) for x, y in zip(at, values, strict=True))
    return above / sum((x - middle) ** 2 for x in at)


def show(found: dict) -> None:
    began, ended = found["mebibytes"]
    print(f"{found['hours']:.2f} hours, {found['answered']:,} answers: {found['answers']}")
    at_first, at_last = found["answers_an_hour"]
    print(f"  {at_first:,.0f} answers an hour after the first quarter, {at_last:,.0f} at last")
    print(
        f"  memory of all processes {began:.1f} -> {ended:.1f} MiB"
        f" ({100 * found['growth']:+.1f} %),"
        f" {found['mebibytes_an_hour']:+.2f} MiB an hour after the first quarter"
    )
    print(
        f"  open files of a worker {found['files']}, most sockets {found['most_sockets']},"
        f" threads {found['threads']}, log at most {found['most_log_bytes'] / 2**20:.1f} MiB,"
        f" workers renewed {found['restarts']} times"
    )
    for said in found["faults"][:20]:
        print(f"  {said}")
    print("kept" if found["kept"] else "MISSED")


if __name__ == "__main__":
    main()
