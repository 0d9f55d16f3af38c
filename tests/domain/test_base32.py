import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.base32 import ALPHABET, base32_of, number_of, understood


@given(st.integers(0, 2**40 - 1))
def test_a_number_is_read_back(number: int) -> None:
    assert number_of(base32_of(number, 8)) == number


def test_the_heaviest_sign_stands_first_and_what_does_not_fit_is_left_out() -> None:
    assert base32_of(33, 3) == "011"
    assert base32_of(33, 1) == "1"
    assert number_of("") == 0


def test_lookalikes_are_taken_for_digits() -> None:
    assert understood("O1IL-U") == "0111-U"
    assert not set("ILOU") & set(ALPHABET)
    with pytest.raises(ValueError, match="substring not found"):
        number_of("U")
