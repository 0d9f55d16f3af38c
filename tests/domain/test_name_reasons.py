import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.name_reasons import check_named, is_reason, reason_place

NAMED = "姓名：王小明"


@pytest.mark.parametrize(
    ("text", "why", "code"),
    [
        ("缺签字", "", ""),
        ("缺签字", "好", ""),
        (NAMED, "", "likely_name"),
        (NAMED, "  ", "likely_name"),
        (NAMED, "\u200b" * 9, "likely_name"),
        (NAMED, "需要的", "name_reason"),
        (NAMED, "需要的\u2060\u200b", "name_reason"),
        (NAMED, "法院要求", ""),
        (NAMED, "因" * 200, ""),
        (NAMED, "因" * 201, "name_reason"),
        (NAMED, "他的姓名：李小红", "name_reason"),
        (NAMED, "见13800138000的来电", "name_reason"),
    ],
)
def test_a_name_is_kept_for_a_reason_of_four_to_two_hundred_signs(
    text: str, why: str, code: str
) -> None:
    if not code:
        check_named(text, why, "2")
        return
    with pytest.raises(InvalidError, match=code) as refused:
        check_named(text, why, "2")
    assert refused.value.params["place"] == "2"


def test_blanks_around_a_reason_do_not_count() -> None:
    assert not is_reason("  需要的  ")
    assert is_reason(" 法院要求 ")


def test_a_reason_belongs_to_its_reading() -> None:
    assert reason_place(12) == "name_reason/12"
