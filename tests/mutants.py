"""One condition of a module changed after the other, to see whether the nearest tests hear of it.

`python -m tests.mutants MODULE TEST...` loads the product and the tests once, and then lets a copy
of its process run the tests for each mutant, which is put into the loaded functions: a comparison
turned round, a side of `and`, `or`, `and_` and `or_` left out or the two exchanged, a condition
held to be always or never so, `not` left out, true for false, a set's difference not taken. It
prints one JSON line for each mutant: where, what, and whether a test failed.
"""

import ast
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
_DATABASES = ("not postgresql", "postgresql")
SECONDS = 300
"""After so long a mutant counts as heard of: it runs in circles."""

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}
_AT_THE_EDGE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_CALLS = {
    "and_": "or_",
    "or_": "and_",
    "true": "false",
    "false": "true",
    "any": "all",
    "all": "any",
}
_METHODS = {"is_": "is_not", "is_not": "is_", "in_": "not_in", "not_in": "in_"}
_JOINED = {"and_", "or_", "where"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change.

    Attributes:
        place: The function it is in, such as `Reach.covers`; the name of a constant.
        line: Where.
        what: What was there and what stands there instead.
        tree: The changed module.
    """

    place: str
    line: int
    what: str
    tree: ast.Module


def mutants_of(source: str) -> list[Mutant]:
    """Give every mutant of a module's functions and constants, in the order of its lines."""
    plain, found = ast.parse(source), []
    decides = {id(one) for node in ast.walk(plain) for one in _deciding(node)}
    for place, number in _places(plain):
        node = _numbered(plain)[number]
        for change in (*_changes(node), *(_HELD if id(node) in decides else ())):
            tree = deepcopy(plain)
            parent, field, index = _held_by(tree, number)
            new = change(deepcopy(node))
            if index is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[index] = new
            ast.fix_missing_locations(tree)
            found.append(
                Mutant(place, node.lineno, f"{ast.unparse(node)} -> {ast.unparse(new)}", tree)
            )
    return sorted(found, key=lambda one: one.line)


def _deciding(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return [node.test]
    return node.ifs if isinstance(node, ast.comprehension) else []


def _numbered(tree: ast.AST) -> list[ast.AST]:
    return list(ast.walk(tree))


def _places(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give the number of each expression in a function or constant, with the name of that."""
    numbers = {id(node): number for number, node in enumerate(_numbered(tree))}
    spared = {id(one.value) for one in ast.walk(tree) if _is_spared(one)}
    spared |= {  # what is said of types runs nowhere
        id(part)
        for one in ast.walk(tree)
        if isinstance(one, ast.AnnAssign)
        for part in ast.walk(one.annotation)
    }
    for outer in tree.body:
        inner = outer.body if isinstance(outer, ast.ClassDef) else [outer]
        for part in inner:
            name = _name_of(part)
            if name is None or (part is not outer and not isinstance(part, ast.FunctionDef)):
                continue
            head = f"{outer.name}." if isinstance(outer, ast.ClassDef) else ""
            roots = part.body if isinstance(part, ast.FunctionDef) else [part]
            for root in roots:
                for node in ast.walk(root):
                    if isinstance(node, ast.expr) and id(node) not in spared:
                        yield head + name, numbers[id(node)]


def _is_spared(node: ast.AST) -> bool:
    # signs that mean something to LIKE stand in no path of a place: numbers and strokes
    return isinstance(node, ast.keyword) and node.arg == "autoescape"


def _name_of(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return None


def _held_by(tree: ast.AST, number: int) -> tuple[ast.AST, str, int | None]:
    wanted = _numbered(tree)[number]
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is wanted:
                return parent, field, None
            if isinstance(value, list):
                for index, one in enumerate(value):
                    if one is wanted:
                        return parent, field, index
    raise LookupError(number)


Change = Callable[[Any], ast.expr]
_HELD: tuple[Change, ...] = (lambda _: ast.Constant(True), lambda _: ast.Constant(False))


def _changes(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[op]):
            kind = type(op)
            for to in (table[kind] for table in (_TURNED, _AT_THE_EDGE) if kind in table):
                yield lambda one, to=to: _set(one, "ops", [to()])
        case ast.BoolOp():
            yield lambda one: _set(
                one, "op", ast.Or() if isinstance(one.op, ast.And) else ast.And()
            )
            yield from _left_out("values", len(node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield lambda one: one.operand
        case ast.Constant(value=bool()):
            yield lambda one: ast.Constant(not one.value)
        case ast.BinOp(op=ast.Sub()) | ast.BinOp(op=ast.BitOr()):
            yield lambda one: one.left
            yield lambda one: one.right
        case ast.Call():
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[Change]:
    name = ast.unparse(node.func).rsplit(".", 1)[-1]
    if isinstance(node.func, ast.Name) and name in _CALLS:
        yield lambda one: _set(one, "func", ast.Name(_CALLS[name], ast.Load()))
    if isinstance(node.func, ast.Attribute) and name in _METHODS:
        yield lambda one: _set(one, "func", _set(one.func, "attr", _METHODS[name]))
    if name in _JOINED and len(node.args) > 1:
        yield from _left_out("args", len(node.args))
    if name == "not_":
        yield lambda one: one.args[0]


def _left_out(field: str, count: int) -> Iterator[Change]:
    for index in range(count):
        yield lambda one, at=index: _without(one, field, at)


def _without(one: Any, field: str, at: int) -> ast.expr:
    values = [value for index, value in enumerate(getattr(one, field)) if index != at]
    return (
        values[0] if isinstance(one, ast.BoolOp) and len(values) == 1 else _set(one, field, values)
    )


def _set(one: Any, field: str, value: object) -> Any:
    setattr(one, field, value)
    return one


def put_in(module: ModuleType, mutant: Mutant) -> None:
    """Let a loaded module work as the mutant says, wherever its functions went meanwhile."""
    code = compile(mutant.tree, module.__file__ or "", "exec")
    found = _codes(code).get(mutant.place)
    if found is None:  # a constant: read by the module's own functions when they are called
        node = next(one for one in mutant.tree.body if _name_of(one) == mutant.place)
        exec(compile(ast.Module([node], []), module.__file__ or "", "exec"), vars(module))  # noqa: S102 - our own code
        return
    target: Any = module
    for name in mutant.place.split("."):
        target = vars(target)[name]
    target = target.fget if isinstance(target, property) else target
    while hasattr(target, "__wrapped__"):
        target = target.__wrapped__
    target.__code__ = found


def _codes(code: CodeType) -> dict[str, CodeType]:
    found = {}
    for one in code.co_consts:
        if isinstance(one, CodeType):
            found |= {one.co_qualname: one} | _codes(one)
    return found


def heard_of(module: ModuleType, mutant: Mutant | None, tests: list[str]) -> bool:
    """Tell whether a test fails with a mutant put in, on SQLite or else, in `models`, PostgreSQL."""
    databases = _DATABASES if ".models." in module.__name__ else _DATABASES[:1]
    return any(_fails(module, mutant, [*tests, "-k", which]) for which in databases)


def _fails(module: ModuleType, mutant: Mutant | None, tests: list[str]) -> bool:
    # in a copy of this process, which nothing of it outlives
    with tempfile.TemporaryDirectory(prefix="plumbline-mutant-") as folder:
        child = os.fork()
        if child == 0:
            _run(module, mutant, tests, folder)
        _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGALRM, status
        return True
    code = os.WEXITSTATUS(status)
    assert code in {0, 1, pytest.ExitCode.NO_TESTS_COLLECTED}, (code, mutant and mutant.what)
    return code == 1


def _run(module: ModuleType, mutant: Mutant | None, tests: list[str], folder: str) -> None:
    code = 3
    try:
        signal.alarm(SECONDS)
        if mutant is not None:
            put_in(module, mutant)
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        asked = [
            "-x",
            "-q",
            "-n",
            "0",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
            f"--basetemp={folder}/tests",
        ]
        code = int(pytest.main([*asked, *tests]))
    finally:
        os._exit(code)


def load(tests: list[str]) -> None:
    """Load what the tests need, and migrate the database that they copy, once for every copy."""
    from qa_app.models import migrate

    folder = Path(tempfile.mkdtemp(prefix="plumbline-mutants-"))
    made, upgrade = folder / "migrated.db", migrate.upgrade
    upgrade(ROOT / "migrations", f"sqlite:///{made}")

    def copied(migrations: Path, url: str, *more: Any) -> None:
        path = url.partition("sqlite:///")[2]
        if more or not path or Path(path).exists():
            upgrade(migrations, url, *more)
        else:
            shutil.copy(made, path)

    migrate.upgrade = copied
    for name in ("tests.conftest", *(_module_of(one) for one in tests)):
        importlib.import_module(name)


def _module_of(path: str) -> str:
    return path.partition("::")[0].removesuffix(".py").replace("/", ".")


def main() -> None:
    file, *tests = sys.argv[1:]
    os.chdir(ROOT)
    load(tests)
    module = importlib.import_module(_module_of(file))
    if heard_of(module, None, tests):
        raise SystemExit("the tests fail without a mutant")
    for one in mutants_of(Path(file).read_text("utf-8")):
        told = asdict(one) | {"is_heard": heard_of(module, one, tests)}
        del told["tree"]
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
