"""Little pieces of SVG text; everything that comes from outside is escaped here."""

from fractions import Fraction
from html import escape

Length = str | int | float | Fraction


def element(name: str, *children: str, **attributes: Length) -> str:
    """Write one element.

    Args:
        name: Its tag.
        *children: Markup inside, already escaped.
        **attributes: Underscores become hyphens, a trailing one is dropped.

    Returns:
        The markup.
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(value))}"'
        for key, value in attributes.items()
    )
    inside = "".join(children)
    return f"<{name}{pairs}>{inside}</{name}>" if inside else f"<{name}{pairs}/>"


def words(text: str) -> str:
    """Write text.

    Args:
        text: From anywhere.

    Returns:
        The text, escaped.
    """
    return escape(text)


def across(ratio: Fraction) -> str:
    """Place something between left and right edge.

    Args:
        ratio: 0..1.

    Returns:
        A length that follows the width of the picture.
    """
    return f"{float(ratio * 100):.2f}%"


def picture(
    kind: str, key: str, heading: str, description: str, *, size: tuple[Length, int], body: str
) -> str:
    """Wrap shapes into a picture that is also readable aloud.

    Args:
        kind: Class of the picture.
        key: Unique on its page.
        heading: What it shows.
        description: The same in a sentence.
        size: Width (`100%` follows the page) and height in pixels.
        body: The shapes.

    Returns:
        An `svg` element without any style of its own.
    """
    # headings are names of rubrics and areas: content, in whatever language it was written
    title = element("title", words(heading), id=f"{key}-title", data_content="")
    desc = element("desc", words(description), id=f"{key}-desc")
    # a picture is one whole to who hears it: links inside would be lost
    role = "group" if "<a " in body else "img"
    return element(
        "svg",
        title,
        desc,
        body,
        class_=kind,
        width=size[0],
        height=size[1],
        role=role,
        aria_labelledby=f"{key}-title {key}-desc",
    )


def _written(value: Length) -> str:
    if isinstance(value, str | int):
        return str(value)
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
