from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.word_diff import MOST_STEPS, SegmentKind, steps_of, word_diff


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


def signs(first: int, count: int) -> list[str]:
    return [chr(first + at) for at in range(count)]


def woven(threads: list[str], first: int) -> str:
    # a known sign, then one that stands nowhere else: every known sign is a piece of its own
    return "".join(map("".join, zip(threads, signs(first, len(threads)), strict=True)))


COSTLY = {
    "one sign comes back": (woven(["甲"] * 1000, 0x4E00), woven(["甲"] * 1000, 0x5E00)),
    "no sign comes back": (woven(signs(0x6E00, 1000), 0x4E00), woven(signs(0x6E00, 1000), 0x5E00)),
    "a rhythm of two and of three": ("甲乙" * 1000, "甲乙丙" * 666 + "丁"),
    "English blanks": (
        " ".join(f"w{at}" for at in range(1000)),
        " ".join(f"v{at}" for at in range(1000)),
    ),
    "a thousand sentences": (
        woven(["同。"] * 1000, 0x4E00),
        woven(["同。"] * 1000, 0x5E00),
    ),
}


@pytest.mark.parametrize(("before", "after"), COSTLY.values(), ids=COSTLY)
def test_no_text_costs_more_than_a_fifth_of_a_second(before: str, after: str) -> None:
    found: list[float] = []
    for share in (10, 5, 4, 3, 2, 1):  # short enough to be compared, and too long for it
        old, new = before[: len(before) // share], after[: len(after) // share]
        start = process_time()
        segments = word_diff(old, new)
        found.append(process_time() - start)
        assert "".join(s.text for s in segments if s.kind is not SegmentKind.ADDED) == old
        assert "".join(s.text for s in segments if s.kind is not SegmentKind.REMOVED) == new
    assert max(found) < 0.2, found


def test_beyond_the_bound_sentences_are_compared() -> None:
    long = "".join(f"第{at}条应当在七日内完成评估并告知本人。" for at in range(200))
    after = "首先。" + long.replace("第90条应当", "第90条必须") + "最后。"
    assert steps_of(long, after) > MOST_STEPS
    told = [(s.kind.value, s.text) for s in word_diff(long, after) if s.kind.value != "kept"]
    assert told == [
        ("added", "首先。"),
        ("removed", "第90条应当在七日内完成评估并告知本人。"),
        ("added", "第90条必须在七日内完成评估并告知本人。"),
        ("added", "最后。"),
    ]


def test_what_both_begin_and_end_with_costs_nothing() -> None:
    same = "应当在七日内完成评估。" * 500
    assert steps_of(same, same) == 0
    assert steps_of(same + "甲" + same, same + "乙" + same) == 0
    assert len(word_diff(same + "甲" + same, same + "乙" + same)) == 4


def test_a_page_that_has_spent_its_steps_tells_texts_apart() -> None:
    assert shown("a b c", "x b z") == "[-a-][+x+] b [-c-][+z+]"
    told = [(s.kind.value, s.text) for s in word_diff("a b c", "x b z", 0)]
    assert told == [("removed", "a b c"), ("added", "x b z")]
