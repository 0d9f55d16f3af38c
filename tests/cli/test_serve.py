import socket
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.servers import free_port
from tests.cli.conftest import said_until_ready, started


def test_it_serves_until_stopped(home: Path) -> None:
    port = free_port()
    process = started(home, "serve", QA_DATA_DIR=str(home), QA_PORT=str(port), QA_PROXIES="1")
    try:
        assert said_until_ready(process) == [f"ready http://127.0.0.1:{port}"]
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/login", headers={"X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert answer.getheader("Server") is None  # nor its version
        # what the proxy says is heard: over https a browser would say where its request comes from
        assert "当前浏览器版本较旧" in answer.read().decode()
        connection.close()
    finally:
        process.terminate()
        process.communicate()


def test_a_taken_port_is_one_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = started(home, "serve", QA_DATA_DIR=str(home), QA_PORT=str(port))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == f"Port {port} is taken: set QA_PORT to another number, such as QA_PORT=8010.\n"


def test_an_empty_folder_is_one_sentence(tmp_path: Path) -> None:
    process = started(tmp_path, "serve", QA_DATA_DIR=str(tmp_path), QA_PORT=str(free_port()))
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.startswith(f"QA_DATA_DIR: there is no Plumbline in {tmp_path}: ")
