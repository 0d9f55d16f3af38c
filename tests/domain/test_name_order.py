"""Names by sound and letter, the same on every database and in every list."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.name_order import _SOUNDS_LIKE, branch_key, name_key, text_key
from qa_app.domain.text import BilingualText

APP = Path(__file__).parents[2] / "qa_app"


@pytest.mark.parametrize(
    "names",
    [
        # by sound: Bai, Chen, Chongqing, Dai, Li, Wang, Yan, Zeng, Zhang
        ["白雪", "陈刚", "重庆中心", "戴玉", "李明", "王芳", "闫冰", "曾丽", "张伟"],
        ["安宁市", "官渡区", "盘龙区", "嵩明县", "五华区", "西山区"],
        ["Angus", "Édinburgh", "fife", "Glasgow", "昆明"],
        ["Anna", "anna", "Bella"],
    ],
)
def test_names_by_sound_and_letter(names: list[str]) -> None:
    mixed = [*names[1::2], *names[::2]]
    assert sorted(mixed, key=name_key) == names


def test_code_points_would_be_another_order() -> None:
    assert sorted(["张伟", "李明", "安琪"]) != sorted(["张伟", "李明", "安琪"], key=name_key)


def is_common(one: str) -> bool:
    # rows B0 to D7 of GB 2312 are in the order of sound
    code = one.encode("gb18030")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1


def test_what_stands_for_a_sound_is_a_common_character_itself() -> None:
    for rare, common in _SOUNDS_LIKE.items():
        assert name_key(chr(rare))[0] == chr(common).encode("gb18030")
        assert is_common(chr(common))
        assert not is_common(chr(rare))


@given(st.lists(st.text()))
def test_any_text_has_a_place_and_different_names_never_share_one(names: list[str]) -> None:
    keys = {name_key(name) for name in names}
    assert len(keys) == len(set(names))


def test_a_page_orders_by_the_name_that_it_shows() -> None:
    units = [BilingualText("中心", "Alpha"), BilingualText("安心", "Beta")]
    assert sorted(units, key=lambda one: text_key(one, "en")) == units
    assert sorted(units, key=lambda one: text_key(one, "zh")) == units[::-1]


def test_places_stand_below_the_one_they_lie_in() -> None:
    # numbers of rows say when a place was entered; the register goes by codes
    codes = {"1/": "53", "1/2/": "530112", "1/10/": "530111", "3/": "34"}
    ordered = sorted(codes, key=lambda path: branch_key(path, codes))
    assert ordered == ["3/", "1/", "1/10/", "1/2/"]


def test_no_list_is_ordered_by_the_name_in_the_database() -> None:
    """A database orders Chinese by code point, and two databases differently."""
    ways = re.compile(r"order_by\(((?:[^()]|\([^()]*\))*)\)")
    for path in APP.rglob("*.py"):
        for asked in ways.findall(path.read_text()):
            assert not re.search("display_name|name_zh|name_en", asked), (path, asked)
