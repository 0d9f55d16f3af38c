"""Views for programs and not for browsers: they answer without a cookie, and say how to keep it."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
_MARK = "answers_programs"


def bare(view: View) -> View:
    """Declare that a view answers programs: no cookie is sent, its own cache headers stand.

    Args:
        view: The view.

    Returns:
        The view, marked.
    """
    setattr(view, _MARK, True)
    return view


def is_bare(app: Flask, endpoint: str | None) -> bool:
    """Tell whether an endpoint answers programs.

    Args:
        app: The application.
        endpoint: The endpoint; None where no address was met.

    Returns:
        True for what `bare` marked.
    """
    view = None if endpoint is None else app.view_functions.get(endpoint)
    return bool(getattr(view, _MARK, False))
