"""Named ratings of rubrics without bands: which there are, where a reading counts among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa_app.domain.rounding import millionths
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.signing import place_in_scale
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import BAND_PLACES

_BY_LEVEL = frozenset({Method.LOWEST, Method.DIMENSION_PROFILE})
"""Methods whose result is a level of the rubric's scale."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A level that a whole reading can come out at.

    Attributes:
        code: Its code in the scale.
        name: What it is called.
        score_millionths: The number of a reading that comes out at it.
    """

    code: str
    name: BilingualText
    score_millionths: int


@lru_cache(maxsize=64)
def ratings_of(rubric: Rubric) -> tuple[Rating, ...]:
    """List what readings are rated as, where no bands say it.

    Args:
        rubric: A version.

    Returns:
        The levels of its scale, best first; none where there are bands, where the result is no
        level, and where there are more levels than a total can count.
    """
    if rubric.bands or rubric.method not in _BY_LEVEL or not rubric.sections:
        return ()
    scale = rubric.sections[0].items[0].scale
    levels = [
        Rating(one.code, one.label, millionths(place_in_scale(scale, one.score)))
        for one in scale.options
        if one.score is not None
    ]
    if len(levels) > BAND_PLACES:
        return ()
    return tuple(sorted(levels, key=lambda one: one.score_millionths, reverse=True))


def place_counted(rubric: Rubric, band: int | None, score_millionths: int | None) -> int | None:
    """Tell under which place a total counts a reading.

    Args:
        rubric: The version it was read against.
        band: Place of its band, 1 is best; None without one.
        score_millionths: Its number; None when not rated.

    Returns:
        The place of its band, or of its rating where the rubric has no bands; None without either.
    """
    if rubric.bands or score_millionths is None:
        return band
    numbers = [one.score_millionths for one in ratings_of(rubric)]
    return numbers.index(score_millionths) + 1 if score_millionths in numbers else band


def good_ratings(ratings: Sequence[Rating]) -> int:
    """Tell how many ratings conform, where a share of readings is to be told.

    Args:
        ratings: Best first.

    Returns:
        Those in the upper half of the scale, so that of six ratings the best three.
    """
    return len(ratings) // 2
