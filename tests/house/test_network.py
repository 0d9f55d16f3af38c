"""One floor speaks to other machines; everything else does so through it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "qa_app"
SPEAKING = {
    "ssl",
    "smtplib",
    "http.client",
    "urllib.request",
    "ftplib",
    "imaplib",
    "poplib",
    "requests",
}
LISTENING = {"cli/serve.py"}
"""Modules that use sockets because they serve: they open none to others."""


def spoken(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_delivery_speaks_to_other_machines() -> None:
    speaking, sockets = set(), set()
    for file in sorted(PACKAGE.rglob("*.py")):
        name, used = file.relative_to(PACKAGE).as_posix(), set(spoken(file))
        if used & SPEAKING:
            speaking.add(name)
        if used & {"socket", "asyncio"}:
            sockets.add(name)
    assert speaking == {"delivery/mail.py", "delivery/robots.py", "delivery/single_sign_on.py"}
    assert sockets <= LISTENING
