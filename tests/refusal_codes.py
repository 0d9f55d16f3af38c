"""Which refusals an act can end in, read from the code it runs through."""

import ast
from functools import lru_cache
from pathlib import Path

from tests.conftest import ROOT

REFUSALS = {"ConflictError", "InvalidError"}
"""Refusals that a page answers with words; what is out of reach or not allowed has pages."""


def codes_of(service: str) -> frozenset[str]:
    """Read the codes that a service can raise, through every function of ours that it calls.

    Args:
        service: Dotted module below `qa_app.services`, whose act has the module's name.

    Returns:
        Codes that are written where they are raised; those made up from values are not seen.
    """
    module = f"qa_app.services.{service}"
    found: set[str] = set()
    todo, seen = [(module, service.rpartition(".")[2])], set()
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        functions, imports = _read(here[0])
        body = functions.get(here[1])
        if body is None:
            continue
        found |= _raised(body)
        names = [node.id for node in ast.walk(body) if isinstance(node, ast.Name)]
        todo += [imports.get(name, (here[0], name)) for name in names]
    return frozenset(found)


def _raised(body: ast.AST) -> set[str]:
    return {
        code.value
        for node in ast.walk(body)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in REFUSALS
        for given in node.args
        for code in ((given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,))
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    }


@lru_cache
def _read(module: str) -> tuple[dict[str, ast.AST], dict[str, tuple[str, str]]]:
    file = Path(ROOT, *module.split(".")).with_suffix(".py")
    if not file.exists():
        return {}, {}
    tree = ast.parse(file.read_text("utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef
    functions = {node.name: node for node in tree.body if isinstance(node, kinds)}
    imports = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qa_app.")
        for alias in node.names
    }
    return functions, imports
