import os
import re
import socket
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.servers import free_port
from qa_app.domain.people import Role
from tests.cli.conftest import Run, said_until_ready, started


def test_a_second_run_keeps_the_data_and_tells_about_passwords(home: Path) -> None:
    port = free_port()
    process = started(home, "demo", QA_DATA_DIR=str(home), QA_PORT=str(port))
    try:
        said = said_until_ready(process)
    finally:
        process.terminate()
        process.communicate()
    assert len(said) == 2
    assert "is kept" in said[0]
    assert "people invite NAME" in said[0]
    assert said[1] == f"ready http://127.0.0.1:{port}"


def test_a_taken_port_is_one_sentence_before_anything_is_made(
    qa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QA_DATA_DIR")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("QA_PORT", str(port))
        done = qa("demo")
    assert done.exit_code == 2
    said = f"Port {port} is taken: set QA_PORT to another number, such as QA_PORT=8010.\n"
    assert done.output == said
    assert not (tmp_path / "instance" / "demo" / "plumbline.db").exists()


def test_it_wants_a_database_of_its_own(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATABASE_URL", "postgresql://localhost/other")
    done = qa("demo")
    assert done.exit_code == 2
    assert done.output == "The demonstration keeps a database of its own: unset QA_DATABASE_URL.\n"


@pytest.mark.nightly
def test_a_first_run_makes_the_network_within_two_minutes(tmp_path: Path) -> None:
    port = free_port()
    process = started(tmp_path, "demo", QA_PORT=str(port))
    try:
        said = said_until_ready(process)
        # its own seconds, whatever else the machine does
        assert own_seconds(process.pid) < 120
        accounts = [line.split(" ") for line in said if line.startswith("account ")]
        assert {role for _, _, role, _ in accounts} >= {
            Role.AUDITOR,
            Role.SENIOR_SUPERVISOR,
            Role.CENTRE_MANAGER,
            Role.CASEWORKER,
            Role.JUDICIAL_READER,
            Role.SYS_ADMIN,
            Role.AUDIT_ADMIN,
        }
        # supervisors of districts are told too, with whose password they sign in
        (others,) = (line for line in said if line.startswith("With the password of supervisor: "))
        password = next(one[3] for one in accounts if one[1] == "supervisor")
        names = others.split(": ")[1].split(", ")
        assert len(names) == 1 + 14 + 4
        accounts += [["account", name, "", password] for name in names[::9]]
        for _, name, _, password in accounts:
            page = signed_in(port, name, password)
            assert "pl-demo" in page
    finally:
        process.terminate()
        process.communicate()
    assert (tmp_path / "instance" / "demo" / "plumbline.db").exists()


def own_seconds(number: int) -> float:
    """Processor time of a process and of those that it waited for."""
    fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def signed_in(port: int, name: str, password: str) -> str:
    status, headers, page = asked(port, "GET", "/login", "")
    cookie = headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    form = {"login_name": name, "password": password, "csrf_token": token[1]}
    status, headers, _ = asked(port, "POST", "/login", cookie, urlencode(form))
    assert status == 302
    status, _, page = asked(port, "GET", "/", headers["Set-Cookie"].split(";")[0])
    assert status == 200
    return page


def asked(port: int, method: str, path: str, cookie: str, body: str | None = None):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, {"Cookie": cookie, **kind})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), page
