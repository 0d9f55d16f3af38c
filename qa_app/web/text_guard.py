"""The guard before every form: no text that is sent may tell who a child is.

It looks at every field of every form, at every line of a file that is sent and at every text that
a script sends, whatever route takes it; only fields named below are left out, each with its
reason. What it finds holds the commit back (`models.unfit`): a citizen number always, other
finds until a reason is typed. Services that say so beside the field come first.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import NAME_REASON_LEAST, NAME_REASON_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import refused_number_in
from qa_app.domain.name_reasons import is_reason
from qa_app.domain.people import Actor, system_actor
from qa_app.domain.personal_numbers import Asked, Found, listed_in, numbers_found
from qa_app.extensions import database
from qa_app.queries.guarded_names import (
    NumberRefusedError,
    ReasonNeededError,
    guarded_names,
    hold_back,
    let_through,
)
from qa_app.rubric_files.packed import BROKEN, unpacked
from qa_app.services.privacy.keep_text import keep_text
from qa_app.services.privacy.note_refusal import note_refusal
from qa_app.web.guard import READING, current_actor, current_signed, wants_json
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.wording import Words
from qa_app.wording.privacy_journal import FOUND

UNGUARDED_FIELDS: Mapping[str, str] = {
    "again_challenge": "made by the server",
    "again_passkey": "made by a device",
    "challenge": "made by the server",
    "csrf_token": "made by the server",
    "digest": "made by the server",
    "form_key": "made by the server",
    "guard_reason": "looked at by itself",
    "idempotency_key": "made by the server",
    "keep": "looked at by itself",
    "key": "made by the server, or a secret on paper",
    "login_name": "the account's own name",
    "mail": "the person's own address, sealed",
    "name_reason": "looked at by itself",
    "next": "an address of the product",
    "op": "made by the browser",
    "secret": "a secret of a robot, sealed",
    "webhook": "an address of a robot, sealed",
}
"""Fields that the guard leaves out, and why; `password` in a name leaves it out as well."""
UNGUARDED_PLACES: Mapping[str, str] = {
    "accounts": "signing in and one's own account: no text about others",
    "cases": "case lists: `domain.case_cells` looks at each cell and names row and column",
    "health": "no form",
    "second_factor": "codes and keys: no text about others",
}
"""Parts of the site that the guard leaves out, and why."""
ONLY_NUMBERS: Mapping[str, str] = {
    "admin": "names of accounts and telephones of offices are entered here on purpose",
    "agreements": "names of travel groups and neighbours",
    "register": "contacts of centres and experts are entered here on purpose",
    "workers": "names of organisations and their offices are entered here on purpose",
}
"""Parts of the site where citizen numbers are refused and nothing else is asked about."""

_CODE = re.compile(r"[A-Za-z0-9_.:/+=-]{0,8}")
_REASONS = ("guard_reason", "name_reason", "keep")
_UNPROCESSABLE = 422
_FILE_MOST = 4 * 2**20
_UNPACKED_MOST = 16 * 2**20
_TEXTS_MOST = 20_000
_STRING_LEAST = 11
_GUARD = "plumbline.text_guard"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonPage(Page):
    """Where it is said why a text stays; what was sent goes with it once more."""

    template: ClassVar[str] = "errors/reason.html"

    is_refused: bool
    action: str
    kept: tuple[tuple[str, str], ...]
    finds: tuple[str, ...]
    fault: str
    typed: str
    least: int
    most: int


def register_text_guard(app: Flask) -> None:
    """Put the guard before every form.

    Args:
        app: The application.
    """
    app.before_request(_look)
    app.after_request(_note)
    app.register_error_handler(ReasonNeededError, _ask)
    app.register_error_handler(NumberRefusedError, _refuse)


def _look() -> None:
    if request.method in READING or (request.blueprint or "") in UNGUARDED_PLACES:
        return
    if request.endpoint is None:
        return  # no form: nothing of it is kept
    finds = _finds()
    if not finds:
        return
    asked = Asked(request.endpoint or "", tuple(sorted(finds)), tuple(sorted(set(finds.values()))))
    request.environ[_GUARD] = asked
    session = database()
    if "id_number" in asked.kinds:
        hold_back(session, NumberRefusedError())
        return
    reason = _reason()
    if is_reason(reason):
        keep_text(session, _actor(), asked, reason, at=clock.now())
        del request.environ[_GUARD]
    elif wants_json() or current_signed() is None:
        hold_back(session, InvalidError("likely_name", keys=_keys()))
    else:
        hold_back(session, ReasonNeededError())


def _note(response: Response) -> Response:
    asked: Asked | None = request.environ.pop(_GUARD, None)
    if asked is not None and response.status_code == _UNPROCESSABLE:
        session = database()
        let_through(session)
        session.rollback()
        note_refusal(session, _actor(), asked, at=clock.now())
    return response


def _refuse(_fault: NumberRefusedError) -> ResponseReturnValue:
    told = str(_("the number of an identity card"))
    if wants_json():
        body = {"code": _UNPROCESSABLE, "message": told, "reason": "id_number", "reference": None}
        return jsonify(error=body), _UNPROCESSABLE
    page = ReasonPage(
        is_refused=True,
        action="",
        kept=(),
        finds=(told,),
        fault="",
        typed="",
        least=NAME_REASON_LEAST,
        most=NAME_REASON_MOST,
    )
    return page.render(), _UNPROCESSABLE


def _ask(_fault: ReasonNeededError) -> ResponseReturnValue:
    asked: Asked | None = request.environ.get(_GUARD)
    kept = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", "guard_reason"} and "password" not in name
    )
    typed, words = request.form.get("guard_reason", ""), Words(page_language())
    page = ReasonPage(
        is_refused=False,
        action=request.full_path.rstrip("?"),
        kept=kept,
        finds=tuple(words.say(FOUND[kind]) for kind in (asked.kinds if asked else ())),
        fault=str(_("Give a reason that names nobody")) if typed else "",
        typed=typed[:NAME_REASON_MOST],
        least=NAME_REASON_LEAST,
        most=NAME_REASON_MOST,
    )
    return page.render(), _UNPROCESSABLE


def _actor() -> Actor:
    return current_actor() if current_signed() else system_actor("public")


def _reason() -> str:
    plain = request.get_json(silent=True) if request.is_json else None
    if isinstance(plain, Mapping):
        return next((str(plain[name]) for name in _REASONS if plain.get(name)), "")
    return next(
        (
            value
            for name, value in request.form.items(multi=True)
            if value.strip() and name.partition(".")[0] in _REASONS
        ),
        "",
    )


def _keys() -> tuple[str, ...]:
    plain = request.get_json(silent=True) if request.is_json else None
    return (str(plain["key"]),) if isinstance(plain, Mapping) and "key" in plain else ()


def _finds() -> dict[str, str]:
    found: dict[str, str] = {}
    names: Sequence[str] | None = None
    only_numbers = (request.blueprint or "") in ONLY_NUMBERS
    for field, text, is_file in _texts():
        kind = refused_number_in(text)
        if kind == "id_number":
            found[field] = kind
            continue
        if is_file or only_numbers:
            continue
        if kind is None:
            kind = next((one.value for one, _tail in numbers_found(text)), None)
        if kind is None:
            if names is None:
                names = [name for _kind, name in guarded_names(database())]
            kind = Found.LISTED.value if listed_in(text, names) else None
        if kind is not None:
            found[field] = kind
    return found


def _texts() -> Iterator[tuple[str, str, bool]]:
    if request.is_json:
        yield from _leaves("", request.get_json(silent=True))
        return
    for name, value in request.form.items(multi=True):
        if is_guarded(name) and not _CODE.fullmatch(value):
            yield name, value, False
    if current_signed() is None:
        return  # nothing takes a file of a stranger: it is not worth a look
    for name, file in request.files.items(multi=True):
        content = file.stream.read(_FILE_MOST)
        file.stream.seek(0)
        for text in _read(content):
            yield name, text, True


def is_guarded(field: str) -> bool:
    """Tell whether the guard looks at a field.

    Args:
        field: Its name.

    Returns:
        False for what `UNGUARDED_FIELDS` names, and for passwords.
    """
    short = field.partition(".")[0]
    # of several forms on a page each has its own key, such as `next-idempotency_key`
    is_key = short.endswith("-idempotency_key")
    return not is_key and short not in UNGUARDED_FIELDS and "password" not in field


def _leaves(name: str, plain: Any) -> Iterator[tuple[str, str, bool]]:
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            yield from _leaves(str(key)[:40], value)
    elif isinstance(plain, list):
        for value in plain[:_TEXTS_MOST]:
            yield from _leaves(name, value)
    elif isinstance(plain, str) and is_guarded(name) and not _CODE.fullmatch(plain):
        yield name, plain, False


def _read(content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        yield from _sheets(content)
        return
    for encoding in ("utf-8", "gb18030", "utf-16"):
        try:
            yield from content.decode(encoding).splitlines()[:_TEXTS_MOST]
        except ValueError:
            continue
        return


def _sheets(content: bytes) -> Iterator[str]:
    # what a workbook says stands in its strings; what is no workbook is refused by who reads it
    left = _UNPACKED_MOST
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for part in packed.infolist()[:100]:
                if part.filename.startswith("xl/") and part.filename.endswith(".xml"):
                    plain = unpacked(packed, part, min(left, _FILE_MOST))
                    left -= len(plain)
                    yield from _strings(plain.decode(errors="replace"))
    except BROKEN:
        return


def _strings(text: str) -> Iterator[str]:
    # from mark to mark, so that a text costs no more than its length
    told = (piece.partition(">")[2] for piece in text.split("<"))
    yield from islice((one for one in told if len(one) >= _STRING_LEAST), _TEXTS_MOST)
