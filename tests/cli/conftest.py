"""Commands on a migrated database of their own, run as a person would run them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa_app.cli import main
from qa_app.config import Settings
from qa_app.models.sealing import Sealer
from tests.conftest import ROOT

Run = Callable[..., Result]


@pytest.fixture
def home(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A data folder with an empty, migrated database."""
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "plumbline.db")
    Settings.from_env({"QA_DATA_DIR": str(folder)})  # makes its keys
    return folder


def sealer_of(home: Path) -> Sealer:
    """The keys of that folder: by others, what was sealed reads as changed."""
    return Sealer(Settings.from_env({"QA_DATA_DIR": str(home)}, makes_keys=False).field_key)


@pytest.fixture
def qa(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `qa` in that folder."""
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_DATA_DIR", str(home))
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(*words: str, text: str | None = None) -> Result:
        return CliRunner().invoke(main, words, input=text)

    return run


def started(folder: Path, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Start `qa` in a process of its own, for commands that serve."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return subprocess.Popen(
        [sys.executable, "-m", "qa_app", *words],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said_until_ready(process: subprocess.Popen[str]) -> list[str]:
    """Read what a serving command says up to its `ready` line, or to its end."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("ready "):
            break
    return lines
