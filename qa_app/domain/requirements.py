"""What an item of a rubric requires, in words."""

from qa_app.domain.rubric import Rubric
from qa_app.domain.text import NO_TEXT, BilingualText


def requirement_of(rubric: Rubric | None, code: str) -> BilingualText:
    """Find what an item requires.

    Args:
        rubric: The version; None where it is not to be found.
        code: The item.

    Returns:
        Its text, of an item judged by a rule its title; no text for an item that the version has
        not.
    """
    if rubric is None:
        return NO_TEXT
    if code in rubric.items:
        return rubric.items[code].text
    return next((item.title for item in rubric.rule_items if item.code == code), NO_TEXT)
