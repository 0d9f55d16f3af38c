"""Routes of notes on charts and of new baselines."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.baselines import NewBaseline
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.chart_rights import (
    chart_of_baseline,
    chart_scope,
    may_note,
    may_rebase,
    scope_of_note,
)
from qa_app.queries.trends import Scope, ScopeKind
from qa_app.services.charts.add_note import add_note
from qa_app.services.charts.begin_baseline import ChartOf, begin_baseline
from qa_app.services.charts.change_note import change_note
from qa_app.services.charts.remove_note import remove_note
from qa_app.services.charts.take_back_baseline import take_back_baseline
from qa_app.web.chart_notes.labels import refusal_words
from qa_app.web.chart_notes.view import Trouble, baselines_page, kind_of, note_form, notes_page
from qa_app.web.filters import chosen, chosen_number
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.forms import name_reason, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation

bp = Blueprint("chart_notes", __name__, url_prefix="/centres/charts")
_CONFLICT, _UNPROCESSABLE = 409, 422
_KINDS = {one.value: one for one in (ScopeKind.CENTRE, ScopeKind.PLACE)}


@bp.get("/<kind>/<int:object_id>/notes")
@requires(Permission.CHART_NOTE)
def index(kind: str, object_id: int) -> ResponseReturnValue:
    scope = _noted(kind, object_id)
    return notes_page(scope, note_form(scope)).render()


@bp.post("/<kind>/<int:object_id>/notes")
@requires(Permission.CHART_NOTE)
def add(kind: str, object_id: int) -> ResponseReturnValue:
    scope = _noted(kind, object_id)
    form = note_form(scope)
    note = form.note() if form.validate_on_submit() else None
    if note is not None:
        where, zone = (_KINDS[kind], object_id), installation().timezone
        try:
            add_note(database(), current_actor(), where, note, zone, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(scope, "note_added")
    return notes_page(scope, form).render(), _UNPROCESSABLE


@bp.post("/notes/<int:note_id>/words")
@requires(Permission.CHART_NOTE)
def change(note_id: int) -> ResponseReturnValue:
    scope = _of_note(note_id)
    form = request.form
    text = BilingualText(form.get("text_zh", "").strip(), form.get("text_en", "").strip())
    sent = (text, number_or_none(form.get("revision", "")) or 0, name_reason())
    zone = installation().timezone
    try:
        change_note(database(), current_actor(), note_id, sent, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _refused(scope, note_id, fault, text=text)
    return _shown(scope, "note_changed")


@bp.post("/notes/<int:note_id>/off")
@requires(Permission.CHART_NOTE)
def remove(note_id: int) -> ResponseReturnValue:
    scope = _of_note(note_id)
    reason = request.form.get("reason", "")
    sent = (reason, number_or_none(request.form.get("revision", "")) or 0)
    try:
        remove_note(database(), current_actor(), note_id, sent, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _refused(scope, note_id, fault, reason=reason)
    return _shown(scope, "note_removed")


@bp.get("/<kind>/<int:object_id>/baselines")
@requires(Permission.CHART_REBASE)
def baselines(kind: str, object_id: int) -> ResponseReturnValue:
    scope = _rebased(kind, object_id)
    month = chosen_number("month")
    return baselines_page(scope, chosen("rubric"), chosen("section"), month).render()


@bp.post("/<kind>/<int:object_id>/baselines")
@requires(Permission.CHART_REBASE)
def begin(kind: str, object_id: int) -> ResponseReturnValue:
    scope, form = _rebased(kind, object_id), request.form
    code, section = form.get("rubric", ""), form.get("section", "")
    month, old, new = (
        number_or_none(form.get(one, "")) or 0 for one in ("month", "old_mean", "new_mean")
    )
    sent = NewBaseline(month, (old, new), form.get("reason", ""), name_reason())
    chart = ChartOf(_KINDS[kind], object_id, code, section)
    try:
        begin_baseline(database(), current_actor(), chart, sent, sent_key(), at=clock.now())
    except (InvalidError, ConflictError) as fault:
        page = baselines_page(scope, code, section, month, _trouble(0, fault))
        return page.render(), _code(fault)
    return _listed(scope, code, section, "baseline_begun")


@bp.post("/baselines/<int:baseline_id>/back")
@requires(Permission.CHART_REBASE)
def take_back(baseline_id: int) -> ResponseReturnValue:
    found = chart_of_baseline(database(), current_actor(), baseline_id, clock.now().date())
    if found is None or not may_rebase(current_actor(), found[0]):
        abort(404)
    scope, code, section = found
    reason = request.form.get("reason", "")
    try:
        take_back_baseline(database(), current_actor(), baseline_id, reason, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        page = baselines_page(scope, code, section, None, _trouble(baseline_id, fault))
        return page.render(), _code(fault)
    return _listed(scope, code, section, "baseline_back")


def _noted(kind: str, object_id: int) -> Scope:
    scope = _scope(kind, object_id)
    return scope if may_note(current_actor(), scope) else abort(404)


def _rebased(kind: str, object_id: int) -> Scope:
    scope = _scope(kind, object_id)
    return scope if may_rebase(current_actor(), scope) else abort(404)


def _scope(kind: str, object_id: int) -> Scope:
    if kind not in _KINDS:
        abort(404)
    today = clock.now().date()
    found = chart_scope(database(), current_actor(), _KINDS[kind], object_id, today)
    return found or abort(404)


def _of_note(note_id: int) -> Scope:
    scope = scope_of_note(database(), current_actor(), note_id)
    return scope if scope is not None and may_note(current_actor(), scope) else abort(404)


def _refused(
    scope: Scope,
    note_id: int,
    fault: InvalidError | ConflictError,
    text: BilingualText | None = None,
    reason: str = "",
) -> ResponseReturnValue:
    trouble = replace(_trouble(note_id, fault), text=text, reason=reason)
    page = notes_page(scope, note_form(scope, is_sent=False), trouble)
    return page.render(), _code(fault)


def _trouble(about: int, fault: InvalidError | ConflictError) -> Trouble:
    return Trouble(about, refusal_words(fault), fault.code in ASKS_NAME)


def _code(fault: InvalidError | ConflictError) -> int:
    return _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _shown(scope: Scope, notice: str) -> ResponseReturnValue:
    address = url_for(
        "chart_notes.index", kind=kind_of(scope), object_id=scope.object_id, notice=notice
    )
    return redirect(address)


def _listed(scope: Scope, code: str, section: str, notice: str) -> ResponseReturnValue:
    address = url_for(
        "chart_notes.baselines",
        kind=kind_of(scope),
        object_id=scope.object_id,
        rubric=code,
        section=section or None,
        notice=notice,
    )
    return redirect(address)
