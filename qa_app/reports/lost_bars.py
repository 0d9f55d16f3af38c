"""Points that items cost, as bars: now filled, before as an outline."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.reports.svg import across, element, picture, words

_ROW, _TEXT, _BAR, _THICK = 38, 13, 18, 12


@dataclass(frozen=True, slots=True)
class LostBar:
    """One item.

    Attributes:
        label: What stands above the bar.
        now: What it cost, 0..1.
        before: What it cost before; None without a period to compare with.
    """

    label: str
    now: Fraction
    before: Fraction | None


def lost_bars_svg(key: str, heading: str, description: str, bars: Sequence[LostBar]) -> str:
    """Draw the bars.

    Args:
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        bars: The dearest first.

    Returns:
        SVG as wide as its place; the longest bar fills it.
    """
    most = max((max(bar.now, bar.before or Fraction(0)) for bar in bars), default=Fraction(0))
    body = [_bar(bar, at * _ROW, most) for at, bar in enumerate(bars)]
    size = ("100%", max(_ROW * len(bars), 1))
    return picture("pl-losses", key, heading, description, size=size, body="".join(body))


def _bar(bar: LostBar, top: int, most: Fraction) -> str:
    label = element("text", words(bar.label), class_="pl-tick", x=0, y=top + _TEXT)
    place = {"x": 0, "y": top + _BAR, "height": _THICK}
    filled = element(
        "rect", class_="pl-loss", width=across(bar.now / most if most else Fraction(0)), **place
    )
    if bar.before is None:
        return label + filled
    outline = element(
        "rect",
        class_="pl-loss-before",
        width=across(bar.before / most if most else Fraction(0)),
        **place,
    )
    return label + filled + outline
