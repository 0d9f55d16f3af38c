"""The second band from above, "good": what a centre's head and shares of files are held against."""

from collections.abc import Sequence
from fractions import Fraction

from qa_app.domain.rubric import Band, Rubric

_PLACE = 1
_WHOLE_PCT = 100


def second_band(rubric: Rubric) -> Band | None:
    """Give the second band of a rubric.

    Args:
        rubric: One version.

    Returns:
        The band; None where there are fewer than two.
    """
    return rubric.bands[_PLACE] if len(rubric.bands) > _PLACE else None


def reaches_second(rubric: Rubric, mean: Fraction | None) -> bool | None:
    """Tell whether a mean lies at or above the start of the second band.

    Args:
        rubric: The version that it was read against.
        mean: Ratio 0..1, exact; None when not rated.

    Returns:
        The comparison of exact numbers; None when not rated or without such a band.
    """
    band = second_band(rubric)
    return None if mean is None or band is None else mean * _WHOLE_PCT >= band.start_pct


def in_second_or_above(bands: Sequence[int]) -> int:
    """Count what stands in the second band or above.

    Args:
        bands: Audits by place of the band, best first.

    Returns:
        Those in the first two.
    """
    return sum(bands[: _PLACE + 1])
