"""How much a request may hold, and the text of it: looked at and cleaned before any view."""

import json
import re
from typing import Any

from flask import Flask, Request, abort, request
from typing_extensions import override
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

from qa_app.domain.defaults import FORM_FIELDS_MOST, JSON_BYTES_MOST, VISITOR_BYTES_MOST
from qa_app.web.guard import current_signed
from qa_app.web.refusals import note_refused

_SIGN_IN, _NO_LENGTH, _UNPROCESSABLE = 401, 411, 422
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# signs of control, of direction and without a width: nobody types them, and what they hide or turn
# round reads as something else
_UNSEEN = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\u115f\u1160\u2800\u3164\uffa0]"
)
# what a NUL sign, half of a character or such a sign is written with in JSON; without any of it
# there is none
_SUSPECT = re.compile(
    rb"\0|\xed|\\u|\x7f|\xc2[\x80-\x9f\xad]|\xd8\x9c|\xe1\xa0\x8e|\xe2\x80[\x8b-\x8f\xaa-\xae]"
    rb"|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xe1\x85[\x9f\xa0]|\xe2\xa0\x80|\xe3\x85\xa4|\xef\xbe\xa0"
)
_SHALLOW = 20


class CleanRequest(Request):
    """A request whose words are those that can be seen: every form, address and JSON of it."""

    @cached_property
    @override
    def cookies(self) -> ImmutableMultiDict[str, str]:
        # what the server handed over: looking for it goes through every header
        sent: str = self.environ.get("HTTP_COOKIE", "")
        return parse_cookie(sent, cls=self.dict_storage_class)  # type: ignore[return-value]  # it is one

    @cached_property
    @override
    def args(self) -> MultiDict[str, str]:
        return _cleaned(super().args)

    @override
    def _load_form_data(self) -> None:
        is_read = "form" in self.__dict__
        super()._load_form_data()
        if not is_read:
            self.form = _cleaned(self.form)

    @override
    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        plain = super().get_json(force, silent, cache)
        if not plain or _SUSPECT.search(self.get_data()) is None:
            return plain
        return without_unseen(plain)


def _cleaned(fields: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        [(name, without_unseen(value)) for name, value in fields.items(multi=True)]
    )


def without_unseen(value: Any) -> Any:
    """Leave out of every text of a value the signs that cannot be seen.

    Args:
        value: A JSON value.

    Returns:
        The same without signs of control (a tab and the end of a line stay), of direction, and
        without those that have no width; names of parts stay as they are.
    """
    if isinstance(value, str):
        return _UNSEEN.sub("", value)
    if isinstance(value, dict):
        return {name: without_unseen(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_unseen(part) for part in value]
    return value


def register_text(app: Flask) -> None:
    """Clean what people type, and refuse requests whose text no database holds.

    What cannot be held are NUL signs and halves of characters; what is cleaned away are signs that
    cannot be seen (`without_unseen`).

    JSON that is nested too deeply to be read is refused as well, and before anything is read what
    is larger than any form of the product or, from somebody not signed in, than a password.

    Args:
        app: The application.
    """
    app.request_class = CleanRequest

    @app.before_request
    def check() -> None:
        if not is_storable(request.path):
            abort(404)  # nothing has such a name
        _refuse_too_much(request)
        try:
            is_fit = all(is_storable(text) for text in _texts(request))
        except RecursionError:
            is_fit = False  # nested more deeply than anything that is asked
        if not is_fit:
            note_refused("text")
            abort(_UNPROCESSABLE)


def _refuse_too_much(req: Request) -> None:
    length = req.content_length
    if length is None:
        # a body of no known length: no browser sends a form so
        if req.environ.get("wsgi.input_terminated") and "Transfer-Encoding" in req.headers:
            note_refused("no_length")
            abort(_NO_LENGTH)
        return
    if length <= VISITOR_BYTES_MOST:
        return
    if current_signed() is None:
        abort(_SIGN_IN)
    if req.is_json and length > JSON_BYTES_MOST:
        note_refused("size")
        abort(_UNPROCESSABLE)
    is_form = req.mimetype == "application/x-www-form-urlencoded"
    # counted in the bytes: making fields of them is what takes long
    if is_form and req.get_data(cache=True).count(b"&") >= FORM_FIELDS_MOST:
        note_refused("size")
        abort(_UNPROCESSABLE)


def _texts(req: Request) -> list[Any]:
    fields = list(req.args.items(multi=True)) if req.query_string else []
    if req.is_json:  # then there is no form
        plain = req.get_json(silent=True)
        return fields if _is_harmless(req.get_data()) else [fields, plain]
    if not req.content_length:
        return fields  # nothing was sent that could hold a form
    fields += req.form.items(multi=True)
    names = [file.filename for file in req.files.values()]
    return [fields, names]


def _is_harmless(body: bytes) -> bool:
    # nearly every answer that is saved: looking at its bytes once says it of all its parts
    return body.count(b"{") + body.count(b"[") < _SHALLOW and _SUSPECT.search(body) is None


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


def storable_json(text: str) -> Any:
    """Read JSON that stood as a text in what was sent: only now are its own texts seen.

    Args:
        text: JSON.

    Returns:
        The value.

    Raises:
        ValueError: It is no JSON, is nested too deeply to be read, or a text in it cannot be
            stored.
    """
    try:
        plain = json.loads(text)
        if is_storable(plain):
            return without_unseen(plain)
    except RecursionError:
        pass  # nested more deeply than anything that is asked
    raise ValueError("unfit JSON")
