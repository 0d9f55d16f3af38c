"""A level as boxes, filled up to it: told apart by shape, readable in grey."""

from qa_app.reports.svg import element, picture

BOX, GAP = 12, 3
_HEIGHT = 14


def level_bar_svg(key: str, heading: str, description: str, level: int, of: int) -> str:
    """Draw a level.

    Args:
        key: Unique on its page.
        heading: What it shows.
        description: The level in words.
        level: How many boxes are filled, 0..of.
        of: How many boxes there are, 1 or more.

    Returns:
        SVG.
    """
    boxes = [
        element(
            "rect",
            class_="pl-dot" if place < level else "pl-dot pl-dot-open",
            x=place * (BOX + GAP) + 1,
            y=1,
            width=BOX - 1,
            height=_HEIGHT - 2,
        )
        for place in range(of)
    ]
    size = (of * (BOX + GAP), _HEIGHT)
    return picture("pl-levels", key, heading, description, size=size, body="".join(boxes))
