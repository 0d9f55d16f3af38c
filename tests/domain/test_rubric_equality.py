"""Two rubrics are the same when all that they were frozen from is; found without comparing it."""

import copy
from dataclasses import fields, replace
from typing import Any

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.scoring_compile import compile_rubric
from tests.builders import LIBRARY, a_file, item, section


@pytest.fixture
def content() -> dict[str, Any]:
    return resolve(a_file(sections=[section("A", item("A1"), item("A2"))]), LIBRARY)


def test_one_content_is_one_rubric(content: dict[str, Any]) -> None:
    mark = fingerprint_of(content)
    one, other = thaw(content, mark), thaw(copy.deepcopy(content), mark)
    assert one is not other
    assert one == other
    assert hash(one) == hash(other)
    assert compile_rubric(one) is compile_rubric(other)  # kept for the first, found by the second


def test_other_words_under_one_fingerprint_are_another_rubric(content: dict[str, Any]) -> None:
    mark = fingerprint_of(content)
    later = copy.deepcopy(content)
    later["sections"][0]["items"][1]["en"] = "said otherwise"
    assert thaw(content, mark) != thaw(later, mark)
    assert thaw(content, mark) != thaw({**content, "status": "retired"}, mark)
    assert thaw(content, mark) != thaw(content, "0" * 64)


def test_a_changed_rubric_is_compared_by_what_it_holds(content: dict[str, Any]) -> None:
    rubric = thaw(content, fingerprint_of(content))
    changed = replace(rubric, is_hidden=True)
    assert (rubric.digest == "", changed.digest == "") == (False, True)
    assert rubric != changed
    assert replace(changed, is_hidden=False) == rubric
    assert rubric != content
    skipped = {one.name for one in fields(Rubric) if not one.compare}
    assert skipped == {"items", "digest"}


def test_looking_up_what_is_kept_compares_no_items(
    content: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = fingerprint_of(content)
    one, other = thaw(content, mark), thaw(copy.deepcopy(content), mark)

    def refuse(_self: object, _other: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(type(one.sections[0].items[0]), "__eq__", refuse)
    assert one == other
