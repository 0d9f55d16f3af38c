"""Pages for what went wrong: what happened, what to do, no blame."""

import errno
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from qa_app import clock
from qa_app.domain.errors import (
    AccessNeededError,
    ConflictError,
    InvalidError,
    NotAllowedError,
    OnePersonError,
    OutOfReachError,
    RefusedError,
    TooLongError,
)
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import DatabaseDownError, StorageFault, storage_fault, take_back
from qa_app.web.closed_doors import (
    door_words,
    is_without_role,
    reasons_of_absence,
    way_back,
)
from qa_app.web.denials import note_denial
from qa_app.web.guard import current_actor, wants_json
from qa_app.web.health.watch import note_fault
from qa_app.web.locale import page_language
from qa_app.web.page_above import page_above
from qa_app.web.pages import Page
from qa_app.web.refusals import note_refused
from qa_app.web.session_labels import sentences
from qa_app.web.settings import installation
from qa_app.web.turns import NoTurnError
from qa_app.wording import Words

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SERVER_ERROR, _SIGN_IN, _BUSY, _ABSENT, _FULL = 500, 401, 503, 404, 507
_ELSEWHERE = 421
_BY_ANOTHER = frozenset({"one_person", "link_maker"})
"""Refusals that somebody else takes away, on the page of an account."""
_REFUSALS: dict[type[RefusedError], int] = {
    OutOfReachError: 404,
    AccessNeededError: 404,
    NotAllowedError: 404,
    ConflictError: 409,
    OnePersonError: 409,
    InvalidError: 422,
    TooLongError: 422,
    NoTurnError: 429,
}
_RETRY_SECONDS = "10"
_OUT_OF_MEMORY = "plumbline.out_of_memory"
"""Tells who serves (`deploy/gunicorn.conf.py`) that what is loaded may be half made."""
_SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_BARE = (
    "<!doctype html><meta charset=utf-8><title>503</title>"
    "<p lang=zh-CN>系统暂时繁忙。已保存的内容没有丢失。请稍候几秒再试。"
    "<p lang=en>The system is busy for a moment. Nothing was lost that was already saved. Wait a"
    " few seconds and try again."
)
"""What is said where neither templates nor words can be loaded for a moment."""
_BARE_FAULT = (
    "<!doctype html><meta charset=utf-8><title>500</title>"
    "<p lang=zh-CN>系统出错，编号{reference}。已保存的内容没有丢失。请将编号告知管理员。"
    "<p lang=en>Something went wrong: {reference}. Nothing was lost that was already saved. Tell an"
    " administrator this number."
)
"""What is said where they cannot be loaded at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """One page for every fault."""

    template: ClassVar[str] = "errors/error.html"

    title: str
    advice: str
    way: tuple[str, str] | None
    reasons: tuple[str, ...]
    reference: str | None
    is_sign_in: bool
    is_elsewhere: bool
    has_first_page: bool


def register_errors(app: Flask) -> None:
    """Answer every fault in the visitor's language.

    Args:
        app: The application.
    """
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(RefusedError, _refused)

    @app.errorhandler(HTTPException)
    def http(fault: HTTPException) -> ResponseReturnValue:
        above = page_above(fault, app.url_map)
        return _http(fault) if above is None else redirect(above)

    @app.errorhandler(Exception)
    def unexpected(fault: Exception) -> ResponseReturnValue:
        reference = _reference()
        note_fault(app, reference, fault)
        take_back()
        _mark_memory(fault)
        unsaved = storage_fault(fault)
        if unsaved is not None:
            known = _unsaved(unsaved)
            code = _FULL if unsaved is StorageFault.FULL else _BUSY
            return _answer(code, reference, reason=unsaved.value, known=known)
        is_passing = isinstance(fault, DatabaseDownError) or _is_scarce(fault)
        try:
            return _answer(_BUSY if is_passing else _SERVER_ERROR, reference)
        except (OSError, MemoryError) as other:
            _mark_memory(other)
            if _is_scarce(other):  # too few files even for the page that says so
                return _BARE, _BUSY, {"Retry-After": _RETRY_SECONDS}
            # a template that cannot be read will not be there in ten seconds either
            note_fault(app, reference, other)
            return _BARE_FAULT.format(reference=reference), _SERVER_ERROR


def _mark_memory(fault: Exception) -> None:
    if isinstance(fault, MemoryError):
        request.environ[_OUT_OF_MEMORY] = True


def _is_scarce(fault: Exception) -> bool:
    # of open files or memory there are soon enough again, where others are done with theirs
    return isinstance(fault, MemoryError) or (isinstance(fault, OSError) and fault.errno in _SCARCE)


def _unsaved(fault: StorageFault) -> tuple[str, str]:
    advice = str(
        _(
            "Nothing of this was saved. Answers that were being given stay on their screen and are"
            " sent again by themselves; from a form, go back with the browser: what you filled in"
            " is still there. Reading goes on. Tell a system administrator."
        )
    )
    if fault is StorageFault.FULL:
        return str(_("There is no room left to save")), advice
    return str(_("Nothing can be saved at the moment")), advice


def _refused(fault: RefusedError) -> ResponseReturnValue:
    code = next(code for kind, code in _REFUSALS.items() if isinstance(fault, kind))
    note_denial(code)
    note_refused(fault.code)
    if isinstance(fault, AccessNeededError) and _may_ask():
        return redirect(url_for("access.ask", audit_id=fault.params["audit_id"]))
    if isinstance(fault, TooLongError):
        advice = Words(page_language()).refusal(fault.code, **fault.params)
        return _answer(code, reason=fault.code, known=(str(_("A text is too long")), advice))
    return _answer(code, reason=fault.code)


def _expired_form(_fault: CSRFError) -> ResponseReturnValue:
    note_refused("csrf")
    return _answer(400)


def _may_ask() -> bool:
    # whoever reads a page is led to the request; a script is told that there is nothing
    may_ask = may(current_actor(), Permission.ACCESS_ASK)
    return request.method == "GET" and not wants_json() and may_ask


def _http(fault: HTTPException) -> ResponseReturnValue:
    note_denial(fault.code or _SERVER_ERROR)
    return _answer(fault.code or _SERVER_ERROR)


def _reference() -> str:
    bits = clock.random_bits(20)
    return "E-" + "".join(_ALPHABET[(bits >> (5 * place)) % len(_ALPHABET)] for place in range(4))


def _answer(
    code: int,
    reference: str | None = None,
    reason: str | None = None,
    known: tuple[str, str] | None = None,
) -> ResponseReturnValue:
    known = known or _barred().get(reason or "") or door_words(reason or "")
    title, advice = known or _words(code)
    headers = {"Retry-After": _RETRY_SECONDS} if code in (_BUSY, _FULL) or reason == "turn" else {}
    if wants_json():
        body = {"code": code, "message": title, "reason": reason, "reference": reference}
        return jsonify(error=body), code, headers
    page = ErrorPage(
        title=title,
        advice=advice,
        way=_own_ties() if reason == "barred" else _back(code, reason),
        reasons=reasons_of_absence() if code == _ABSENT and known is None else (),
        reference=reference,
        is_sign_in=code == _SIGN_IN,
        is_elsewhere=code == _ELSEWHERE,
        has_first_page=code != _ELSEWHERE and not is_without_role(),
    )
    return page.render(), code, headers


def _back(code: int, reason: str | None) -> tuple[str, str] | None:
    if code == _ELSEWHERE:
        return installation().public_url, installation().public_url
    return way_back(reason) if code == _ABSENT or reason in _BY_ANOTHER else None


def _own_ties() -> tuple[str, str]:
    return url_for("readers.own"), str(_("To my ties"))


def _barred() -> dict[str, tuple[str, str]]:
    advice = str(
        _(
            "Nothing more is saved. What was saved before stays, and the planner gives the file to"
            " somebody else."
        )
    )
    own = _("You worked on this case and cannot review it. The planner has been told.")
    other = _(
        "A tie, a conflict of interest, or individual sessions that you lead with the worker keep"
        " you from this file. The planner has been told."
    )
    ties = _("A conflict that you declared and that does not hold can be ended among your ties.")
    both = sentences(advice, str(ties))
    return {"barred_own": (str(own), advice), "barred": (str(other), both)}


def _words(code: int) -> tuple[str, str]:
    words = {
        400: (
            _("This form is no longer valid"),
            _("Go back, reload the page and send the form again. Nothing was saved."),
        ),
        401: (_("Please sign in"), _("Your session has ended. Sign in to go on.")),
        403: (_("This is not open to you"), _("Ask an administrator if you need it.")),
        404: (
            _("There is no such page, or it is not open to you"),
            _("Check the address, or start again from the first page."),
        ),
        405: (_("This cannot be done here"), _("Start again from the first page.")),
        409: (
            _("Someone else changed this first"),
            _("Reload the page to see how it stands now, then try again."),
        ),
        413: (_("The file is too large"), _("Send at most 10 MB. Nothing was saved.")),
        421: (
            _("This system does not answer under this address"),
            _("Use the address that you were given:"),
        ),
        422: (
            _("This cannot be accepted as it is"),
            _("Go back, look at what was filled in and send it again. Nothing was saved."),
        ),
        429: (
            _("You asked too often within a minute"),
            _("Wait a minute and go on. Security administrators may be told."),
        ),
        503: (
            _("The system is busy for a moment"),
            _("Nothing was lost that was already saved. Wait a few seconds and try again."),
        ),
    }
    return words.get(
        code,
        (
            _("Something went wrong"),
            _(
                "Nothing was lost that was already saved. Try again; if it happens again, tell"
                " an administrator the number below."
            ),
        ),
    )
