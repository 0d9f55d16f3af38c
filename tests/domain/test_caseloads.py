from fractions import Fraction

from qa_app.domain.caseloads import nearest_rank, per_full_time


def test_half_a_post_doubles_the_cases() -> None:
    assert per_full_time(10, 100) == 10
    assert per_full_time(10, 50) == 20
    assert per_full_time(10, 60) == Fraction(50, 3)


def test_the_nearest_rank_is_always_a_value_that_was_found() -> None:
    ten = [Fraction(n) for n in range(1, 11)]
    assert nearest_rank(ten) == 9
    assert nearest_rank(ten[:9]) == 9  # 8.1 goes up to the ninth
    assert nearest_rank(reversed([*ten, Fraction(11)])) == 10
    assert nearest_rank([Fraction(7)]) == 7
    assert nearest_rank([]) is None
    assert nearest_rank(ten, 50) == 5
    assert nearest_rank(ten, 100) == 10
