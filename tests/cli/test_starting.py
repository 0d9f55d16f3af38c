"""Bad configurations, each refused with what mends it (SC-02)."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qa_app import clock
from qa_app.cli import serve, starting
from qa_app.config import SettingError, Settings
from qa_app.config_database import link_to
from qa_app.domain.start_check import StartFault
from qa_app.queries import start_check
from tests.cli.conftest import Run
from tests.people import NOON

SECRET = "kT9-x2Qb7_LmW4zRf8Ns1VcYh6JpD3Ge0Au5"
FIELD = base64.urlsafe_b64encode(bytes(range(32))).decode()
PUBLIC = "https://quality.example.org"
GOOD = {
    "QA_ENV": "production", "QA_SECRET_KEY": SECRET, "QA_FIELD_KEY": FIELD, "QA_HTTPS": "1",
    "QA_PUBLIC_URL": PUBLIC,
}  # fmt: skip
FAR = "postgresql://u:p@10.0.0.7:5432/x"
NEAR = "postgresql://u:p@localhost/x"
CUT = "isolated-network"
CUT_OFF = {"QA_HTTPS": None, "QA_PLAIN_HTTP": CUT}


@pytest.mark.parametrize(
    ("change", "name", "mend"),
    [
        ({"QA_DEBUG": "1"}, "QA_DEBUG", "is not a setting"),
        ({"QA_ENV": "prod"}, "QA_ENV", "must be one of"),
        ({"QA_SECRET_KEY": None}, "QA_SECRET_KEY", "must be set in production"),
        ({"QA_SECRET_KEY": "short"}, "QA_SECRET_KEY", "is too short"),
        ({"QA_SECRET_KEY": "please-change-me-" * 3}, "QA_SECRET_KEY", "is a placeholder"),
        ({"QA_SECRET_KEY": "s" * 40}, "QA_SECRET_KEY", "is a placeholder"),
        ({"QA_FIELD_KEY": None}, "QA_FIELD_KEY", "must be set in production"),
        ({"QA_FIELD_KEY": "c2hvcnQ="}, "QA_FIELD_KEY", "must be 32 bytes in base64"),
        ({"QA_FIELD_KEY": "A" * 43 + "="}, "QA_FIELD_KEY", "is no chance"),
        ({"QA_DATABASE_URL": "mysql://x"}, "QA_DATABASE_URL", "must start with sqlite"),
        ({"QA_ANCHOR_MAIL": "court@example.org"}, "QA_ANCHOR_MAIL", "needs a mail server"),
        ({"QA_BACKUP_KEY": "c2hvcnQ="}, "QA_BACKUP_KEY", "must be 32 bytes in base64"),
        ({"QA_PUBLIC_URL": None}, "QA_PUBLIC_URL", "must be set in production .*such as https://"),
        ({"QA_PUBLIC_URL": ""}, "QA_PUBLIC_URL", "must be set in production"),
        ({"QA_OTHER_HOSTS": "https://q.lan"}, "QA_OTHER_HOSTS", "must be such as"),
        ({"QA_OTHER_HOSTS": "q.lan:8000"}, "QA_OTHER_HOSTS", "must be such as"),
        ({"QA_HTTPS": None}, "QA_HTTPS", "QA_PLAIN_HTTP=isolated-network instead"),
        ({"QA_HTTPS": "yes"}, "QA_HTTPS", "must be one of 0, 1"),
        ({"QA_PLAIN_HTTP": "isolated-network"}, "QA_PLAIN_HTTP", "cannot stand beside QA_HTTPS=1"),
        ({"QA_HTTPS": None, "QA_PLAIN_HTTP": "1"}, "QA_PLAIN_HTTP", "must be isolated-network"),
        ({"QA_DATABASE_URL": "postgresql://u@db.example.org/x"}, "QA_DATABASE_URL", "verify-full&"),
        (
            {"QA_DATABASE_URL": f"{FAR}?sslmode=require&sslrootcert=a"},
            "QA_DATABASE_URL",
            "isolated",
        ),
        ({"QA_DATABASE_URL": f"{FAR}?sslmode=verify-full"}, "QA_DATABASE_URL", "sslrootcert=FILE"),
        ({"QA_OWNER_DATABASE_URL": FAR}, "QA_OWNER_DATABASE_URL", "leads to another machine"),
        ({"QA_DATABASE_URL": "postgresql://?service=far"}, "QA_DATABASE_URL", "names a service"),
        (
            {"QA_DATABASE_URL": "postgresql:///x?service=far", "QA_PLAIN_DATABASE": CUT},
            "QA_DATABASE_URL",
            "instead of service=",
        ),
        (
            {"QA_OWNER_DATABASE_URL": "postgresql://?service=far"},
            "QA_OWNER_DATABASE_URL",
            "names a service",
        ),
        ({"QA_DATABASE_URL": NEAR, "PGHOST": "db"}, "PGHOST", "out of the environment"),
        ({"QA_DATABASE_URL": NEAR, "PGHOSTADDR": "10.0.0.7"}, "PGHOSTADDR", "QA_DATABASE_URL else"),
        ({"QA_OWNER_DATABASE_URL": NEAR, "PGSERVICE": "far"}, "PGSERVICE", "QA_OWNER_DATABASE_URL"),
        (
            {"QA_DATABASE_URL": "postgresql://localhost:1234/x@db/x"},
            "QA_DATABASE_URL",
            "leads to another machine",
        ),
        ({"QA_DATABASE_URL": "postgresql://u@a:1,b:2/x"}, "QA_DATABASE_URL", "cannot be read"),
        ({"QA_PLAIN_DATABASE": "1"}, "QA_PLAIN_DATABASE", "must be isolated-network"),
        ({"QA_PUBLIC_URL": "http://q.example.org"}, "QA_PUBLIC_URL", "begin with https://"),
        (CUT_OFF, "QA_PUBLIC_URL", "with http:// elsewhere"),
    ],
)
def test_bad_settings(change: dict[str, str | None], name: str, mend: str, tmp_path: Path) -> None:
    environ = {**GOOD, "QA_DATA_DIR": str(tmp_path), **change}
    given = {key: value for key, value in environ.items() if value is not None}
    with pytest.raises(SettingError, match=mend) as refused:
        Settings.from_env(given)
    assert refused.value.name == name


def test_what_an_installation_in_use_says_of_its_address_is_taken(tmp_path: Path) -> None:
    place = {"QA_DATA_DIR": str(tmp_path)}
    behind = Settings.from_env(GOOD | place)
    assert (behind.public_url, behind.is_https) == (PUBLIC, True)
    assert behind.hosts == ("quality.example.org",)
    more = Settings.from_env(GOOD | place | {"QA_OTHER_HOSTS": "Quality.LAN, 10.0.0.5,"})
    assert more.hosts == ("quality.example.org", "quality.lan", "10.0.0.5")
    assert Settings.from_env(place).hosts == ()
    cut_off = {name: value for name, value in (GOOD | place | CUT_OFF).items() if value}
    alone = Settings.from_env(cut_off | {"QA_PUBLIC_URL": "http://10.0.0.5:8000"})
    assert (alone.public_url, alone.is_https) == ("http://10.0.0.5:8000", False)


def test_a_database_elsewhere_is_reached_checked_or_in_a_network_that_is_cut_off(
    tmp_path: Path,
) -> None:
    place = GOOD | {"QA_DATA_DIR": str(tmp_path)}
    for given in (
        {"QA_DATABASE_URL": f"{FAR}?sslmode=verify-full&sslrootcert=/etc/ca.pem"},
        {"QA_DATABASE_URL": FAR, "QA_OWNER_DATABASE_URL": FAR, "QA_PLAIN_DATABASE": CUT},
    ):
        read = Settings.from_env(place | given)
        assert read.database_url == given["QA_DATABASE_URL"].replace("://", "+psycopg://", 1)
    # on the way to it people try things out, without being in use
    assert Settings.from_env({"QA_DATA_DIR": str(tmp_path), "QA_DATABASE_URL": FAR}).database_url


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("sqlite:////srv/plumbline.db", "near"),
        ("postgresql+psycopg://u:p@localhost/x", "near"),
        ("postgresql+psycopg://u@127.0.0.1:5432/x", "near"),
        ("postgresql+psycopg://u@[::1]:5432/x", "near"),
        ("postgresql+psycopg://u@/x?host=/run/postgresql", "near"),
        # the driver is handed it as it stands, as the name of a machine
        ("postgresql+psycopg://u@%2Frun%2Fpostgresql/x", "plain"),
        ("postgresql+psycopg:///x?service=far", "plain"),
        ("postgresql+psycopg://localhost:1234/x@db/x", "plain"),
        ("postgresql+psycopg://u@localhost/x?host=db", "plain"),
        ("postgresql+psycopg://localhost@db/x", "plain"),
        ("postgresql+psycopg://u@localhost,db/x", "plain"),
        ("postgresql+psycopg://u@/x?host=db", "plain"),
        ("postgresql+psycopg://u@localhost/x?hostaddr=10.0.0.7", "plain"),
        ("postgresql+psycopg://u@db/x?sslmode=verify-ca&sslrootcert=a", "plain"),
        ("postgresql+psycopg://u@db/x?sslmode=verify-full&sslmode=disable&sslrootcert=a", "plain"),
        ("postgresql+psycopg://u@db/x?sslmode=verify-full&sslrootcert=", "plain"),
        ("postgresql+psycopg://u@db/x?sslmode=verify-full&sslrootcert=a", "checked"),
        ("postgresql+psycopg://u:p#w@db/x?sslmode=verify-full&sslrootcert=a", "checked"),
    ],
)
def test_where_an_address_of_a_database_leads(url: str, link: str) -> None:
    assert link_to(url) == link


def refusal(qa: Run) -> str:
    result = qa("serve")
    assert result.exit_code == 2
    return result.output


@pytest.fixture(autouse=True)
def _never_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    def served(*_: object, **__: object) -> None:
        raise AssertionError("it served")

    monkeypatch.setattr(serve, "create_server", served)


def test_a_good_place_starts(qa: Run) -> None:
    assert "it served" in str(qa("serve").exception)


def test_a_database_that_every_user_can_read(
    qa: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_check, "is_open_to_others", lambda *_: True)
    assert "chmod 700" in refusal(qa)


def test_a_network_drive(qa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text("30 21 0:40 / / rw - nfs4 files:/srv rw\n", "utf-8")
    monkeypatch.setattr(start_check, "_MOUNTS", mounts)
    assert "network drive" in refusal(qa)


def test_pending_migrations(qa: Run, home: Path) -> None:
    with closing(sqlite3.connect(home / "plumbline.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    assert "run `qa init` first" in refusal(qa)


def test_a_clock_that_is_behind_the_journal(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert qa("keys", "rotate").exit_code == 0
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(year=2020))
    assert "before the last act of the journal" in refusal(qa)


def test_a_framework_that_shows_faults(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert "FLASK_DEBUG" in refusal(qa)


def test_a_database_that_is_away(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATABASE_URL", "postgresql://x@127.0.0.1:9/x?connect_timeout=1")
    assert "does not answer" in refusal(qa)


@pytest.mark.parametrize(("content", "mend"), [(None, "put it back"), ("monkey\n", "SHA-256")])
def test_a_list_of_leaked_passwords_that_cannot_be_asked(
    qa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, mend: str
) -> None:
    file = tmp_path / "digests.txt"
    if content is not None:
        file.write_text(content, "ascii")
    monkeypatch.setenv("QA_BREACHED_PASSWORDS", str(file))
    assert mend in refusal(qa)


def test_every_reason_has_a_sentence() -> None:
    assert set(starting.SENTENCES) == set(StartFault)
