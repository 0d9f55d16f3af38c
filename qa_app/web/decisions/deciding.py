"""Routes on which a decision is proposed on the evidence, and answered by a second person."""

from collections.abc import Iterable
from dataclasses import replace

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.decision_checks import Ground, all_faults, holds_until
from qa_app.domain.defaults import (
    CONDITION_TEXT_MOST,
    CONDITIONS_MOST,
    DECISION_REASON_LEAST,
    ROWS_PER_PAGE,
    STATEMENT_MOST,
)
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, RefusedError
from qa_app.domain.findings import check_text
from qa_app.domain.permissions import Permission
from qa_app.domain.register_decisions import Condition, Paper, Proposal, is_departing
from qa_app.domain.register_status import Mover, choices
from qa_app.domain.rules.decision import Status
from qa_app.extensions import database
from qa_app.queries.criteria_versions import terms_under
from qa_app.queries.evidence_snapshots import Snapshot
from qa_app.queries.register_decisions import Decision, decisions
from qa_app.queries.register_names import names_now
from qa_app.queries.register_standings import AreaStanding
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.freeze_evidence import freeze_evidence
from qa_app.services.decisions.put_forward_decision import DecisionSent, put_forward_decision
from qa_app.services.decisions.return_decision import return_decision
from qa_app.services.decisions.settle_condition import settle_condition
from qa_app.web.decisions.blueprint import bp
from qa_app.web.decisions.complaints import CONDITIONS, wrong_fields
from qa_app.web.decisions.evidence import before_words, drafted_reasons, drafts_of, evidence_shown
from qa_app.web.decisions.labels import (
    chip,
    chip_of_decision,
    refusal,
    set_name,
    status_word,
)
from qa_app.web.decisions.objecting import decision_page, the_decision
from qa_app.web.decisions.pages import ProposePage, Trouble
from qa_app.web.decisions.resting import sent_on, the_snapshot
from qa_app.web.decisions.routes import area_page, set_asked
from qa_app.web.decisions.scans import kept_scan
from qa_app.web.decisions.showing import covers, evidence_now, the_area
from qa_app.web.decisions.typed import (
    earlier_of,
    read_day,
    read_status,
    recorded_before,
    used_before,
)
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.session_labels import short_instant
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words

_CONFLICT, _UNPROCESSABLE = 409, 422
_FIELDS = ("status", "effective_on", "reasons", "issuing_body", "number", "document_on", "until")
_SAID = "covers_more"


