"""With CI=true a skip fails unless it is named; what tests counted stands at the end."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.parts import allowed_skips, part_of

SKIPPED = (
    "import pytest\n\ndef test_it():\n    pytest.skip('not here')\n\n"
    "def test_other(record_property):\n    record_property('kills', 2)\n"
)


def run(tmp_path: Path, ci: str) -> subprocess.CompletedProcess[str]:
    folder = tmp_path / "tests" / "part"
    folder.mkdir(parents=True)
    (folder / "test_some.py").write_text(SKIPPED, "utf-8")
    hooks = "from tests_parts import pytest_runtest_makereport, pytest_terminal_summary\n"
    (tmp_path / "tests" / "conftest.py").write_text(hooks, "utf-8")
    (tmp_path / "tests_parts.py").write_text(
        (ROOT / "tests" / "parts.py").read_text("utf-8"), "utf-8"
    )
    (tmp_path / "allowed_skips.txt").write_text("", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path,
        env={"CI": ci, "PATH": "", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("ci", "code", "summary"), [("true", 1, "1 failed"), ("", 0, "1 skipped")])
def test_a_skip_fails_only_in_ci(tmp_path: Path, ci: str, code: int, summary: str) -> None:
    result = run(tmp_path, ci)
    assert result.returncode == code, result.stdout
    last = result.stdout.strip().splitlines()[-1]
    assert "1 passed" in last
    assert summary in last
    assert "tests/part/test_some.py::test_other: kills: 2" in result.stdout


def test_every_named_skip_is_a_test() -> None:
    for name in allowed_skips():
        file, _, test = name.partition("::")
        assert f"def {test}(" in (ROOT / file).read_text("utf-8")


def test_parts_are_the_folders_of_the_tests() -> None:
    assert part_of("tests/domain/test_rounding.py::test_x") == "domain"
    assert part_of("tests/test_x.py::test_x") == "tests"
