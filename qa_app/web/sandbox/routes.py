"""Routes of trials of drafts of criteria."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE, SANDBOX_REASON_LEAST, SANDBOX_REASON_MOST
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.domain.trial import Trial, wants_reason
from qa_app.extensions import database
from qa_app.queries.criteria_trials import DraftTried, draft_tried, names_within
from qa_app.reports.tables import csv_table
from qa_app.services.criteria.ask_criteria_trial import ask_criteria_trial
from qa_app.services.criteria.look_at_criteria_trial import look_at_criteria_trial
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.locale import page_language
from qa_app.web.sandbox.pages import Looked, SandboxPage
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.criteria_changes import changes_table
from qa_app.wording.sandbox import (
    Table,
    biting_table,
    dry_run_table,
    named_first,
    past_table,
    said_finding,
    said_left_out,
    said_method,
    said_past,
)

bp = Blueprint("sandbox", __name__, url_prefix="/criteria/sandbox")
_CONFLICT, _UNPROCESSABLE = 409, 422
_SECONDS = "5"


@bp.get("/<int:draft_id>")
@requires(Permission.CRITERIA_PUBLISH)
def show(draft_id: int) -> ResponseReturnValue:
    draft = _draft(draft_id)
    is_running = draft.ask is not None and not draft.ask.is_failed
    return _page(draft).render(), {"Refresh": _SECONDS} if is_running else {}


@bp.post("/<int:draft_id>/run")
@requires(Permission.CRITERIA_PUBLISH)
def run(draft_id: int) -> ResponseReturnValue:
    try:
        ask_criteria_trial(database(), current_actor(), draft_id, at=clock.now())
    except ConflictError as fault:
        return _page(_draft(draft_id), _refusal(fault)).render(), _CONFLICT
    return redirect(url_for("sandbox.show", draft_id=draft_id))


@bp.post("/<int:draft_id>/look")
@requires(Permission.CRITERIA_PUBLISH)
def look(draft_id: int) -> ResponseReturnValue:
    digest, reason = request.form.get("digest", ""), request.form.get("reason", "")
    try:
        look_at_criteria_trial(
            database(), current_actor(), draft_id, digest, reason, at=clock.now()
        )
    except (ConflictError, InvalidError) as fault:
        code = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        return _page(_draft(draft_id), _refusal(fault), reason).render(), code
    return redirect(url_for("sandbox.show", draft_id=draft_id, notice="trial_looked"))


@bp.get("/<int:draft_id>/honest.csv")
@requires(Permission.CRITERIA_PUBLISH)
def dry_run_csv(draft_id: int) -> ResponseReturnValue:
    draft, trial = _tried(draft_id)
    words, (_centres, areas) = Words(page_language()), names_within(database(), current_actor())
    return _file(draft, "honest", dry_run_table(words, trial, draft.file, areas))


@bp.get("/<int:draft_id>/past.csv")
@requires(Permission.CRITERIA_PUBLISH)
def past_csv(draft_id: int) -> ResponseReturnValue:
    draft, trial = _tried(draft_id)
    words, names = Words(page_language()), names_within(database(), current_actor())
    changed = named_first(trial.past.changed)
    return _file(draft, "past", past_table(words, changed, draft.file, names))


def _file(draft: DraftTried, part: str, found: Table) -> Response:
    note_list(database(), current_actor(), "sandbox_csv", len(found.rows), at=clock.now())
    name = f"criteria-{draft.file.version}-{part}.csv"
    content = csv_table(found.heads, found.rows)
    return Response(content, mimetype="text/csv", headers=named_file(name))


def _tried(draft_id: int) -> tuple[DraftTried, Trial]:
    draft = _draft(draft_id)
    if draft.trial is None:
        abort(404)
    return draft, draft.trial


def _draft(draft_id: int) -> DraftTried:
    return draft_tried(database(), current_actor(), draft_id) or abort(404)


def _page(draft: DraftTried, fault: str = "", reason: str = "") -> SandboxPage:
    words, trial, zone = Words(page_language()), draft.trial, installation().timezone
    names = names_within(database(), current_actor())
    turns = (
        None
        if trial is None
        else past_table(words, named_first(trial.past.changed), draft.file, names)
    )
    return SandboxPage(
        draft_id=draft.id,
        title=draft.file.title,
        version=draft.file.version,
        heading=said_finding(words, trial),
        is_open=draft.is_open,
        is_mine=draft.is_mine,
        ran_by=draft.ran_by,
        ask=draft.ask,
        asked="" if draft.ask is None else words.instant(draft.ask.at, zone),
        ran="" if draft.ran_at is None else words.instant(draft.ran_at, zone),
        digest=draft.digest,
        method=said_method(words),
        changes=changes_table(words, criteria_in_force(), draft.file) if draft.is_open else None,
        left_out="" if trial is None else said_left_out(words, trial, names[1]),
        dry_run=None if trial is None else dry_run_table(words, trial, draft.file, names[1]),
        biting=None if trial is None else biting_table(words, trial, draft.file),
        past=() if trial is None else said_past(words, trial.past, draft.file),
        turns=None if turns is None else Table(turns.heads, turns.rows[:ROWS_PER_PAGE]),
        more=0 if turns is None else max(len(turns.rows) - ROWS_PER_PAGE, 0),
        wants_reason=trial is not None and wants_reason(trial),
        has_looked=draft.has_looked,
        looked=tuple(Looked(name, words.instant(at, zone), why) for name, at, why in draft.looked),
        reason=reason,
        reason_most=SANDBOX_REASON_MOST,
        fault=fault,
    )


def _refusal(fault: RefusedError) -> str:
    words = {
        "settled": _("This draft is published or discarded already."),
        "trial_stale": _("What you looked at is not what stands now. Look again."),
        "not_tried": _("This draft was not tried yet."),
        "reason_length": _(
            "Too few honest centres pass. Give a reason of %(least)s to %(most)s characters.",
            least=SANDBOX_REASON_LEAST,
            most=SANDBOX_REASON_MOST,
        ),
    }
    return str(words.get(fault.code, _("This value does not fit here. It was not saved.")))
