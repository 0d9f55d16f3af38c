"""Routes that anyone may take: no account, no script, no cookie."""

import json
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.key_lists import key_list
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.signing_keys import published_keys, revoked_digests
from qa_app.web.asked_often import is_heard
from qa_app.web.bare import bare
from qa_app.web.guard import public
from qa_app.web.handed_out import named_file
from qa_app.web.headers import VARY
from qa_app.web.locale import speak
from qa_app.web.papers_public.building import (
    ask_page,
    by_number,
    by_token,
    found_page,
    keys_page,
    refused_page,
)
from qa_app.web.settings import installation, local_today

bp = Blueprint("papers_public", __name__, url_prefix="/v")
_ABSENT, _UNPROCESSABLE, _TOO_MANY = 404, 422, 429
_FRESH = {"Cache-Control": "no-store", "Vary": VARY}
_LATER = _FRESH | {"Retry-After": "60"}
_JSON = "application/json"


@bp.before_request
def in_the_language_asked_for() -> None:
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES:
        speak(wanted)


@bp.get("")
@public
@bare
def ask() -> ResponseReturnValue:
    number, check = (request.args.get(name, "").strip() for name in ("number", "check"))
    if not number or not check:
        # a form sent with a gap is told so and asks about no paper
        is_sent = "number" in request.args or "check" in request.args
        return ask_page(is_sent=is_sent).render(), _UNPROCESSABLE if is_sent else 200, _FRESH
    if not is_heard():
        return refused_page().render(), _TOO_MANY, _LATER
    found = by_number(number, check)
    return found_page(found).render(), 200 if found else _ABSENT, _FRESH


@bp.get("/<token>")
@public
@bare
def show(token: str) -> ResponseReturnValue:
    if not is_heard():
        return refused_page().render(), _TOO_MANY, _LATER
    found = by_token(token)
    return found_page(found, token).render(), 200 if found else _ABSENT, _FRESH


@bp.get("/<token>/signed.json")
@public
@bare
def signed(token: str) -> ResponseReturnValue:
    if not is_heard():
        return Response("{}", _TOO_MANY, _LATER, content_type=_JSON)
    found = by_token(token)
    if found is None:
        return Response("{}", _ABSENT, _FRESH, content_type=_JSON)
    headers = _FRESH | named_file(f"{found.facts.number}.json")
    return Response(found.file, 200, headers, content_type=_JSON)


@bp.get("/keys")
@public
@bare
def keys() -> ResponseReturnValue:
    return keys_page().render(), _FRESH


@bp.get("/keys.json")
@public
@bare
def keys_file() -> ResponseReturnValue:
    session = database()
    keys = published_keys(session, installation().timezone)
    now = clock.now().astimezone(ZoneInfo(installation().timezone))
    listed = key_list(keys, revoked_digests(session, local_today()), now)
    headers = _FRESH | named_file("keys.json")
    return Response(json.dumps(listed, indent=1), 200, headers, content_type=_JSON)
