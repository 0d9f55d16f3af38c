"""What is the same in many answers and therefore made once: addresses and parts of pages."""

from functools import lru_cache
from typing import Any

from flask import Flask, request, url_for
from markupsafe import Markup

from qa_app.web.locale import page_language

_PLAIN = frozenset({int, str})  # never equal to one another, as 1 and True are


def address(endpoint: str, **values: Any) -> str:
    """Give the address of a page, as `url_for` does.

    Args:
        endpoint: The page.
        **values: Parts of its address and its query.

    Returns:
        The address; one whose values are whole numbers and text is kept.
    """
    if endpoint[0] != "." and all(
        type(value) in _PLAIN and name[0] != "_" for name, value in values.items()
    ):
        return _kept(endpoint, request.root_path, **values)
    return url_for(endpoint, **values)


@lru_cache(maxsize=4000)
def _kept(endpoint: str, _root: str, /, **values: Any) -> str:
    # below another root the same page has another address
    return url_for(endpoint, **values)


def register_steady(app: Flask) -> None:
    """Let templates take what is made once.

    Args:
        app: The application.
    """

    @lru_cache(maxsize=50)
    def part(template: str, _language: str) -> Markup:
        made = app.jinja_env.get_template(template).render()
        return Markup(made)  # noqa: S704 - rendered with escaping, without any input

    app.jinja_env.globals.update(
        url_for=address, steady=lambda template: part(template, page_language())
    )
