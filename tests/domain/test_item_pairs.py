import pytest

from qa_app.domain.item_pairs import Kept, Pairs, pairs_of, what_it_says
from qa_app.domain.rubric import Item
from tests.builders import a_rubric, item, section

RUBRIC = a_rubric(
    section(
        "A",
        item("A1"),
        item("A2", critical="stop"),
        item("A3", critical="gate"),
        item("T1", scale="time3", clock={"from": "a", "to": "b", "within": "2d"}),
        item("B1", scale="breach3", read=[{"id": "r", "zh": "r", "en": "r"}]),
    ),
    clocks=[{"id": "a", "zh": "a", "en": "a"}, {"id": "b", "zh": "b", "en": "b"}],
)


def of(code: str) -> Item:
    return RUBRIC.items[code]


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("A1", "met", Kept.TOP),
        ("A1", "partly", Kept.UNCLEAR),
        ("A1", "unmet", Kept.FAILED),
        ("A1", "no_record", Kept.UNCLEAR),  # a gap in recording is no proof of a gap in practice
        ("A1", "na", Kept.LEFT_OUT),
        ("A2", "no_record", Kept.UNCLEAR),
        ("A3", "no_record", Kept.FAILED),  # it trips a must-pass item by default
        ("T1", "on_time", Kept.TOP),
        ("T1", "late", Kept.FAILED),  # dates leave no doubt
        ("T1", "missing", Kept.FAILED),
        ("T1", "not_due", Kept.NOT_DUE),
        ("B1", "none_found", Kept.TOP),
        ("B1", "found", Kept.FAILED),
        ("B1", "cannot_tell", Kept.UNSCORED),
    ],
)
def test_what_each_answer_says(name: str, code: str, says: Kept) -> None:
    assert what_it_says(of(name), code) is says


def test_pairs_add_up() -> None:
    answers = [
        (of("A1"), "met", 7),
        (of("A1"), "partly", 2),
        (of("A1"), "na", 3),
        (of("T1"), "late", 1),
        (of("T1"), "not_due", 9),
        (of("B1"), "cannot_tell", 4),
    ]
    # due 7 + 2 + 1 + 4; scored 7 + 2 + 1
    assert pairs_of(answers, has_item=True) == Pairs(
        has_item=True,
        due_count=14,
        scored_count=10,
        top_count=7,
        failed_count=1,
        left_out_count=3,
    )
