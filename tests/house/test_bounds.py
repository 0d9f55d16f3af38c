"""What a process keeps has a bound, so that weeks of work end at some size (SK-01)."""

import ast
import re
from collections.abc import Iterator

from tests.conftest import ROOT

OF_ITSELF = {
    "models/lengths.py _most_of": "one for each table",
    "domain/data_classes.py data_classes": "one",
    "domain/statistics/distributions.py _special": "one",
    "domain/planning_solver.py _scipy": "one",
    "cli/totals.py _sessions": "a command, which ends",
    "web/health/routes.py _tried": "one for each rule of the policy",
    "queries/holidays.py _kept": "one for each region that has a table of holidays",
    "queries/document_titles.py _kept": "one",
    "queries/rubric_words.py _revisions": "goes with its transaction",
}
"""What is kept without a number of its own, and what bounds it."""
_KEEPS = re.compile(r"cache\b|^\w.* = (\{\}|\[\]|\w+\(\))$", re.MULTILINE)
_EMPTY = {"dict", "list", "set", "defaultdict", "OrderedDict", "WeakKeyDictionary"}


def without_bound(source: str) -> Iterator[str]:
    """Name what a module keeps and never lets go of."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for mark in map(ast.unparse, node.decorator_list):
                if mark.removeprefix("functools.") == "cache" or "maxsize=None" in mark:
                    yield node.name
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_empty(node.value):
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            is_written = f"{name}[" in source or f"{name}." in source or f"({name}" in source
            if name.startswith("_") and is_written and not is_emptied(name, source):
                yield name
            if not name.startswith("_") and f"{name}[" in source.replace(f"{name}: ", ""):
                yield name


def is_empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in _EMPTY and not value.args
    return (isinstance(value, ast.Dict) and not value.keys) or (
        isinstance(value, ast.List) and not value.elts
    )


def is_emptied(name: str, source: str) -> bool:
    """Tell whether it, or what it holds for an engine, is emptied at a number."""
    inner = [
        line.partition("=")[0].split(":")[0].strip()
        for line in source.splitlines()
        if f"{name}.setdefault(" in line
    ]
    return any(
        f"len({one}) >= _MOST" in source and f"{one}.clear()" in source for one in (name, *inner)
    )


def test_nothing_is_kept_without_bound() -> None:
    files = {one: one.read_text("utf-8") for one in (ROOT / "qa_app").rglob("*.py")}
    found = {
        f"{file.relative_to(ROOT / 'qa_app')} {name}"
        for file, source in files.items()
        if _KEEPS.search(source)
        for name in without_bound(source)
    }
    assert found == set(OF_ITSELF)


def test_what_has_no_bound_is_found() -> None:
    kept = "_MOST = 2\n_kept: dict[int, int] = {}\ndef f(n):\n    _kept[n] = n\n"
    assert list(without_bound(kept)) == ["_kept"]
    assert list(without_bound(kept + "    if len(_kept) >= _MOST: _kept.clear()\n")) == []
    assert list(without_bound("@cache\ndef f(n): ...")) == ["f"]
    assert list(without_bound("@lru_cache(maxsize=None)\ndef f(n): ...")) == ["f"]
    assert list(without_bound("@lru_cache(maxsize=9)\ndef f(n): ...")) == []
