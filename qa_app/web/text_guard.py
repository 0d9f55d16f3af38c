"""The guard before every form: no text that is sent may tell who a child is.

It looks at every field of every form and at every text that a script sends, whatever route takes
it; only fields named below are left out, each with its reason. What it finds holds the commit back
(`models.unfit`): a citizen number always, other finds until somebody who is signed in types a
reason, which is kept by the act that keeps the text, or not at all. Services that say so beside the
field come first. What a file says is looked at by whoever reads it (`FILES`).
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import NAME_REASON_LEAST, NAME_REASON_MOST
from qa_app.domain.errors import InvalidError, RefusedError
from qa_app.domain.identity_guard import refused_number_in
from qa_app.domain.name_reasons import is_reason
from qa_app.domain.personal_numbers import Asked, Found, listed_in, numbers_found
from qa_app.extensions import database
from qa_app.queries.guarded_names import (
    NumberRefusedError,
    ReasonNeededError,
    guarded_names,
    hold_back,
    let_through,
)
from qa_app.services.privacy.keep_text import keep_text
from qa_app.services.privacy.note_refusal import note_refusal
from qa_app.web.guard import READING, current_actor, current_signed, wants_json
from qa_app.web.locale import page_language
from qa_app.web.pages import Page
from qa_app.wording import Words
from qa_app.wording.privacy_journal import FOUND

UNGUARDED_FIELDS: Mapping[str, str] = {
    "again_challenge": "made by the server",
    "again_code": "a code that is used once, or a secret on paper",
    "again_passkey": "made by a device",
    "challenge": "made by the server",
    "checked": "a list or form that was looked at, packed and signed by the server",
    "csrf_token": "made by the server",
    "digest": "made by the server",
    "form_key": "made by the server",
    "guard_reason": "looked at by itself",
    "idempotency_key": "made by the server",
    "keep": "looked at by itself",
    "key": "made by the server, or a secret on paper",
    "login_name": "the account's own name",
    "made_challenge": "made by the server",
    "made_passkey": "made by a device",
    "mail": "the person's own address, sealed",
    "name_reason": "looked at by itself",
    "next": "an address of the product",
    "op": "made by the browser",
    "secret": "a secret of a robot, sealed",
    "webhook": "an address of a robot, sealed",
}
"""Fields that the guard leaves out, and why; `password` in a name leaves it out as well."""
UNGUARDED_PLACES: Mapping[str, str] = {
    "accounts": "signing in and one's own account: names of accounts, and passwords",
    "cases": "case lists: `domain.case_cells` looks at each cell and names row and column",
    "health": "no form",
    "second_factor.alone": "what a device signed, of somebody who is not in yet",
    "second_factor.question": "codes and keys of somebody who is not in yet",
}
"""Parts of the site, or single addresses of it, that the guard leaves out, and why."""
FILES: Mapping[str, str] = {
    "cases": "case lists: `domain.case_cells`, cell by cell",
    "decisions": "pictures of signed papers",
    "drafting": "rubrics: `look_through`, text by text",
    "endorsement": "criteria: `look_through`, text by text",
    "limits": "dated events: codes, days and times of `domain.case_cells`",
    "own_forms": "a form that is filled and handed back; nothing of it is kept",
    "past_sessions": "sessions: codes, days and times of `domain.case_cells`",
    "register": "lists of the register: `domain.case_cells`, cell by cell",
}
"""Parts of the site that take files, and who looks at what these say."""
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
_TEXT_MOST = 100_000
"""Signs of one field: the longest text that one holds is the note of a session, with its marks."""
_TOLD_MOST = 20
_UNTOLD = "?"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_NAME_DIGITS_MOST = 6
_GUARD = "plumbline.text_guard"


class TextLongError(RefusedError):
    """A text is longer than any field takes, so that nothing looks at it."""

    def __init__(self, field: str) -> None:
        super().__init__("text_long", field=field)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonPage(Page):
    """Where it is said why a text stays; what was sent goes with it once more."""

    template: ClassVar[str] = "errors/reason.html"

    title: str
    lede: str
    finds: tuple[str, ...]
    is_refused: bool = True
    action: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    typed: str = ""
    least: int = NAME_REASON_LEAST
    most: int = NAME_REASON_MOST


def register_text_guard(app: Flask) -> None:
    """Put the guard before every form.

    Args:
        app: The application.
    """
    app.before_request(_look)
    app.after_request(_note)
    app.register_error_handler(ReasonNeededError, _ask)
    app.register_error_handler(NumberRefusedError, _refuse)
    app.register_error_handler(TextLongError, _shorten)


def _look() -> None:
    if request.method in READING or request.endpoint is None:
        return  # no form: nothing of it is kept
    if not {request.blueprint or "", request.endpoint}.isdisjoint(UNGUARDED_PLACES):
        return
    finds = _finds()
    if not finds:
        return
    asked = Asked(request.endpoint, told_fields(finds), tuple(sorted(set(finds.values()))))
    request.environ[_GUARD] = asked
    session, is_signed = database(), current_signed() is not None
    if "id_number" in asked.kinds:
        hold_back(session, NumberRefusedError())
    elif is_signed and is_reason(reason := _reason()):
        keep_text(session, current_actor(), asked, reason, at=clock.now())
        del request.environ[_GUARD]
    elif wants_json() or not is_signed:
        hold_back(session, InvalidError("likely_name", keys=_keys()))
    else:
        hold_back(session, ReasonNeededError())


def _note(response: Response) -> Response:
    asked: Asked | None = request.environ.pop(_GUARD, None)
    # what a stranger sends leaves no row: nothing bounds how often they do, or tells who they are
    if asked is None or response.status_code != _UNPROCESSABLE or current_signed() is None:
        return response
    session = database()
    let_through(session)
    session.rollback()
    note_refusal(session, current_actor(), asked, at=clock.now())
    return response


def told_fields(names: Collection[str]) -> tuple[str, ...]:
    """Tell which fields held something, without telling what somebody wrote into their names.

    Args:
        names: Names of fields, as sent.

    Returns:
        Those that look like names of this product, in order, `?` for all others; a few at most.
    """
    fit = {name for name in names if _is_name(name)}
    return tuple(sorted(fit if len(fit) == len(names) else fit | {_UNTOLD})[:_TOLD_MOST])


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and sum(map(str.isdigit, name)) <= _NAME_DIGITS_MOST


def look_through(plain: Any, field: str = "file") -> None:
    """Refuse what a file says when the number of a citizen stands in it.

    Args:
        plain: What was read of the file: mappings, lists, texts and numbers.
        field: The field that it was sent in.

    Raises:
        NumberRefusedError: One of its texts, numbers or names of parts holds one.
    """
    if _holds_number(plain):
        request.environ[_GUARD] = Asked(request.endpoint or "", (field,), ("id_number",))
        raise NumberRefusedError


def _holds_number(plain: Any) -> bool:
    if isinstance(plain, Mapping):
        return any(map(_holds_number, (*plain, *plain.values())))
    if isinstance(plain, list | tuple):
        return any(map(_holds_number, plain))
    is_said = isinstance(plain, str | int)
    return is_said and refused_number_in(str(plain)) == "id_number"


def _refuse(_fault: NumberRefusedError) -> ResponseReturnValue:
    told = str(_("the number of an identity card"))
    if wants_json():
        return _json(told, "id_number")
    lede = _("Nothing was saved: go back and leave it out. No reason lets such a number stand.")
    return _page(str(lede), told), _UNPROCESSABLE


def _shorten(fault: TextLongError) -> ResponseReturnValue:
    told = str(_("Field “%(field)s”: at most %(most)s characters", most=_TEXT_MOST, **fault.params))
    if wants_json():
        return _json(told, fault.code)
    page = ReasonPage(
        title=str(_("This text is too long")),
        lede=str(_("Nothing was saved: go back and shorten it.")),
        finds=(told,),
    )
    return page.render(), _UNPROCESSABLE


def _json(told: str, reason: str) -> ResponseReturnValue:
    body = {"code": _UNPROCESSABLE, "message": told, "reason": reason, "reference": None}
    return jsonify(error=body), _UNPROCESSABLE


def _page(lede: str, *finds: str, **more: Any) -> str:
    title = str(_("This may tell who somebody is"))
    return ReasonPage(title=title, lede=lede, finds=finds, **more).render()


def _ask(_fault: ReasonNeededError) -> ResponseReturnValue:
    asked: Asked | None = request.environ.get(_GUARD)
    typed, words = request.form.get("guard_reason", ""), Words(page_language())
    lede = _(
        "Nothing was saved yet. Go back and leave it out, or say why it must stand; the reason is"
        " kept and can be looked at later."
    )
    page = _page(
        str(lede),
        *(words.say(FOUND[kind]) for kind in (asked.kinds if asked else ())),
        is_refused=False,
        action=request.full_path.rstrip("?"),
        kept=tuple(filter(_goes_on, request.form.items(multi=True))),
        fault=str(_("Give a reason that names nobody")) if typed else "",
        typed=typed[:NAME_REASON_MOST],
    )
    return page, _UNPROCESSABLE


def _goes_on(field: tuple[str, str]) -> bool:
    # secrets stand on no page: who was asked for one is asked once more
    name = field[0]
    return not (
        name in {"csrf_token", "guard_reason"} or "password" in name or name.startswith("again_")
    )


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
    for field, text in _texts():
        kind = refused_number_in(text)
        if kind == "id_number":
            found[field] = kind
            continue
        if only_numbers:
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


def _texts() -> Iterator[tuple[str, str]]:
    if request.is_json:
        sent = _leaves("", request.get_json(silent=True))
    else:
        sent = iter(request.form.items(multi=True))
    for name, value in sent:
        if not is_guarded(name) or _CODE.fullmatch(value):
            continue
        if len(value) > _TEXT_MOST:
            raise TextLongError(told_fields((name,))[0])
        yield name, value
        # scripts send some fields as JSON, which writes ends of lines and signs in ways of its own
        yield from ((name, text) for text in _unpacked(value))


def _unpacked(value: str) -> Iterator[str]:
    if value.lstrip()[:1] not in {"{", "["}:
        return
    with suppress(ValueError, RecursionError):  # a text that begins like JSON and is none
        for _name, text in _leaves("", json.loads(value)):
            yield text
            # each level writes the quotes of the one within with twice the signs: few fit in
            yield from _unpacked(text)


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


def _leaves(name: str, plain: Any) -> Iterator[tuple[str, str]]:
    if isinstance(plain, Mapping):
        for key, value in plain.items():
            yield str(key), str(key)
            yield from _leaves(str(key), value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _leaves(name, value)
    elif isinstance(plain, str):
        yield name, plain
