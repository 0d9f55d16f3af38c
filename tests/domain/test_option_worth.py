import pytest

from qa_app.domain.option_worth import failing_items, is_best, worths
from tests.builders import a_rubric, item, section

RUBRIC = a_rubric(
    section("A", item("A1"), item("A2", critical="stop")),
    section("T", item("T1", scale="time3", clock={"from": "a", "to": "b", "within": "2d"})),
    clocks=[{"id": "a", "zh": "a", "en": "a"}, {"id": "b", "zh": "b", "en": "b"}],
)


def test_what_has_no_score_is_worth_nothing() -> None:
    # the scale of the standards: met 2, partly 1, unmet and no record 0; "not applicable" has none
    assert worths(RUBRIC.items["A1"]) == {"met": 2, "partly": 1, "unmet": 0, "no_record": 0}


@pytest.mark.parametrize(
    ("name", "code", "best"),
    [
        ("A1", "met", True),
        ("A1", "partly", False),
        ("A1", "no_record", False),
        ("A1", "na", None),
        ("A1", "unheard_of", None),
        ("A1", None, None),
        ("T1", "on_time", True),
        ("T1", "late", False),
        ("T1", "not_due", None),
    ],
)
def test_only_the_highest_score_is_the_best(name: str, code: str | None, best: object) -> None:
    assert is_best(RUBRIC.items[name], code) is best


def test_what_falls_short_fails() -> None:
    codes = {"A1": "partly", "A2": "met", "T1": "not_due", "Z9": "unmet"}
    assert failing_items(RUBRIC, codes) == {"A1"}
    assert failing_items(RUBRIC, {"A1": "na", "A2": "no_record", "T1": "missing"}) == {"A2", "T1"}
