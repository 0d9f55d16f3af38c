"""The wheel works from an empty folder: it brings its templates, rubrics and migrations."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from http.client import HTTPConnection
from pathlib import Path

import pytest

from benchmarks.servers import free_port
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def qa(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what it depends on is borrowed, never downloaded."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    alone = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", str(wheel)]
    subprocess.run([*pip, *alone], check=True, capture_output=True)
    site = next((folder / "lib").glob("python*")) / "site-packages"
    (site / "borrowed.pth").write_text(sysconfig.get_paths()["purelib"], "utf-8")
    return folder / "bin" / "qa"


def ran(qa: Path, folder: Path, *words: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    clean.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(qa), *words], cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page


def test_it_holds_what_lies_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "qa_app/_bundled/templates/layout/base.html",
        "qa_app/_bundled/rubrics/sw_case_management.yaml",
        "qa_app/_bundled/rubrics/procedures/sw_case_management.yaml",
        "qa_app/_bundled/migrations/env.py",
        "qa_app/static/qa.css",
        "qa_app/translations/zh_Hans/LC_MESSAGES/messages.mo",
    ):
        assert needed in names
    assert any(name.startswith("qa_app/reports/fonts/") and name.endswith(".ttf") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


@pytest.mark.nightly
def test_it_sets_up_and_serves_from_an_empty_folder(qa: Path, tmp_path: Path) -> None:
    assert ran(qa, tmp_path, "init") == "The database is ready.\n"
    assert "published" in ran(qa, tmp_path, "rubrics", "publish", "--shipped", "--lang", "en")
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    process = subprocess.Popen(
        [str(qa), "serve"],
        cwd=tmp_path,
        env=clean | {"QA_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"ready http://127.0.0.1:{port}\n"
        status, page = asked(port, "/login")
        assert status == 200
        style = re.search(r'rel="stylesheet" href="([^"]+)"', page)
        assert style is not None
        assert asked(port, style[1])[0] == 200
    finally:
        process.terminate()
        process.communicate()
    assert str(ROOT) not in ran(
        Path(qa.parent / "python"), tmp_path, "-c", "import qa_app; print(qa_app.__file__)"
    )
