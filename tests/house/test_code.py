"""Rules of the house that the import contracts cannot see."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa_app.domain import defaults
from tests.conftest import ROOT

PACKAGE = ROOT / "qa_app"
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED_IN_DOMAIN = {
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "typing",
    "typing_extensions",
    "unicodedata",
    "qa_app",
}


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_domain_imports_only_what_is_pure() -> None:
    files = sorted((PACKAGE / "domain").rglob("*.py"))
    assert len(files) > 20
    for file in files:
        assert set(imported(file)) <= ALLOWED_IN_DOMAIN, file


def test_one_module_commits() -> None:
    committing = {
        file.relative_to(PACKAGE).as_posix()
        for file in MODULES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert committing == {"models/transaction.py"}


def test_each_service_module_has_one_public_function_of_its_name() -> None:
    files = [f for f in (PACKAGE / "services").glob("*/*.py") if f.name != "__init__.py"]
    assert len(files) >= 6
    for file in files:
        functions = [
            node.name
            for node in tree(file).body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        assert functions == [file.stem], file


def test_a_view_makes_at_most_one_service_call() -> None:
    seen = 0
    for file in (PACKAGE / "web").glob("*/routes.py"):
        body = tree(file)
        services = {
            alias.asname or alias.name
            for node in body.body
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("qa_app.services")
            for alias in node.names
            if alias.name[0].islower()
        }
        for view in body.body:
            if isinstance(view, ast.FunctionDef) and view.decorator_list:
                seen += 1
                calls = [
                    node.func.id
                    for node in ast.walk(view)
                    if isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in services
                ]
                assert len(calls) <= 1, (file, view.name, calls)
    assert seen >= 5


@pytest.mark.parametrize(
    ("folder", "ending", "most"), [("qa_app", ".py", 400), ("templates", ".html", 150)]
)
def test_nothing_grows_past_its_size(folder: str, ending: str, most: int) -> None:
    files = list((ROOT / folder).rglob(f"*{ending}"))
    assert files
    large = {
        file.name: n for file in files if (n := len(file.read_text("utf-8").splitlines())) > most
    }
    assert not large


def test_every_default_is_explained() -> None:
    names = [name for name in vars(defaults) if name.isupper()]
    explained = (ROOT / "docs" / "defaults.md").read_text("utf-8")
    assert len(names) > 10
    assert [name for name in names if f"`{name}`" not in explained] == []


def test_what_may_not_be_committed_is_not_there() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = [ROOT / name for name in listed.stdout.split()] if listed.returncode == 0 else MODULES
    assert files
    index = re.compile(
        r"--(?:extra-)?index-url|pypi\.(?:org|python)|files\.pythonhosted|registry\.npm"
    )
    machine = re.compile(r"/(?:work|farm|root)/[a-z]")
    for file in files:
        if file.suffix in {".ttf", ".mo", ".png"} or file.is_relative_to(ROOT / "tests" / "house"):
            continue
        text = file.read_text("utf-8")
        assert not index.search(text), file
        assert not machine.search(text), file
