"""Parts of the workspace that are rendered once: what differs from draft to draft is a slot."""

from collections.abc import Mapping

from markupsafe import Markup

from qa_app.web.asking.item_html import filled_in
from qa_app.web.pages import Page

_MARK = "\x00"


def slot(*name: str | int) -> Markup:
    """Mark the place of what differs.

    Args:
        *name: Words that name it, of a checked rubric or of a template.

    Returns:
        What stands there until it is filled.
    """
    return Markup(f"{_MARK}{' '.join(map(str, name))}{_MARK}")  # noqa: S704 - see above


def split_at_slots(part: Page) -> tuple[str, ...]:
    """Render a part and take it apart.

    Args:
        part: The part.

    Returns:
        HTML and names of slots, in turn.
    """
    return tuple(part.render().split(_MARK))


def with_slots_filled(parts: tuple[str, ...], filled: Mapping[str, str]) -> Markup:
    """Put a part together.

    Args:
        parts: What `split_at_slots` gave.
        filled: Name of each slot to its text; text that is not marked as HTML is escaped.

    Returns:
        The HTML.
    """
    # the parts were escaped when they were rendered, what fills them is escaped there
    return Markup("".join(filled_in(parts, filled)))  # noqa: S704 - escaped
