"""LG-01 at the door: behind every unsafe route stands an act that leaves its row."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from flask import Flask

from tests.conftest import ROOT

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
WITHOUT_A_ROW = {
    "accounts.keep_session": "a living session is used, which is noted outside the journal",
    "cases.make_key": "shows a new key; setting it is another act",
    "cases.match": "reads a list and shows what it would change",
    "cases.upload": "reads a list and shows what it would change",
    "decisions.read_code": "reads a code from a photograph",
    "drafting.check_draft": "checks a draft in hand",
    "drafting.try_beside": "reckons a draft in hand",
    "drafting.try_out": "reckons a draft in hand",
    "health.policy_report": "what a browser stopped, noted outside the journal",
    "limits.find": "leads to a file whose reference is sent in the body",
    "limits.upload": "reads a list and shows what it would change",
    "own_forms.preview": "shows a form in hand",
    "past_sessions.upload": "reads a list and shows what it would change",
    "register.one_list": "reads a list and shows what it would change",
}
"""Endpoints that change nothing that is kept, each with why."""
WRITES = ("qa_app.models.transaction", "transaction")


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Statements at any depth: expressions, most of every tree, hold no import."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield node
            yield from statements(node)


@cache
def module_of(name: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    file = Path(ROOT, *name.split("."))
    file = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    if not file.exists():
        return {}, {}
    tree = ast.parse(file.read_text("utf-8"))
    functions = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    tables = {
        target.id: node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    imports = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in statements(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qa_app")
        for alias in node.names
    }
    return {**tables, **functions}, imports


@cache
def used_by(module: str, function: str) -> tuple[tuple[str, str], ...]:
    names, imports = module_of(module)
    body = names.get(function)
    if body is None:
        return (imports[function],) if function in imports else ()
    found = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    every = (imports.get(name, (module, name)) for name in sorted(found))
    return tuple(one for one in every if one == WRITES or one[0] in imports or _is_ours(*one))


def _is_ours(module: str, name: str) -> bool:
    names, imports = module_of(module)
    return name in names or name in imports


def leaves_a_row(module: str, function: str) -> bool:
    todo, seen = [(module, function)], set()
    while todo:
        here = todo.pop()
        if here == WRITES:
            return True
        if here not in seen:
            seen.add(here)
            todo += used_by(*here)
    return False


def test_behind_every_unsafe_route_stands_an_act_with_a_row(app: Flask) -> None:
    endpoints = {
        rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) & UNSAFE
    }
    without = set()
    for endpoint in endpoints:
        view = inspect.unwrap(app.view_functions[endpoint])
        if not leaves_a_row(view.__module__, view.__name__):
            without.add(endpoint)
    assert without == set(WITHOUT_A_ROW)
    assert len(endpoints) > 200
