"""Nothing that came in is run, unpacked as objects or drawn as markup.

Source: OWASP ASVS 5.0, 1.2, 1.3, 1.5 and 3.5.5; ruff's rules S look at the same once more.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "qa_app"
RUNNING = {"eval", "exec", "compile", "__import__"}
UNPACKING = {"pickle", "marshal", "shelve", "dill", "jsonpickle"}
COMMANDS = {"subprocess", "pty", "popen2", "commands"}
MEMORY = {"ctypes", "cffi", "mmap"}
"""What reaches past Python into memory; libraries that do are locked and named."""
ONE_CALL = {PACKAGE / "cli" / "starting.py": {"ctypes"}}
"""One call with two constants, before anything comes in (ADR 0058)."""
PARTS = {
    "render_template_string",
    "from_string",
    "system",
    "popen",
    "spawnl",
    "execv",
    "load_module",
    "unsafe_load",
    "full_load",
}
WEAK = {"md5", "sha1", "MD5", "SHA1", "ARC4", "TripleDES", "ECB", "CBC"}
TRUSTED = {
    ("audits/workspace.html", "island"),
    ("records/write.html", "island"),
    ("asking/sprite.html", "shapes[name]"),
    ("macros/marks.html", "shapes[name]"),
}
"""Places at which a template writes what is already HTML: data of a page that its own maker
escaped for a script, and drawn marks of the product."""
MARKUP = re.compile(
    r"\.(?:inner|outer)HTML\s*=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|createContextualFragment|setTimeout\(\s*[\"'`]|__proto__|window\.addEventListener\(\"message"
    r"|window\.open\(|\.onmessage"
)

KEYED = re.compile(
    r"(?<=[\w)])(?<!dataset)\[(?![\"'\d\]])[^\[\]]+\]\s*(?:\?\?|\|\||[-+])?=(?![=>])"
)
"""Writes into an object under a key that is no constant: what is called `__proto__` would change
every object."""


@cache
def trees() -> tuple[tuple[Path, ast.AST], ...]:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 500
    return tuple((file, ast.parse(file.read_text("utf-8"))) for file in files)


def test_python_runs_and_unpacks_nothing_that_came_in() -> None:
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name.split(".")[0] for alias in node.names}
                if isinstance(node, ast.ImportFrom):
                    names |= {(node.module or "").split(".")[0]}
                assert not names & (UNPACKING | COMMANDS | MEMORY) - ONE_CALL.get(file, set()), file
            elif isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name):
                    assert called.id not in RUNNING | PARTS, (file, node.lineno)
                elif isinstance(called, ast.Attribute):
                    assert called.attr not in PARTS, (file, node.lineno)


FROM_SQLALCHEMY, RAW = (
    {"text", "TextClause", "literal_column"},
    {"exec_driver_sql", "executescript", "run_text_each"},
)
OWN_NAMES = {
    ("models/app_role.py", "text", "statement"): "grants to a role whose name the settings give",
    ("models/copying.py", "exec_driver_sql", "f'ALTER TABLE {table} DROP CONSTRAINT {name}'"): """
        names that the database itself lists""",
    (
        "models/copying.py",
        "exec_driver_sql",
        "f'ALTER TABLE {table} ADD CONSTRAINT {name} {definition}'",
    ): "what the database itself lists",
    ("models/copying.py", "text", "_FOREIGN_KEYS"): "a constant",
    ("models/prepared.py", "literal_column", "words"): """
        a value that the code gives, as SQLAlchemy writes it; statements are prepared on import""",
    ("models/restoring.py", "exec_driver_sql", "query"): "one of two constants",
    ("models/row_policies.py", "exec_driver_sql", "'; '.join(statements)"): "names of own tables",
    ("models/totals.py", "run_text_each", "upsert.text"): "names of own columns",
    ("models/totals.py", "exec_driver_sql", "statement"): "names of own columns",
    ("models/triggers.py", "text", "statement"): "triggers are declared in the code",
    ("models/triggers.py", "text", "f'DROP TRIGGER IF EXISTS {trigger.name}{on}'"): """
        triggers are declared in the code""",
    ("models/engine.py", "execute", "f'PRAGMA {name}={wanted}'"): "pragmas are constants",
    ("models/engine.py", "execute", "f'PRAGMA {name}'"): "pragmas are constants",
    ("models/snapshots.py", "execute", "f'SELECT * FROM \"{quoted}\"'"): """
        a name of its own list, quoted""",
}
"""Every statement that is not written as one constant, below `models` alone, with why (SQ-02)."""


def pieced_together(source: str, folder: str = "models/x.py") -> set[tuple[str, str, str]]:
    """Find words of SQL that are no constant: an f-string, `%`, `+`, `format` or a name."""
    tree = ast.parse(source)
    ours = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    found = set()
    for node in ast.walk(tree):
        if (
            not isinstance(node, ast.Call)
            or not node.args
            or isinstance(node.args[0], ast.Constant)
        ):
            continue
        called, asked = node.func, node.args[0]
        if isinstance(called, ast.Attribute):
            name = called.attr
            # `execute` takes statements of SQLAlchemy everywhere: here only what is text in place
            is_words = name in RAW or (
                name == "execute" and isinstance(asked, ast.JoinedStr | ast.BinOp)
            )
        else:
            own = getattr(called, "id", "")
            name = own if own in RAW else ours.get(own, "")
            is_words = name in FROM_SQLALCHEMY | RAW
        if is_words:
            found.add((folder, name, ast.unparse(asked)))
    return found


def test_no_statement_is_pieced_together_but_of_own_names() -> None:
    found = set()
    for file, _tree in trees():
        source = file.read_text("utf-8")
        if "sqlalchemy" in source or "execute" in source:
            found |= pieced_together(source, file.relative_to(PACKAGE).as_posix())
    assert found == set(OWN_NAMES)
    assert all(file.startswith("models/") for file, *_ in OWN_NAMES)


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy import text\nsession.execute(text(f'SELECT {one}'))",
        "from sqlalchemy import text as words\nwords('SELECT ' + one)",
        "from sqlalchemy import literal_column\nliteral_column('%s' % one)",
        "connection.exec_driver_sql('SELECT {}'.format(one))",
        "run_text_each('SELECT ' + one, connection, rows)",
        "raw.execute(f'PRAGMA {one}')",
        "raw.execute('SELECT ' + one)",
    ],
)
def test_a_statement_that_is_pieced_together_is_found(line: str) -> None:
    assert pieced_together(line)


def test_no_weak_algorithm_is_asked_for() -> None:
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                assert node.attr not in WEAK, (file, node.lineno)
            elif isinstance(node, ast.ImportFrom):
                assert not {alias.name for alias in node.names} & WEAK, file


def test_chance_that_must_not_be_guessed_comes_from_the_system() -> None:
    for file, tree in trees():
        if file.is_relative_to(PACKAGE / "demo"):
            continue  # an invented network is drawn the same every time
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {node.module or ""}
            else:
                continue
            assert not names & {"random", "numpy.random", "uuid"}, file


def test_scripts_write_no_markup_and_listen_to_no_other_window() -> None:
    files = sorted((PACKAGE / "static" / "js").glob("*.js"))
    assert len(files) > 10
    for file in files:
        assert not MARKUP.search(file.read_text("utf-8")), (file, MARKUP.search(file.read_text()))


def test_scripts_keep_what_is_typed_in_maps() -> None:
    found = {
        (file.name, match[0])
        for file in (PACKAGE / "static" / "js").glob("*.js")
        for match in KEYED.finditer(file.read_text("utf-8"))
    }
    # its keys stand in the line above
    assert found == {("passkeys.js", "[part] =")}


@pytest.mark.parametrize("line", ["values[code] = 1", "all[one.id] ??= []", "f(x)[name] += 1"])
def test_a_write_under_a_key_is_found(line: str) -> None:
    assert KEYED.search(line)


def test_templates_escape_all_but_what_is_named() -> None:
    found = set()
    folder = ROOT / "templates"
    for file in sorted(folder.rglob("*.html")):
        text = file.read_text("utf-8")
        assert "autoescape" not in text, file
        for value in re.findall(r"\{\{\s*([^{}|]+?)\s*\|\s*safe\b", text):
            found.add((file.relative_to(folder).as_posix(), value))
    assert found == TRUSTED


@pytest.mark.parametrize("sign", ["innerHTML = x", "outerHTML=x", "__proto__", "onmessage"])
def test_what_is_looked_for_is_found(sign: str) -> None:
    assert MARKUP.search(f"one.{sign}")
