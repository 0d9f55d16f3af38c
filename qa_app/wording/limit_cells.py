"""What limits say in the cells of a table."""

from qa_app.domain.charting import Stretch
from qa_app.domain.score_axis import ScoreAxis
from qa_app.domain.statistics.variation import Signal
from qa_app.wording.catalogue import message as _
from qa_app.wording.trend_limits import VARIATION, limit_numbers
from qa_app.wording.words import Words

_SIGNALS: dict[Signal, str | None] = {
    Signal.COMMON: None,
    Signal.ABOVE_LIMIT: _("above the upper limit"),
    Signal.BELOW_LIMIT: _("below the lower limit"),
    Signal.TREND_UP: _("one of seven or more that only rise"),
    Signal.TREND_DOWN: _("one of seven or more that only fall"),
    Signal.NEAR_ABOVE: _("two of three close to the upper limit"),
    Signal.NEAR_BELOW: _("two of three close to the lower limit"),
    Signal.SHIFT_ABOVE: _("one of a long row above the middle"),
    Signal.SHIFT_BELOW: _("one of a long row below the middle"),
}
_BECAUSE = _("%(word)s: %(why)s")
_SHORT, _SHORT_MEDIAN = _("%(mean)s (%(low)s to %(high)s)"), _("median %(mean)s")


def limits_in_short(words: Words, axis: ScoreAxis, stretch: Stretch, place: int) -> str:
    """Write the mean and the limits that a point stands under, for a table.

    Args:
        words: The language.
        axis: How the rubric's results are written.
        stretch: Its stretch.
        place: Place of the point among those tested.

    Returns:
        Such as "80.0 (77.3 to 82.7)" or "median 80.0"; empty without a mean.
    """
    numbers = limit_numbers(axis, stretch, place)
    if numbers is None:
        return ""
    mean, low, high = numbers
    return words.say(_SHORT if low else _SHORT_MEDIAN, mean=mean, low=low, high=high)


def signal(words: Words, stretch: Stretch, place: int) -> str:
    """Say in a few words whether a point stands out, and why.

    Args:
        words: The language.
        stretch: Its stretch.
        place: Place of the point among those tested.

    Returns:
        Such as "better: beyond a limit"; empty where that cannot be told.
    """
    if not stretch.signals:
        return ""
    why = _SIGNALS[stretch.signals[place]]
    word = words.say(VARIATION[stretch.types[place]][1])
    return word if why is None else words.say(_BECAUSE, word=word, why=words.say(why))
