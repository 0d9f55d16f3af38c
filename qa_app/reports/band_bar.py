"""Files by band in one bar: letter and count on every part, patterns in print."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qa_app.reports.svg import Length, element, picture, words

WIDTH, HEIGHT = 190, 22
_LETTER_ROOM, _COUNT_ROOM = 28, 12
_LEAST = 16


@dataclass(frozen=True, slots=True)
class BandPart:
    """One band.

    Attributes:
        letter: Its code.
        count: Files in it.
        place: Place of the band, 1 is best; decides tint and pattern.
    """

    letter: str
    count: int
    place: int


def band_bar_svg(key: str, heading: str, description: str, parts: Sequence[BandPart]) -> str:
    """Draw a bar.

    Args:
        key: Unique on its page.
        heading: What it shows.
        description: The counts in words.
        parts: The bands, best first; empty ones take no room.

    Returns:
        SVG; narrow parts get room for their count at the cost of the wide ones.
    """
    shown = [part for part in parts if part.count]
    x = Fraction(0)
    body = []
    for part, width in zip(shown, _widths(shown), strict=True):
        body.append(_part(part, x, width))
        x += width
    return picture("pl-bands", key, heading, description, size=(WIDTH, HEIGHT), body="".join(body))


def _widths(parts: Sequence[BandPart]) -> list[Fraction]:
    total = sum(part.count for part in parts)
    least = Fraction(_LEAST)
    free = WIDTH - least * len(parts)
    return [least + free * part.count / total for part in parts]


def _part(part: BandPart, x: Fraction, width: Fraction) -> str:
    # a band that is called by a digit must not read as part of the count
    joint = " × " if part.letter[-1:].isdigit() else " "
    label = f"{part.letter}{joint}{part.count}" if width >= _LETTER_ROOM else str(part.count)
    fits = width >= (_COUNT_ROOM if part.count < 100 else _LETTER_ROOM)  # noqa: PLR2004 - digits
    place: dict[str, Length] = {
        "x": x + Fraction(1, 2),
        "y": 0.5,
        "width": width - 1,
        "height": HEIGHT - 1,
    }
    return (
        element("rect", class_=f"pl-band-{part.place}", **place)
        + element("rect", class_="pl-print", fill=f"url(#pl-pattern-{part.place})", **place)
        + (
            element(
                "text",
                words(label),
                class_=f"pl-middle pl-band-ink-{part.place}",
                x=x + width / 2,
                y=15.6,
            )
            if fits
            else ""
        )
    )
