"""Figures of agreement in words."""

from fractions import Fraction

from flask_babel import gettext as _

from qa_app.domain.rounding import display
from qa_app.domain.statistics.agreement_parts import Coefficient, WhyUndefined

_PERCENT = 100


def share_words(alike: int, count: int, *, is_few: bool) -> str:
    """Say how many answers are alike.

    Args:
        alike: That are.
        count: All.
        is_few: True where no share is told.

    Returns:
        Such as `18 of 20 (90%)`.
    """
    if not count:
        return "–"
    if is_few:
        return str(_("%(alike)s of %(count)s", alike=alike, count=count))
    pct = display(Fraction(alike * _PERCENT, count), 0)
    return str(_("%(alike)s of %(count)s (%(pct)s%%)", alike=alike, count=count, pct=pct))


def figure_words(found: Coefficient | None, name: str, *, is_mute: bool = False) -> str:
    """Write a coefficient with its interval.

    Args:
        found: The coefficient; None below the floor.
        name: Its name, such as `AC1`.
        is_mute: True when it says little, because nearly everybody gave the same answer.

    Returns:
        Such as `AC1 0.82, likely between 0.61 and 0.97`; that it says little, without an
        interval, when it is mute; why there is none otherwise, a dash below the floor.
    """
    if found is None:
        return "–"
    if found.value is None:
        return _not_defined(found.why)
    value = _signed(found.value, 2)
    if is_mute:
        return str(
            _(
                "nearly everybody gave the same answer; %(name)s (%(value)s) says little here",
                name=name,
                value=value,
            )
        )
    if found.low is None or found.high is None:
        return f"{name} {value}"
    low, high = _signed(Fraction(found.low), 2), _signed(Fraction(found.high), 2)
    return str(
        _(
            "%(name)s %(value)s, likely between %(low)s and %(high)s",
            name=name,
            value=value,
            low=low,
            high=high,
        )
    )


def _not_defined(why: WhyUndefined | None) -> str:
    same = _("not defined: everybody gave the same throughout")
    words = {
        WhyUndefined.NO_PAIRS: _("not defined: no file was scored by both"),
        WhyUndefined.SINGLE_CATEGORY: same,
        WhyUndefined.NO_VARIATION: same,
        WhyUndefined.NEED_TWO_RATERS: _("not defined: one reviewer only"),
        WhyUndefined.TOO_FEW_UNITS: _("not defined: one file only"),
        WhyUndefined.FILES_ALIKE: _(
            "not defined: all files come to the same score, only reviewers differ"
        ),
    }
    return str(words.get(why, same) if why is not None else same)


def points_words(mean: Fraction) -> str:
    """Write a mean difference of scores.

    Args:
        mean: -1..1.

    Returns:
        Points with their sign, such as `+2.4`; no sign for what rounds to nought.
    """
    told = _signed(mean * _PERCENT, 1)
    return told if told.startswith("−") or not told.strip("0.") else f"+{told}"


def _signed(value: Fraction, places: int) -> str:
    digits = display(abs(value), places)
    return f"−{digits}" if value < 0 and digits.strip("0.") else digits
