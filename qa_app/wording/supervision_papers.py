"""Words around the supervision report of a quarter."""

from datetime import date

from qa_app.wording.catalogue import message as _
from qa_app.wording.words import Words

_TITLE = _("Supervision report")
_QUARTER = _("quarter %(quarter)s of %(year)s")
_CHART = _("Share of sessions held, month by month")
_MADE = _("As of %(day)s")
_PAGE = _("Page %(page)s of %(pages)s")
_MARK = _("Internal")


def title(words: Words) -> str:
    """Name the paper.

    Args:
        words: The language.

    Returns:
        Its title.
    """
    return words.say(_TITLE)


def quarter(words: Words, code: str) -> str:
    """Name a quarter.

    Args:
        words: The language.
        code: Such as `2026-2`.

    Returns:
        Such as `2026年第2季度`.
    """
    year, number = code.split("-")
    return words.say(_QUARTER, year=year, quarter=number)


def subject(words: Words, name: str, code: str) -> str:
    """Say whose report it is, and of which quarter.

    Args:
        words: The language.
        name: Whose.
        code: The quarter.

    Returns:
        One line.
    """
    return f"{name} · {quarter(words, code)}"


def chart(words: Words) -> str:
    """Name the run chart.

    Args:
        words: The language.

    Returns:
        Its heading.
    """
    return words.say(_CHART)


def made(words: Words, on: date) -> str:
    """Say as of which day the numbers stand.

    Args:
        words: The language.
        on: The day.

    Returns:
        The words of the foot.
    """
    return words.say(_MADE, day=words.day(on))


def page(words: Words) -> str:
    """Give the page numbers of the foot.

    Args:
        words: The language.

    Returns:
        Words with `%(page)s` and `%(pages)s`.
    """
    return words.say(_PAGE)


def mark(words: Words) -> str:
    """Give the class mark.

    Args:
        words: The language.

    Returns:
        The mark.
    """
    return words.say(_MARK)
