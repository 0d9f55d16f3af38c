from datetime import date

import pytest

from qa_app.domain.action_proof import Proof, does_conform, is_recurrence, proof_of

T, F = True, False


@pytest.mark.parametrize(
    ("conforms", "proof"),
    [
        ([], None),
        ([T, T], None),
        ([T, T, T], Proof.RUN),
        ([F, T, T, T], Proof.RUN),
        ([T, T, F, T, T], None),
        ([T, T, T, F], None),
        # 13 of the first 19 conform, and never three in a row at the end
        ([T, T, F] * 6 + [T], Proof.SCREEN),
        # 12 of the first 19; four more would pass, but topping up voids the screen
        ([F] + [T, T, F] * 6 + [T, T, F, F], None),
        ([T, T, F] * 6, None),
    ],
)
def test_three_in_a_row_or_the_screen(conforms: list[bool], proof: Proof | None) -> None:
    assert proof_of(conforms) is proof


@pytest.mark.parametrize(
    ("read_on", "counts"),
    [
        (date(2026, 3, 23), F),
        (date(2026, 3, 24), T),
        (date(2027, 3, 23), T),
        (date(2027, 3, 24), F),
    ],
)
def test_a_fault_comes_back_within_twelve_months(read_on: date, counts: bool) -> None:
    assert is_recurrence(date(2026, 3, 23), read_on) is counts


def test_a_month_without_that_day_ends_with_its_last() -> None:
    assert is_recurrence(date(2024, 2, 29), date(2025, 2, 28))
    assert not is_recurrence(date(2024, 2, 29), date(2025, 3, 1))


def test_items_that_are_not_in_force_say_nothing() -> None:
    good = [frozenset({"met"}), frozenset({"on_time"})]
    assert does_conform(["met", None], good) is True
    assert does_conform(["met", "late"], good) is False
    assert does_conform([None, None], good) is None
