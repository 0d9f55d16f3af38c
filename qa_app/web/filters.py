"""What an address asks for behind its question mark: one rule for all pages of results over time.

An empty filter is one that was left out. One that names what there is not is answered with 404, as
a wrong address is: a page that showed something else would be taken for what was asked for.
"""

from collections.abc import Collection

from flask import abort, request

from qa_app.domain.text import LANGUAGES
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number


def chosen(name: str, known: Collection[str] | None = None, usual: str = "") -> str:
    """Read a filter.

    Args:
        name: Its name.
        known: What it may be; None where that is looked up later.
        usual: What it is when it was left out.

    Returns:
        What it is set to; what is not known is not found.
    """
    wanted = request.args.get(name, "").strip()
    if wanted and known is not None and wanted not in known:
        abort(404)
    return wanted or usual


def chosen_number(name: str) -> int | None:
    """Read a filter that is a number.

    Args:
        name: Its name.

    Returns:
        The number, None when it was left out; what is no number is not found.
    """
    wanted = chosen(name)
    try:
        return whole_number(wanted) if wanted else None
    except ValueError:
        abort(404)


def chosen_language(name: str = "lang") -> str:
    """Read in which language a file is wanted.

    Args:
        name: Name of the filter.

    Returns:
        The language, that of the page when it was left out.
    """
    return chosen(name, LANGUAGES, page_language())
