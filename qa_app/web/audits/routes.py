"""Routes of audits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.audit_entries import EntriesChangedError, Entry, EntryChange
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.draft import Draft, entry_of, scored_draft
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.finding_check import ContradictionError
from qa_app.domain.permissions import Permission, may, reads_only_own
from qa_app.domain.working_days import CalendarYearMissingError
from qa_app.extensions import database
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audit_lists import audits_page, count_audits
from qa_app.queries.audits import audit_head
from qa_app.queries.drafts import DraftAudit
from qa_app.queries.holidays import calendar_as_of
from qa_app.queries.openings import opening_of
from qa_app.services.audits.ask_void import ask_void as ask
from qa_app.services.audits.confirm_void import confirm_void as confirm
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.save_entry import Saved, save_entry
from qa_app.services.audits.sign_audit import NotReadyError, sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.web.asking.answers import answer_words
from qa_app.web.asking.result import missing_year_words
from qa_app.web.asking.taken import entry_name
from qa_app.web.audits.address import filter_of, place_of
from qa_app.web.audits.entry_json import ITEM_KINDS, Sent, standing_answer
from qa_app.web.audits.labels import refusal_words
from qa_app.web.audits.listing import ListKind, list_page
from qa_app.web.audits.pages import Clash
from qa_app.web.audits.section_form import changes_from, typed_entries
from qa_app.web.audits.signing import (
    STATEMENTS,
    ahead_words,
    check_page,
    contradiction_words,
    harm_words,
)
from qa_app.web.audits.states import Reading, standing, standing_of
from qa_app.web.audits.views import Trouble, workspace_page
from qa_app.web.guard import current_actor, requires
from qa_app.web.kept_here import owner_for
from qa_app.web.locale import page_language
from qa_app.web.own_drafts import draft_in_hand, shown_draft
from qa_app.web.point_files import chosen_point
from qa_app.web.session import form_token
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again

bp = Blueprint("audits", __name__, url_prefix="/audits")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.AUDIT_READ)
def index() -> ResponseReturnValue:
    actor, chosen = current_actor(), filter_of(request.args, chosen_point())
    lines = audits_page(database(), actor, chosen, place_of(request.args.get("after")))
    count = count_audits(database(), actor, chosen, local_today())
    kind = ListKind(
        scores=may(actor, Permission.AUDIT_SCORE),
        is_own=reads_only_own(actor),
        may_export=may(actor, Permission.ITEMS_EXPORT),
        may_request=may(actor, Permission.ITEMS_REQUEST),
    )
    return list_page(
        chosen, kind, lines[:ROWS_PER_PAGE], count, has_more=len(lines) > ROWS_PER_PAGE
    ).render()


@bp.get("/<int:audit_id>")
@requires(Permission.AUDIT_READ)
def workspace(audit_id: int) -> ResponseReturnValue:
    try:
        head = shown_draft(audit_id, "workspace")
    except OutOfReachError:
        signed = audit_head(database(), current_actor(), audit_id)
        if signed is None or signed.state == "draft":
            abort(404)
        return redirect(_report(audit_id))
    wanted = request.args.get("section")
    return workspace_page(head, _scored(head), page_language(), wanted, Trouble()).render()


@bp.post("/<int:audit_id>/entries")
@requires(Permission.AUDIT_SCORE)
def save(audit_id: int) -> ResponseReturnValue:
    sent = Sent(request.get_json(silent=True))
    zone, now = installation().timezone, clock.now()
    try:
        saved = save_entry(database(), current_actor(), audit_id, sent.read, zone, at=now)
    except InvalidError as fault:
        return jsonify(refused=refusal_words(fault, sent.rule()), code=fault.code), _UNPROCESSABLE
    return _saved_answer(saved)


def _saved_answer(saved: Saved) -> ResponseReturnValue:
    change, rubric, language = saved.change, saved.rubric, page_language()
    local = saved.saved_at.astimezone(ZoneInfo(installation().timezone))
    body: dict[str, object] = {
        "revision": saved.revision,
        "saved_at": f"{local:%H:%M:%S}",
        "saves": saved.saves,
    }
    body |= _standing_after(saved, language)
    if saved.conflict is None:
        return standing_answer(body)
    stands, nothing = saved.conflict, _("not answered")
    mine = Entry(change.kind, change.key, change.value, change.note, change.read)
    body["conflict"] = {
        "value": stands.value,
        "note": stands.note,
        "read": list(stands.read),
        "words": answer_words(rubric, stands, language, nothing),
        "yours": answer_words(rubric, mine, language, nothing),
    }
    return standing_answer(body), _CONFLICT


def _standing_after(saved: Saved, language: str) -> dict[str, object]:
    if saved.is_computed:
        return standing(_scored(draft_in_hand(saved.audit_id)), language)
    draft, rubric = saved.draft, saved.rubric
    calendar = calendar_as_of(database(), rubric.region, draft.holidays_changed)
    reading = Reading(rubric, draft.assessors, _local(clock.now()), calendar)
    return standing_of(reading, saved.kept, language)


@bp.get("/<int:audit_id>/state")
@requires(Permission.AUDIT_SCORE)
def state(audit_id: int) -> ResponseReturnValue:
    # asked by a page that was noted when it was opened; no answer stands in it
    head = draft_in_hand(audit_id)
    body = standing(_scored(head), page_language())
    revisions = {f"{entry.kind.value}/{entry.key}": entry.revision for entry in head.entries}
    return jsonify(
        body | {"csrf": form_token(), "owner": owner_for(str(audit_id)), "revisions": revisions}
    )


@bp.post("/<int:audit_id>/sections/<section>")
@requires(Permission.AUDIT_SCORE)
def save_section(audit_id: int, section: str) -> ResponseReturnValue:
    head = draft_in_hand(audit_id)
    draft, now = _scored(head), clock.now()
    changes: Sequence[EntryChange] = ()
    try:
        changes = changes_from(draft, section, request.form)
        zone = installation().timezone
        if changes:
            save_entries(database(), current_actor(), audit_id, changes, zone, at=now)
    except EntriesChangedError as fault:
        trouble = _clashes(draft, changes, fault.standing)
        shown_draft(audit_id, "section")
        return workspace_page(head, draft, page_language(), section, trouble).render(), _CONFLICT
    except InvalidError as fault:
        keys, typed = fault.params.get("keys"), typed_entries(draft, changes)
        asked = keys if isinstance(keys, tuple) else ()
        where = f"{_(', ').join(asked)}{_(': ')}" if asked else ""
        words = f"{where}{refusal_words(fault)}"
        trouble = Trouble(fault=words, typed=typed, asked=frozenset(asked))
        shown_draft(audit_id, "section")
        page = workspace_page(head, draft, page_language(), section, trouble)
        return page.render(), _UNPROCESSABLE
    place = url_for("audits.workspace", audit_id=audit_id, section=section, notice="section_saved")
    return redirect(f"{place}#s-{section}")


def _clashes(draft: Draft, changes: Sequence[EntryChange], stands: Sequence[Entry]) -> Trouble:
    language, nothing = page_language(), _("not answered")
    typed = typed_entries(draft, changes)
    clashes = tuple(
        Clash(
            f"{'i' if one.kind in ITEM_KINDS else 'f'}-{one.key}",
            entry_name(draft.rubric, one.kind, one.key, language),
            answer_words(draft.rubric, one, language, nothing),
            answer_words(draft.rubric, entry_of(typed, one.kind, one.key), language, nothing),
        )
        for one in stands
    )
    return Trouble(clashes=clashes, typed=typed)


@bp.route("/<int:audit_id>/check", methods=["GET", "POST"])
@requires(Permission.AUDIT_SIGN)
@asks_again("audits.check", "audit_id")
def check(audit_id: int) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    head = draft_in_hand(audit_id) if is_sent else shown_draft(audit_id, "check")
    draft, now = _scored(head), clock.now()
    ticked = frozenset(request.form.getlist("statement")) & frozenset(STATEMENTS)
    fault = ""
    if is_sent:
        fault = _("Tick every statement first.")
        if ticked == frozenset(STATEMENTS):
            try:
                sign_audit(database(), current_actor(), audit_id, installation().timezone, at=now)
            except NotReadyError:
                fault = _("Something is still missing; nothing was signed.")
            except ContradictionError:
                fault = contradiction_words()
            except InvalidError as reason:
                fault = ahead_words(head) if reason.code == "session_ahead" else harm_words()
            except CalendarYearMissingError as gap:
                fault = missing_year_words(gap.year)
            else:
                return redirect(_report(audit_id, notice="signed"))
        shown_draft(audit_id, "check")
    page = check_page(head, draft, page_language(), ticked, fault)
    return page.render(), _UNPROCESSABLE if fault else 200


@bp.post("/<int:audit_id>/withdraw")
@requires(Permission.AUDIT_SIGN)
@asks_again("papers.report", "audit_id")
def withdraw(audit_id: int) -> ResponseReturnValue:
    try:
        withdraw_audit(database(), current_actor(), audit_id, at=clock.now())
    except ConflictError as fault:
        return redirect(_report(audit_id, notice=f"withdraw_{fault.code}"))
    return redirect(url_for("audits.workspace", audit_id=audit_id, notice="withdrawn"))


@bp.post("/<int:audit_id>/void")
@requires(Permission.AUDIT_VOID)
def ask_void(audit_id: int) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    try:
        zone = installation().timezone
        ask(database(), current_actor(), audit_id, reason, at=clock.now(), zone=zone)
    except (ConflictError, InvalidError) as fault:
        return redirect(_report(audit_id, notice=f"void_{fault.code}"))
    return redirect(_report(audit_id, notice="void_asked"))


@bp.post("/<int:audit_id>/void/confirm")
@requires(Permission.AUDIT_VOID)
@asks_again("papers.report", "audit_id")
def confirm_void(audit_id: int) -> ResponseReturnValue:
    try:
        zone = installation().timezone
        confirm(database(), current_actor(), audit_id, zone, at=clock.now())
    except ConflictError as fault:
        return redirect(_after_voiding(audit_id, f"void_{fault.code}"))
    return redirect(_after_voiding(audit_id, "voided"))


def _after_voiding(audit_id: int, notice: str) -> str:
    # who read the report because a void waited for them may not any more
    opening = opening_of(database(), current_actor(), audit_id, at=clock.now(), on=local_today())
    if opening.why is None:
        return url_for("audits.index", notice=notice)
    return _report(audit_id, notice=notice)


def _scored(head: DraftAudit) -> Draft:
    version, revision = head.rubric_version_id, head.words_revision
    rubric = asked_rubric_in_words(database(), version, head.supplement_asks, revision)
    if rubric is None:
        abort(404)
    calendar = calendar_as_of(database(), rubric.region, head.holidays_changed)
    return scored_draft(rubric, head.entries, head.assessors, _local(clock.now()), calendar)


def _local(at: datetime) -> datetime:
    zone = ZoneInfo(installation().timezone)
    return at.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)


def _report(audit_id: int, **query: Any) -> str:
    return url_for("papers.report", audit_id=audit_id, **query)
