"""Text that a database can hold, looked at once, before any view."""

import re
from typing import Any

from flask import Flask, Request, abort, request

_UNPROCESSABLE = 422
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def register_text(app: Flask) -> None:
    """Refuse requests whose text no database holds: NUL signs and halves of characters.

    JSON that is nested too deeply to be read is refused as well.

    Args:
        app: The application.
    """

    @app.before_request
    def check() -> None:
        if not is_storable(request.path):
            abort(404)  # nothing has such a name
        try:
            is_fit = all(is_storable(text) for text in _texts(request))
        except RecursionError:
            is_fit = False  # nested more deeply than anything that is asked
        if not is_fit:
            abort(_UNPROCESSABLE)


def _texts(req: Request) -> list[Any]:
    if req.is_json:  # then there is no form
        return [list(req.args.items(multi=True)), req.get_json(silent=True)]
    fields = list(req.args.items(multi=True))
    if not (req.content_length or req.environ.get("wsgi.input_terminated")):
        return fields  # nothing was sent that could hold a form
    fields += req.form.items(multi=True)
    names = [file.filename for file in req.files.values()]
    return [fields, names]


def is_storable(value: Any) -> bool:
    """Tell whether every text in a value can be stored.

    Args:
        value: A JSON value, or a tuple of such.

    Returns:
        False when one holds a NUL sign or half of a surrogate pair.
    """
    if isinstance(value, str):
        return _UNSTORABLE.search(value) is None
    if isinstance(value, dict):
        return all(is_storable(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return all(is_storable(part) for part in value)
    return True
