import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.differences import newcombe


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, table II, method 10
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_published_intervals(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(first, second)
    assert found is not None
    # the paper gives the ends to four decimals
    assert (round(found.low, 4), round(found.high, 4)) == pytest.approx((low, high), abs=1e-4)


def test_an_empty_sample_has_no_difference_and_wrong_numbers_are_refused() -> None:
    assert newcombe((0, 0), (1, 2)) is None
    with pytest.raises(InvalidError):
        newcombe((3, 2), (1, 2))
