"""Packed texts come back, and what is none is refused."""

import pytest

from qa_app.models.packed import packed, unpacked


@pytest.mark.parametrize("text", ["", "中心甲" * 1000, "a\nb"])
def test_there_and_back(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert packed(text) == packed(text)


def test_what_is_no_packed_text_is_refused() -> None:
    with pytest.raises(ValueError, match="packed"):
        unpacked(b"x")