@bp.post("/areas/<int:centre_id>/<area>/evidence")
@requires(Permission.STANDING_READ)
def freeze(centre_id: int, area: str) -> ResponseReturnValue:
    one, actor = the_area(centre_id, area), current_actor()
    is_paper = request.form.get("route") == "paper"
    by = Permission.STANDING_RECORD if is_paper else Permission.STANDING_PROPOSE
    if not covers(actor, one.place, by):
        abort(404)
    mover = Mover.PAPER if is_paper else Mover.SCREEN
    if request.form.get("set") == "":  # nobody has said yet which set is asked for
        words = refusal(InvalidError("unknown_set"))
        return area_page(one, Trouble("evidence", words, {})).render(), _UNPROCESSABLE
    found = evidence_now(one, _set_of(one))
    if found is None:
        words = refusal(ConflictError("no_criteria"))
        return area_page(one, Trouble("evidence", words, {})).render(), _CONFLICT
    version = found.plain["criteria_version"]
    called = names_now(database(), (version["code"], version["version"]))
    if not is_paper and called.is_body_open:
        return area_page(one).render(), _CONFLICT
    try:
        made = freeze_evidence(database(), actor, centre_id, found, at=clock.now(), mover=mover)
    except (ConflictError, InvalidError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        return area_page(one, Trouble("evidence", refusal(fault), {})).render(), status
    endpoint = "decisions.record" if is_paper else "decisions.propose"
    return redirect(url_for(endpoint, centre_id=centre_id, area=area, snapshot_id=made))


@bp.get("/areas/<int:centre_id>/<area>/propose/<int:snapshot_id>")
@requires(Permission.STANDING_PROPOSE)
def propose(centre_id: int, area: str, snapshot_id: int) -> ResponseReturnValue:
    one = the_area(centre_id, area)
    if not covers(current_actor(), one.place, Permission.STANDING_PROPOSE):
        abort(404)
    return propose_page(one, the_snapshot(one, snapshot_id), is_paper=False).render()


@bp.post("/areas/<int:centre_id>/<area>/propose/<int:snapshot_id>")
@requires(Permission.STANDING_PROPOSE)
@asks_again("decisions.propose", "centre_id", "area", "snapshot_id")
def send(centre_id: int, area: str, snapshot_id: int) -> ResponseReturnValue:
    one = the_area(centre_id, area)
    return put_forward(one, *sent_on(one, snapshot_id, Permission.STANDING_PROPOSE), None)


@bp.post("/<int:decision_id>/confirm")
@requires(Permission.STANDING_DECIDE)
@asks_again("decisions.show", "decision_id")
def confirm(decision_id: int) -> ResponseReturnValue:
    zone, now = installation().timezone, clock.now()
    try:
        confirm_decision(database(), current_actor(), decision_id, zone, at=now)
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        return answered(decision_id, "confirm", fault)
    return redirect(url_for("decisions.show", decision_id=decision_id, notice="decision_counts"))


@bp.post("/<int:decision_id>/return")
@requires(Permission.STANDING_READ)
def send_back(decision_id: int) -> ResponseReturnValue:
    try:
        return_decision(database(), current_actor(), decision_id, at=clock.now())
    except ConflictError as fault:
        return answered(decision_id, "confirm", fault)
    return redirect(url_for("decisions.show", decision_id=decision_id, notice="decision_returned"))


@bp.post("/<int:decision_id>/conditions/<int:condition_id>")
@requires(Permission.STANDING_READ)
@asks_again("decisions.show", "decision_id")
def settle(decision_id: int, condition_id: int) -> ResponseReturnValue:
    step = request.form.get("step", "")
    if step not in {"met", "not_met"}:
        abort(404)
    try:
        settle_condition(
            *(database(), current_actor(), decision_id, condition_id),
            is_met=step == "met",
            at=clock.now(),
        )
    except ConflictError as fault:
        return answered(decision_id, "conditions", fault)
    return redirect(url_for("decisions.show", decision_id=decision_id, notice="standing_saved"))


def answered(
    decision_id: int, place: str, fault: InvalidError | ConflictError | NotAllowedError
) -> ResponseReturnValue:
    """Show a decision with the reason why something was not done to it.

    Args:
        decision_id: The decision.
        place: Beside which form the reason stands.
        fault: The refusal.

    Returns:
        The page.
    """
    status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
    wrong, words = wrong_fields((fault,), "")
    trouble = Trouble(place, words, dict(request.form.items()), wrong)
    return decision_page(the_decision(decision_id), trouble).render(), status


def put_forward(
    one: AreaStanding, rests_on: Snapshot, faults: tuple[RefusedError, ...], scan: str | None
) -> ResponseReturnValue:
    """Show what would be decided, or put it forward.

    Args:
        one: The area.
        rests_on: The evidence.
        faults: Why nothing is decided on it by this form; nothing where it may be.
        scan: Digest of the scan; None on screen.

    Returns:
        The form with its preview or its fault, or the way to the decision.
    """
    is_paper = scan is not None
    if faults:
        page = propose_page(one, rests_on, is_paper=is_paper, faults=faults, scan=scan)
        return page.render(), _CONFLICT
    try:
        proposal = replace(_proposal(scan), drafts=drafts_of(rests_on))
        if request.form.get("step") != "send":
            return _looked_at(one, rests_on, proposal, scan)
        made = put_forward_decision(
            database(),
            current_actor(),
            DecisionSent(
                *(one.place.centre_id, one.place.area_code, rests_on.id, proposal, sent_key()),
                request.form.get("reply", ""),
            ),
            installation().timezone,
            at=clock.now(),
        )
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        page = propose_page(one, rests_on, is_paper=is_paper, faults=(fault,), scan=scan)
        return page.render(), status
    return redirect(url_for("decisions.show", decision_id=made, notice="decision_put_forward"))


def _looked_at(
    one: AreaStanding, rests_on: Snapshot, proposal: Proposal, scan: str | None
) -> ResponseReturnValue:
    # whatever would be refused on sending is told now, all of it at once
    is_paper, today, waiting = scan is not None, local_today(), one.waiting
    if request.form.get("step") == "change":
        return propose_page(one, rests_on, is_paper=is_paper, scan=scan).render()
    asked_set = None if waiting is None else waiting.set_code
    ground = Ground(one.on(today), one.steps, asked_set, rests_on.plain)
    faults = all_faults(proposal, ground, terms_under(database(), rests_on.version), today)
    faults += recorded_before(one, proposal.paper)
    faults += used_before(rests_on.id) if is_paper else ()
    if not is_paper and names_now(database(), rests_on.version).is_body_open:
        faults += (InvalidError("body_not_named"),)
    if faults:
        page = propose_page(one, rests_on, is_paper=is_paper, faults=faults, scan=scan)
        return page.render(), _UNPROCESSABLE
    rows = _preview(one, rests_on, proposal)
    return propose_page(one, rests_on, is_paper=is_paper, preview=rows, scan=scan).render()


def propose_page(
    one: AreaStanding,
    rests_on: Snapshot,
    *,
    is_paper: bool,
    preview: tuple[tuple[str, str], ...] = (),
    faults: Iterable[RefusedError] = (),
    scan: str | None = None,
) -> ProposePage:
    """Make the page on which a decision is put forward.

    Args:
        one: The area.
        rests_on: The evidence.
        is_paper: True for a decision on paper.
        preview: What would be decided, in words; empty before it is looked at.
        faults: Why it was refused; nothing when it was not.
        scan: Digest of the scan; None on screen, empty before it was chosen.

    Returns:
        The page, with what was typed.
    """
    now = one.on(local_today())
    typed = {name: request.form.get(name, "") for name in (*_FIELDS, _SAID)}
    faults = tuple(faults)
    kept = kept_scan(scan or "", rests_on.id, current_actor().account_id)
    typed |= {"digest": scan or "", "scan": kept, "reply": request.values.get("reply", "")}
    typed["effective_on"] = typed["effective_on"] or local_today().isoformat()
    offered, evidence = (
        choices(now, Mover.PAPER if is_paper else Mover.SCREEN),
        evidence_shown(rests_on),
    )
    if request.method == "GET" and not is_paper:
        typed["reasons"] = drafted_reasons(rests_on)
    wrong, words = wrong_fields(faults, _field_of_texts(typed["reasons"]))
    return ProposePage(
        area=one,
        names=names_now(database(), rests_on.version),
        chip=None if now is None else chip(now),
        evidence=evidence,
        choices=tuple((status.value, status_word(status)) for status in offered),
        rows=_rows(),
        is_paper=is_paper,
        typed=typed,
        preview=preview,
        least=DECISION_REASON_LEAST,
        key=sent_key() or form_key(),
        trouble=Trouble("decide", words, {}, wrong, earlier_of(faults)),
    )


def _field_of_texts(reasons: str) -> str:
    # a text is looked at in the reasons first, then in the conditions
    try:
        check_text(reasons.strip(), STATEMENT_MOST, name_reason="")
    except InvalidError:
        return "reasons"
    return CONDITIONS


def _set_of(one: AreaStanding) -> str:
    return request.form.get("set", "") or set_asked(one)


def _proposal(scan: str | None) -> Proposal:
    form = request.form
    status, day = (
        read_status(form.get("status", "")),
        read_day(form.get("effective_on", ""), "effective_on"),
    )
    conditions = tuple(
        Condition(text, read_day(due, CONDITIONS))
        for text, due in _rows()
        if text.strip() or due.strip()
    )
    paper = None
    if scan is not None:
        paper = Paper(
            form.get("issuing_body", "").strip(),
            form.get("number", "").strip(),
            read_day(form.get("document_on", ""), "document_on"),
            scan,
            read_day(form["until"], "until") if form.get("until", "").strip() else None,
            covers_more=bool(form.get(_SAID)),
        )
    reasons = form.get("reasons", "").strip()[: STATEMENT_MOST + 1]
    if status is not Status.CONDITIONAL:
        # what was typed before another choice was made is no condition of it
        conditions = ()
    return Proposal(status, day, reasons, conditions, paper)


def _rows() -> tuple[tuple[str, str], ...]:
    texts, days = request.form.getlist("condition"), request.form.getlist("condition_due")
    rows = list(zip(texts, days, strict=False))[:CONDITIONS_MOST]
    rows = [(text.strip()[: CONDITION_TEXT_MOST + 1], due) for text, due in rows]
    return (*rows, *(("", "") for _place in range(max(0, 3 - len(rows)))))


def _preview(
    one: AreaStanding, rests_on: Snapshot, proposal: Proposal
) -> tuple[tuple[str, str], ...]:
    words = Words(page_language())
    terms = terms_under(database(), rests_on.version)
    until = holds_until(proposal, rests_on.set_code, terms)
    departs = is_departing(proposal.status, rests_on.plain, one.on(local_today()))
    rows = [
        (str(_("Centre")), plain(one.place.centre_name)),
        (str(_("Area")), plain(one.place.area_name)),
        (str(_("Set of criteria")), plain(set_name(rests_on.set_code))),
        (str(_("Decision")), plain(status_word(proposal.status))),
        (str(_("Follows from the evidence")), plain(status_word(rests_on.status))),
        (str(_("Departs from it")), words.yes_or_no(is_yes=departs)),
        (str(_("Takes effect on")), words.day(proposal.effective_on)),
        (str(_("Valid until")), words.day(until) if until else str(_("without an end"))),
        (str(_("Reasons")), proposal.reasons or "–"),
    ]
    rows += [
        (str(_("Condition, due on %(day)s", day=words.day(one_of.due_on))), one_of.text)
        for one_of in proposal.conditions
    ]
    place = one.place
    waiting = decisions(
        database(),
        current_actor(),
        ROWS_PER_PAGE,
        centre_id=place.centre_id,
        area_code=place.area_code,
        waiting=True,
    )
    rows += [(str(_("Waits already for this area")), _waiting(each)) for each in waiting]
    if proposal.paper is not None:
        paper = proposal.paper
        rows += [
            (str(_("Issuing body")), paper.issuing_body),
            (str(_("Document number")), paper.number),
            (str(_("Date of the document")), words.day(paper.on)),
            (str(_("Digest of the scan")), paper.scan_digest),
        ]
        older = before_words(paper, rests_on.as_of)
        rows += [(str(_("Paper and evidence")), older)] if older else []
    return tuple(rows)


def _waiting(one: Decision) -> str:
    return str(
        _(
            "Decision %(number)s: %(decision)s, put forward by %(by)s, %(at)s. Whichever is"
            " confirmed first closes the other.",
            number=one.id,
            decision=plain(chip_of_decision(one).word),
            by=one.proposer,
            at=short_instant(one.proposed_at),
        )
    )
