import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.word_diff import SegmentKind, word_diff


def shown(before: str, after: str) -> str:
    marks = {SegmentKind.KEPT: "{}", SegmentKind.REMOVED: "[-{}-]", SegmentKind.ADDED: "[+{}+]"}
    return "".join(marks[one.kind].format(one.text) for one in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        (
            "The lawyer met the child within seven days.",
            "The lawyer saw the child alone within 7 days.",
            "The lawyer [-met-][+saw+] the child [+alone +]within [-seven-][+7+] days.",
        ),
        ("at least 2.5 hours", "at least 3.5 hours", "at least [-2.5-][+3.5+] hours"),
        ("90% of files", "80% of files", "[-90%-][+80%+] of files"),
        ("big red house", "big blue boat", "big [-red house-][+blue boat+]"),
        ("在七日内完成评估", "在五日内完成评估", "在[-七-][+五+]日内完成评估"),
        ("应当在七日内", "须在5日内", "[-应当在七-][+须在5+]日内"),
        ("及时会见", "及时单独会见", "及时[+单独+]会见"),
    ],
)
def test_words_and_characters(before: str, after: str, told: str) -> None:
    assert shown(before, after) == told


@given(st.text("ab 在七日内,。1"), st.text("ab 在七日内,。1"))
def test_both_texts_can_be_read_off(before: str, after: str) -> None:
    found = word_diff(before, after)
    kept = SegmentKind.KEPT
    assert "".join(s.text for s in found if s.kind in {kept, SegmentKind.REMOVED}) == before
    assert "".join(s.text for s in found if s.kind in {kept, SegmentKind.ADDED}) == after
    assert all(s.text for s in found)


def test_very_long_texts_are_told_apart_as_a_whole() -> None:
    assert [s.kind for s in word_diff("a " * 3000, "b " * 3000)] == [
        SegmentKind.REMOVED,
        SegmentKind.ADDED,
    ]
