"""Every free-text field of every form passes the guard; those that do not are named, with why."""

import re

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField

from qa_app import create_app
from qa_app.config import Settings
from qa_app.web.forms import BaseForm
from qa_app.web.text_guard import (
    FILES,
    ONLY_NUMBERS,
    UNGUARDED_FIELDS,
    UNGUARDED_PLACES,
    is_guarded,
)
from tests.conftest import FIELD_KEY, ROOT

_INPUT = re.compile(r"<(?:textarea|input)\b[^>]*>", re.DOTALL)
_NAME = re.compile(r'\bname="([^"]+)"')
_TYPE = re.compile(r'\btype="([^"]+)"')
_TEXT = {"text", "search", "email", "tel", "url"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("guard")
    return create_app(
        Settings(
            is_production=False,
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'none.db'}",
            secret_key="s" * 40,
            field_key=FIELD_KEY,
        )
    )


def written_fields() -> set[str]:
    """Names of the free-text fields that templates write themselves."""
    found = set()
    for file in (ROOT / "templates").rglob("*.html"):
        for tag in _INPUT.findall(file.read_text("utf-8")):
            kind = (_TYPE.search(tag) or [None, "text"])[1]
            name = _NAME.search(tag)
            if name and (tag.startswith("<textarea") or kind in _TEXT):
                found.add(re.sub(r"\{\{.*?\}\}", "x", name[1]))
    return found


def form_fields() -> set[str]:
    """Names of the free-text fields of every form class."""
    found, waiting = set(), [BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        for name in dir(kind):
            field = getattr(kind, name)
            made = getattr(field, "field_class", None)
            if isinstance(made, type) and issubclass(made, StringField | TextAreaField):
                found.add(name)
    return found


def test_every_text_field_is_looked_at_or_named(app: Flask) -> None:
    fields = written_fields() | form_fields()
    assert len(fields) > 60
    without = {name for name in fields if not is_guarded(name) and "password" not in name}
    assert {name.partition(".")[0] for name in without} <= set(UNGUARDED_FIELDS)


def test_the_key_of_each_form_of_a_page_is_left_out_and_no_other_field_by_its_end() -> None:
    assert not is_guarded("next-idempotency_key")
    assert is_guarded("next-note")
    assert is_guarded("next-mail")


def test_what_is_left_out_is_there(app: Flask) -> None:
    places = set(app.blueprints) | set(app.view_functions)
    assert places >= UNGUARDED_PLACES.keys() | ONLY_NUMBERS.keys()
    assert not UNGUARDED_PLACES.keys() & ONLY_NUMBERS.keys()
    assert all((*UNGUARDED_FIELDS.values(), *UNGUARDED_PLACES.values(), *ONLY_NUMBERS.values()))


def test_whoever_takes_files_says_who_looks_at_them() -> None:
    web = ROOT / "qa_app/web"
    taking = re.compile(r"\bFileField\(|request\.files\b")
    found = {
        file.relative_to(web).parts[0]
        for file in web.rglob("*.py")
        if taking.search(file.read_text("utf-8"))
    }
    # turns and texts count files, or look at their names
    assert found - {"turns.py", "text.py", "file_kinds.py", "forms.py"} == set(FILES)
