"""A template uses exactly what its page declares, and says which page that is."""

import re
import sys
from dataclasses import fields
from importlib import import_module

import pytest
from flask import Flask
from jinja2 import meta, nodes

from qa_app import create_app
from qa_app.config import Settings
from qa_app.web.pages import Page
from tests.conftest import FIELD_KEY, ROOT

TEMPLATES = ROOT / "templates"
SHARED = ("layout/", "macros/")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("templates")
    return create_app(
        Settings(
            is_production=False,
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'none.db'}",
            secret_key="s" * 40,
            field_key=FIELD_KEY,
        )
    )


def pages() -> list[type[Page]]:
    for file in sorted((ROOT / "qa_app" / "web").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        import_module(module)
    found, waiting = [], [Page]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            # a dataclass with slots leaves its first form behind among the subclasses
            is_current = getattr(sys.modules[kind.__module__], kind.__name__) is kind
            if "template" in vars(kind) and is_current:
                found.append(kind)
    return sorted(found, key=lambda kind: kind.__name__)


def wanted(app: Flask, name: str) -> set[str]:
    """Names that a template takes from its page, with those of what it includes and extends."""
    tree = app.jinja_env.parse((TEMPLATES / name).read_text("utf-8"))
    names = meta.find_undeclared_variables(tree) - set(app.jinja_env.globals)
    for other in meta.find_referenced_templates(tree):
        if other is not None and not other.startswith("macros/"):
            names |= wanted(app, other)
    return names - _set_in(tree)


def steady(tree: nodes.Template) -> set[str]:
    """Parts that a template shows as they were made once."""
    return {
        str(call.args[0].as_const())
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "steady"
    }


def _set_in(tree: nodes.Template) -> set[str]:
    stored = {
        target.name
        for block in tree.find_all((nodes.Assign, nodes.For, nodes.With))
        for target in block.find_all(nodes.Name)
        if target.ctx == "store"
    }
    imported = {
        name if isinstance(name, str) else name[1]
        for block in tree.find_all(nodes.FromImport)
        for name in block.names
    }
    return stored | imported


FLASK = {"request", "session", "g", "config", "get_flashed_messages", "url_for", "csrf_token"}


def test_there_are_pages() -> None:
    assert len(pages()) >= 4


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_a_template_uses_exactly_what_its_page_declares(app: Flask, page: type[Page]) -> None:
    declared = {field.name for field in fields(page)}
    assert wanted(app, page.template) - FLASK == declared, page.template


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.__name__)
def test_a_template_names_its_page(page: type[Page]) -> None:
    first = (TEMPLATES / page.template).read_text("utf-8").splitlines()[0]
    assert first.startswith("{# ")
    assert page.__name__ in first


def test_every_template_belongs_to_something(app: Flask) -> None:
    used = {page.template for page in pages()}
    waiting = list(used)
    while waiting:
        tree = app.jinja_env.parse((TEMPLATES / waiting.pop()).read_text("utf-8"))
        for other in {*meta.find_referenced_templates(tree), *steady(tree)} - used:
            if other is not None:
                used.add(other)
                waiting.append(other)
    files = {file.relative_to(TEMPLATES).as_posix() for file in TEMPLATES.rglob("*.html")}
    assert {name for name in files - used if not name.startswith(SHARED)} == set()


def test_a_part_that_is_made_once_takes_nothing_of_its_page(app: Flask) -> None:
    trees = [app.jinja_env.parse(file.read_text("utf-8")) for file in TEMPLATES.rglob("*.html")]
    parts = set().union(*map(steady, trees))
    assert parts >= {"audits/help.html", "audits/keys.html"}
    assert {part: wanted(app, part) for part in parts} == {part: set() for part in parts}


def test_no_template_styles_or_scripts_in_place() -> None:
    files = list(TEMPLATES.rglob("*.html"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert " style=" not in text, file
        assert "<style" not in text, file
        assert " onclick=" not in text, file
        for part in text.split("<script")[1:]:
            head, _, body = part.partition(">")
            assert "src=" in head or 'type="application/json"' in head, file
            assert "src=" not in head or body.startswith("</script>"), file


def test_every_fact_of_a_list_is_one_box() -> None:
    # the grid of .pl-facts places boxes, so a bare term stands beside the answer to another
    bare = [
        path.name
        for path in sorted(TEMPLATES.rglob("*.html"))
        for facts in re.findall(r'<dl class="pl-facts.*?</dl>', path.read_text("utf-8"), re.S)
        if facts.count("<dt") != facts.count("<div><dt")
    ]
    assert bare == []
