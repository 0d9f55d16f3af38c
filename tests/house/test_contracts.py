"""Each of the eleven import contracts is seen to bite: one forbidden import planted for each."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT

PLANTS = {
    "Floors": ("qa_app/domain/rounding.py", "import qa_app.queries.reach"),
    "The domain knows no framework": ("qa_app/domain/rounding.py", "import sqlalchemy"),
    "Nothing below the doors knows Flask": ("qa_app/queries/reach.py", "import flask"),
    "Only queries, services and the bare extensions see tables": (
        "qa_app/cli/people.py",
        "import qa_app.models.places",
    ),
    "Reports and file readers never reach the database": (
        "qa_app/rubric_files/reader.py",
        "import sqlalchemy",
    ),
    "Doors write no SQL": ("qa_app/web/menu.py", "import sqlalchemy"),
    "No blueprint imports another": ("qa_app/web/home/routes.py", "import qa_app.web.accounts"),
    "No service calls a service": (
        "qa_app/services/accounts/end_session.py",
        "import qa_app.services.accounts.note_use",
    ),
    "No cycles": ("qa_app/domain/text.py", "import qa_app.domain.rubric"),
    "No result knows the limits of today": (
        "qa_app/queries/endorsement.py",
        "import qa_app.models.running_limits",
    ),
    "The limits of today know no result": (
        "qa_app/services/limits/record_event.py",
        "import qa_app.models.audits",
    ),
}
LIMITS_APART = (
    # what scores, counts, draws a line, judges a criterion, prints or takes away
    ("qa_app/domain/scoring.py", "import qa_app.domain.running_limits"),
    ("qa_app/queries/trends.py", "import qa_app.queries.running_limits"),
    ("qa_app/queries/item_export.py", "import qa_app.models.running_limits"),
    ("qa_app/reports/audit_report.py", "import qa_app.wording.running_limits"),
    ("qa_app/services/audits/sign_audit.py", "import qa_app.queries.limit_standings"),
    # and the other way round, by a module between them too
    ("qa_app/domain/running_limits.py", "import qa_app.domain.draft"),
    ("qa_app/services/limits/work_out_limits.py", "import qa_app.queries.readings"),
)
"""Where an import would let limits into a result; none of them may stand."""


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(command), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "qa_app", folder / "qa_app", ignore=ignored)
    return folder


def test_the_house_as_it_stands_keeps_all_eleven(copy: Path) -> None:
    result = lint(copy)
    assert "Contracts: 11 kept, 0 broken." in result.stdout, result.stdout


def test_every_blueprint_stands_in_the_contract_of_blueprints() -> None:
    web = ROOT / "qa_app" / "web"
    has_one = re.compile(r"^\w+ = Blueprint\(", re.MULTILINE)
    found = {
        f"qa_app.web.{file.relative_to(web).parts[0].removesuffix('.py')}"
        for file in web.rglob("*.py")
        if has_one.search(file.read_text("utf-8"))
    }
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (named,) = (one for one in contracts["contracts"] if one["id"] == "jobs-are-independent")
    assert len(found) > 50
    assert set(named["modules"]) == found


@contextmanager
def planted(copy: Path, *plants: tuple[str, str]) -> Iterator[None]:
    before = {name: (copy / name).read_text("utf-8") for name, _ in plants}
    for name, line in plants:
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{line}\n")
    try:
        yield
    finally:
        for name, text in before.items():
            (copy / name).write_text(text, "utf-8")


def broken(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 1
    return [row for row in result.stdout.splitlines() if " BROKEN" in row]


def test_every_contract_bites(copy: Path) -> None:
    with planted(copy, *PLANTS.values(), *LIMITS_APART):
        result = lint(copy)
    found = broken(result)
    assert len(found) == len(PLANTS), found
    for contract in PLANTS:
        assert any(row.startswith(contract) for row in found), contract
    # one by one by night; here each of those that lead limits into a result is named
    for name, line in LIMITS_APART:
        module = name.removesuffix(".py").replace("/", ".")
        assert re.search(rf"{module} -> {line.split()[1]}\b", result.stdout), (module, line)


@pytest.mark.nightly
@pytest.mark.parametrize("contract", PLANTS)
def test_a_planted_import_is_seen(copy: Path, contract: str) -> None:
    with planted(copy, PLANTS[contract]):
        result = lint(copy)
    assert any(row.startswith(contract) for row in broken(result)), result.stdout


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "line"), LIMITS_APART)
def test_limits_of_today_come_into_no_result(copy: Path, name: str, line: str) -> None:
    with planted(copy, (name, line)):
        result = lint(copy)
    assert any("limits of today" in row for row in broken(result)), result.stdout
