"""Whole numbers from addresses, forms and scripts: never larger than a database can hold."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""Largest number that every whole-number column of both databases holds."""


class StoredInteger(IntegerConverter):
    """`<int:…>` of every route; a larger number names nothing, so the address is not there."""

    def __init__(
        self,
        url_map: Map,
        fixed_digits: int = 0,
        min: int | None = None,  # noqa: A002 - werkzeug's name
        max: int | None = LARGEST,  # noqa: A002 - werkzeug's name
    ) -> None:
        super().__init__(url_map, fixed_digits, min, max)


def register_numbers(app: Flask) -> None:
    """Bound the numbers in the addresses of all routes.

    Args:
        app: The application, before it has any route.
    """
    app.url_map.converters["int"] = StoredInteger


def whole_number(given: Any) -> int:
    """Read a number that is sent by a browser.

    Args:
        given: Text of ASCII digits, or a JSON number.

    Returns:
        The number, 0 to `LARGEST`.

    Raises:
        ValueError: It is no such number.
    """
    text = str(given)
    # counted first: reading many digits takes long, and Python refuses too many
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(LARGEST)):
        raise ValueError("number")
    if int(text) > LARGEST:
        raise ValueError("number")
    return int(text)


def number_or_none(text: str) -> int | None:
    """Read a number that may be left out.

    Args:
        text: What was sent.

    Returns:
        The number, 0 to `LARGEST`; None for anything else.
    """
    try:
        return whole_number(text)
    except ValueError:
        return None
