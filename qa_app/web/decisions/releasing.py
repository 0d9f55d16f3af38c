"""Routes on which texts are released to judicial users, and names agreed."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import REGISTER_NAME_MOST, ROWS_PER_PAGE, STATEMENT_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.domain.register_names import NAMED
from qa_app.domain.released_items import ItemKind
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.register_names import waiting_names
from qa_app.queries.register_texts import Release, releases
from qa_app.services.decisions.answer_names import answer_names
from qa_app.services.decisions.propose_names import propose_names
from qa_app.services.decisions.release_text import release_text
from qa_app.services.decisions.withdraw_release import withdraw_release
from qa_app.web.decisions.besides import NamesPage, ReleaseLine, ReleasesPage
from qa_app.web.decisions.blueprint import bp
from qa_app.web.decisions.labels import names, refusal
from qa_app.web.decisions.pages import Trouble
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import number_or_none
from qa_app.web.session_labels import short_instant
from qa_app.web.step_up import asks_again

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/releases")
@requires(Permission.STANDING_RELEASE)
def released() -> ResponseReturnValue:
    return _releases_page().render()


@bp.post("/releases")
@requires(Permission.STANDING_RELEASE)
@asks_again("decisions.released")
def release() -> ResponseReturnValue:
    kind, item = request.form.get("kind", ""), number_or_none(request.form.get("item", ""))
    if kind not in tuple(ItemKind) or item is None:
        abort(404)
    reason = request.form.get("reason", "").strip()[: STATEMENT_MOST + 1]
    try:
        release_text(database(), current_actor(), ItemKind(kind), item, reason, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        return _releases_page(refusal(fault)).render(), status
    return redirect(url_for("decisions.released", notice="text_released"))


@bp.post("/releases/<int:release_id>/withdraw")
@requires(Permission.STANDING_RELEASE)
def withdraw(release_id: int) -> ResponseReturnValue:
    try:
        withdraw_release(database(), current_actor(), release_id, at=clock.now())
    except ConflictError as fault:
        return _releases_page(refusal(fault)).render(), _CONFLICT
    return redirect(url_for("decisions.released", notice="release_withdrawn"))


@bp.get("/names")
@requires(Permission.STANDING_NAME)
def show_names() -> ResponseReturnValue:
    return _names_page().render()


@bp.post("/names")
@requires(Permission.STANDING_NAME)
@asks_again("decisions.show_names")
def change_names() -> ResponseReturnValue:
    given = _given()
    try:
        propose_names(database(), current_actor(), given, at=clock.now(), key=sent_key())
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        return _names_page(fault, given).render(), status
    return redirect(url_for("decisions.show_names", notice="names_proposed"))


@bp.post("/names/<int:names_id>")
@requires(Permission.STANDING_NAME)
@asks_again("decisions.show_names")
def answer(names_id: int) -> ResponseReturnValue:
    step = request.form.get("step", "")
    if step not in {"agree", "refuse"}:
        abort(404)
    is_agreed = step == "agree"
    try:
        answer_names(database(), current_actor(), names_id, is_agreed=is_agreed, at=clock.now())
    except (ConflictError, NotAllowedError) as fault:
        return _names_page(fault).render(), _CONFLICT
    notice = "names_agreed" if is_agreed else "names_refused"
    return redirect(url_for("decisions.show_names", notice=notice))


def _given() -> dict[str, BilingualText]:
    most = REGISTER_NAME_MOST + 1
    form = request.form
    return {
        name: BilingualText(
            form.get(f"{name}_zh", "").strip()[:most], form.get(f"{name}_en", "").strip()[:most]
        )
        for name in NAMED
    }


def _names_page(
    fault: RefusedError | None = None, given: dict[str, BilingualText] | None = None
) -> NamesPage:
    now, labels, actor = names(), _labels(), current_actor()
    shown = given or {name: getattr(now, name) for name in NAMED}
    if given is None and now.is_body_open:
        shown["body"] = BilingualText("", "")
    waiting = tuple(
        (
            one,
            one.proposed_by == actor.account_id,
            tuple((labels[name], one.names[name]) for name in NAMED),
        )
        for one in waiting_names(database())
    )
    fields = tuple((name, labels[name], shown[name].zh, shown[name].en) for name in NAMED)
    # of a name the refusal says which one
    name = "" if fault is None else str(fault.params.get("name", ""))
    words = "" if fault is None else refusal(fault)
    trouble = Trouble("names", "" if name else words, {}, {name: words} if name else {})
    return NamesPage(names=now, fields=fields, waiting=waiting, key=form_key(), trouble=trouble)


def _labels() -> dict[str, str]:
    return {
        "register": str(_("The register")),
        "act_list": str(_("Entering it")),
        "act_defer": str(_("Putting it off")),
        "act_remove": str(_("Removing from it")),
        "paper": str(_("The paper")),
        "body": str(_("The body that decides")),
        "appeal": str(_("Objecting and looking again")),
    }


def _releases_page(fault: str = "") -> ReleasesPage:
    found = releases(database(), current_actor(), ROWS_PER_PAGE)
    return ReleasesPage(lines=tuple(map(_release_line, found)), fault=fault)


def _release_line(one: Release) -> ReleaseLine:
    kinds = {
        ItemKind.STATEMENT: _("Statement with an application"),
        ItemKind.OBJECTION: _("Words of an objection"),
        ItemKind.CONDITION: _("Words of a condition"),
    }
    withdrawn = ""
    if one.withdrawn_at is not None:
        at = short_instant(one.withdrawn_at)
        withdrawn = str(_("withdrawn by %(by)s, %(at)s", by=one.withdrawn_by, at=at))
    since = _("by %(by)s, %(at)s", by=one.released_by, at=short_instant(one.released_at))
    return ReleaseLine(
        one.id, str(kinds[one.kind]), one.centre_name, one.reason, str(since), withdrawn
    )
