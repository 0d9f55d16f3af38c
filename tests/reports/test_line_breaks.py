from itertools import pairwise

import pytest

from qa_app.reports.line_breaks import broken, may_end


def parts(text: str) -> list[str]:
    """Cut a text wherever a line may end."""
    found, start = [], 0
    for place, ends in enumerate(may_end(text), 1):
        if ends:
            found.append(text[start:place])
            start = place
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Not kept (under 60 %) now", ["Not ", "kept ", "(under ", "60 %) ", "now"]),
        ("is 99.2 points (5 files), up", ["is ", "99.2 points ", "(5 files), ", "up"]),
        ("on 24 Nov", ["on ", "24 Nov"]),
        ("by 30 Jan 2027, or", ["by ", "30 Jan 2027, ", "or"]),
        ("file 2027", ["file ", "2027"]),
        ("须在2027年1月30日前", ["须", "在", "2027年1月30日", "前"]),
        ("每月3次", ["每", "月", "3次"]),
        ("未按频次完成（不足60%）", ["未", "按", "频", "次", "完", "成", "（不", "足", "60%）"]),
        ("共15份，得99.2分", ["共", "15份，", "得", "99.2分"]),
        ("a\u00a0b c", ["a\u00a0b ", "c"]),
        ("见“安全”。", ["见", "“安", "全”。"]),
        ("KM-26-7F3K-9", ["KM-26-7F3K-9"]),
        ("", []),
    ],
)
def test_where_a_line_may_end(text: str, wanted: list[str]) -> None:
    assert parts(text) == wanted


def lines(text: str, room: int) -> list[str]:
    return [text[first:last] for first, last in broken(text, [1.0] * len(text), [room])]


def test_lines_are_as_full_as_they_can_be() -> None:
    assert lines("Not kept (under 60 %)", 18) == ["Not kept (under ", "60 %)"]
    assert lines("aaa bbb ccc", 7) == ["aaa bbb ", "ccc"]
    assert lines("共评查15份案卷", 5) == ["共评查", "15份案卷"]


def test_what_fits_no_line_is_cut() -> None:
    assert lines("abcdefgh", 3) == ["abc", "def", "gh"]
    assert lines("字", 0) == ["字"]
    assert lines("", 5) == []


def test_nothing_is_lost_however_narrow_the_line() -> None:
    text = "Item A2（必达项）: 60 % of 12 files，得99.2分。 " * 3
    for room in range(1, 40):
        found = broken(text, [1.0] * len(text), [room])
        assert "".join(text[first:last] for first, last in found) == text
        assert all(one[1] == other[0] for one, other in pairwise(found))
