"""What every test may use; sockets reach this machine only."""

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_LOOPBACK = ("127.", "::1", "localhost", "/")
_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: object) -> None:
    host = address if isinstance(address, str | bytes) else address[0]  # type: ignore[index]
    name = host.decode() if isinstance(host, bytes) else str(host)
    if not name.startswith(_LOOPBACK):
        raise RuntimeError(f"a test tried to reach {name}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> None:
    socket.socket.connect = _only_loopback  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def shipped() -> Path:
    return ROOT / "rubrics"
