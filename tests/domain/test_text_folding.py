import pytest

from qa_app.domain.text_folding import folded, without_hidden


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain 12", "plain 12"),
        ("a\u200bb\u00adc\u2060", "abc"),
        ("１２③", "123"),
        ("1\ufe0f\u20e3", "1"),
        ("张三", "张三"),
    ],
)
def test_what_does_not_show_is_left_out(text: str, plain: str) -> None:
    assert without_hidden(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("〇一二三四五六七八九零", "01234567890"),
        ("٠١٢", "012"),
        ("2Х3х4×", "2X3x4X"),
        ("1−2‐3", "1-2-3"),
        ("张三", "张3"),
        ("plain", "plain"),
    ],
)
def test_digits_and_look_alikes_are_folded(text: str, plain: str) -> None:
    assert folded(text) == plain
