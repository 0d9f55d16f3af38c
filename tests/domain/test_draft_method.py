"""A draft that takes up rules, or leaves them."""

from qa_app.domain.draft_method import refitted
from qa_app.domain.rubric_draft import empty_plain
from tests.builders import a_file

EMPTY = empty_plain("x", "1.0.0", "legal_aid")


def with_method(plain, method: str):
    return {**plain, "scoring": {**plain["scoring"], "method": method}}


def test_the_same_kind_of_method_changes_nothing() -> None:
    other = with_method(EMPTY, "deduction")
    assert refitted(EMPTY, other) == other
    assert refitted(EMPTY, {**EMPTY, "scoring": 3}) == {**EMPTY, "scoring": 3}


def test_an_empty_draft_becomes_a_rubric_of_rules_and_back() -> None:
    rules = refitted(EMPTY, with_method(EMPTY, "rules"))
    assert "sections" not in rules
    assert rules["scoring"] == {
        "method": "rules",
        "rate_items": "first_match",
        "outcomes": "first_match",
        "arithmetic": "none",
    }
    assert rules["ratings"] == ["strength", "ani", "na"]
    assert [one["id"] for one in rules["items"]] == ["1"]
    back = refitted(rules, with_method(rules, "weighted_sections"))
    assert set(back) == set(EMPTY) - {"sections"}
    assert back["scoring"]["na"] == "exclude"


def test_what_somebody_wrote_stays() -> None:
    plain = a_file()
    rules = refitted(plain, with_method(plain, "rules"))
    assert rules["sections"] == plain["sections"]
    written = {**rules, "items": [{"id": "1", "title": {"zh": "甲"}, "rules": []}]}
    back = refitted(written, with_method(written, "lowest"))
    assert back["items"] == written["items"]
