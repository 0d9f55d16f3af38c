"""A decision's page, and routes on which it is objected to and looked at again."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.decision_objections import SEATS, Seat, Vote, last_day_to_file
from qa_app.domain.defaults import ROWS_PER_PAGE, STATEMENT_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_decisions import CONFIRMED_BY, DecisionState, Route, returned_by
from qa_app.domain.register_status import DECIDED
from qa_app.domain.register_terms import Appeal, Names
from qa_app.domain.released_items import ItemKind
from qa_app.domain.standing_events import ObjectionRead
from qa_app.extensions import database
from qa_app.queries.criteria_versions import terms_under
from qa_app.queries.decision_objections import Objection, decision_of, may_sit, objection_to
from qa_app.queries.open_evidence import opened
from qa_app.queries.overtaken import closed_by
from qa_app.queries.register_decisions import (
    Decision,
    decision,
    decisions,
)
from qa_app.queries.register_names import names_for, names_now
from qa_app.queries.register_standings import AreaPlace
from qa_app.queries.voided_evidence import Undone, undone_since
from qa_app.services.decisions.file_objection import ObjectionSent, file_objection
from qa_app.services.decisions.seat_member import seat_member
from qa_app.services.decisions.vote_on_objection import vote_on_objection
from qa_app.web.decisions.blueprint import bp
from qa_app.web.decisions.bodies import body_said
from qa_app.web.decisions.complaints import wrong_fields
from qa_app.web.decisions.conditions import conditions_shown
from qa_app.web.decisions.evidence import before_words, evidence_shown
from qa_app.web.decisions.labels import (
    chip_of_decision,
    compared_words,
    decision_lines,
    departure_words,
    is_unread,
    refusal,
    route_words,
    state_words,
    status_word,
    undone_words,
)
from qa_app.web.decisions.pages import (
    DecisionLine,
    DecisionPage,
    DecisionRights,
    ObjectionShown,
    PanelShown,
    Trouble,
    UndoneShown,
)
from qa_app.web.decisions.panel_words import ground_words, seat_words, vote_words
from qa_app.web.decisions.showing import covers, text_shown, the_area
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.numbers import number_or_none
from qa_app.web.openings import note_opening
from qa_app.web.session_labels import near_instant
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.web.unnamed_body import body_words

_CONFLICT, _UNPROCESSABLE = 409, 422
_LOT_BITS = 64


@bp.get("/<int:decision_id>")
@requires(Permission.STANDING_READ)
def show(decision_id: int) -> ResponseReturnValue:
    return decision_page(the_decision(decision_id), Trouble()).render()


@bp.post("/<int:decision_id>/objection")
@requires(Permission.STANDING_APPLY)
@asks_again("decisions.show", "decision_id")
def object_to(decision_id: int) -> ResponseReturnValue:
    form = request.form
    text = form.get("text", "").strip()[: STATEMENT_MOST + 1]
    sent = ObjectionSent(decision_id, form.get("ground", ""), text, sent_key())
    zone, now = installation().timezone, clock.now()
    return _done(
        decision_id,
        lambda: file_objection(database(), current_actor(), sent, zone, at=now),
    )


@bp.post("/objections/<int:objection_id>/seat")
@requires(Permission.STANDING_READ)
@asks_again("decisions.index")
def seat(objection_id: int) -> ResponseReturnValue:
    where = request.form.get("seat", "")
    decision_id = decision_of(database(), objection_id)
    if where not in tuple(Seat) or decision_id is None:
        abort(404)
    chosen, lot = number_or_none(request.form.get("account", "")), clock.random_bits(_LOT_BITS)
    actor, now = current_actor(), clock.now()
    return _done(
        decision_id,
        lambda: seat_member(database(), actor, objection_id, Seat(where), chosen, lot, at=now),
    )


@bp.post("/objections/<int:objection_id>/vote")
@requires(Permission.STANDING_REVIEW)
@asks_again("decisions.index")
def vote(objection_id: int) -> ResponseReturnValue:
    decision_id = decision_of(database(), objection_id) or abort(404)
    how = request.form.get("vote", "")
    reasons = request.form.get("reasons", "").strip()[: STATEMENT_MOST + 1]
    actor, zone, now = current_actor(), installation().timezone, clock.now()
    if how not in tuple(Vote):
        return _refused(decision_id, InvalidError("unknown_vote"))
    return _done(
        decision_id,
        lambda: vote_on_objection(
            database(), actor, objection_id, Vote(how), reasons, zone, at=now
        ),
    )


def the_decision(decision_id: int) -> Decision:
    """Find a decision within reach, or answer 404.

    Args:
        decision_id: Which one.

    Returns:
        It.
    """
    return decision(database(), current_actor(), decision_id) or abort(404)


def decision_page(one: Decision, trouble: Trouble) -> DecisionPage:
    """Make the page of a decision; who opens an objection by a seat is journaled.

    Args:
        one: It.
        trouble: Why something was not done.

    Returns:
        The page.
    """
    actor, called = current_actor(), names_for(database(), one)
    place = the_area(one.centre_id, one.area_code).place
    rests_on = opened(database(), actor, place, one.snapshot_id)
    objected = objection_to(database(), actor, one.id)
    appeal = terms_under(database(), one.version).appeal
    last_day, lacking = _last_day(one, appeal), _lacking(called, one)
    undone = undone_since(database(), (one.id,)).get(one.id, ())
    names_reviews = covers(actor, place, Permission.CASE_READ)
    is_in_time = objected is None and last_day is not None and local_today() <= last_day
    shown = None if objected is None else _objection(actor, place, objected)
    if shown is not None and shown.text.is_by_seat:
        # a refused form shows it as the page does
        now, centre = clock.now(), one.centre_id
        event = ObjectionRead(actor=actor, at=now, object_id=shown.id, centre_id=centre)
        note_opening(event)
    return DecisionPage(
        one=one,
        is_unread=is_unread(one),
        names=called,
        chip=chip_of_decision(one),
        state=state_words(one),
        route=route_words(one, names_body=False),
        body=_body(called, one),
        compared=compared_words(one),
        departure=departure_words(one),
        warning="" if is_unread(one) else before_words(one.paper, one.as_of),
        rivals=_rivals(actor, one),
        closed_by=closed_by(database(), one.id),
        undone=undone_words(undone),
        reviews=tuple(_undone(each, is_named=names_reviews) for each in undone),
        evidence=None if rests_on is None else evidence_shown(rests_on),
        conditions=conditions_shown(actor, place, one),
        objection=shown,
        grounds=tuple((code, ground_words().get(code, code)) for code in appeal.grounds),
        last_day=last_day,
        days_to_object=appeal.days_to_file,
        choices=tuple((status.value, status_word(status)) for status in DECIDED),
        body_open=lacking,
        may=_rights(actor, place, one, is_named=not lacking, is_in_time=is_in_time),
        key=form_key(),
        trouble=trouble,
    )


def _rights(
    actor: Actor, place: AreaPlace, one: Decision, *, is_named: bool, is_in_time: bool
) -> DecisionRights:
    is_own, is_paper = one.proposed_by == actor.account_id, one.route is Route.PAPER
    is_open = one.state is DecisionState.PROPOSED
    second = is_open and not is_own and covers(actor, place, CONFIRMED_BY[one.route])
    return DecisionRights(
        is_own=is_own,
        name=may(actor, Permission.STANDING_NAME),
        confirm=second and not is_paper and is_named,
        retype=second and is_paper,
        give_back=is_open and covers(actor, place, returned_by(one.route, is_own=is_own)),
        object=is_in_time and covers(actor, place, Permission.STANDING_APPLY),
    )


def _last_day(one: Decision, appeal: Appeal) -> date | None:
    # to object; None of what does not count
    if one.state is not DecisionState.DECIDED or one.decided_at is None:
        return None
    decided_on = one.decided_at.astimezone(ZoneInfo(installation().timezone)).date()
    return last_day_to_file(decided_on, appeal)


def _lacking(called: Names, one: Decision) -> str:
    # why nobody can confirm it as it stands; nothing where it is on paper or answered
    if one.state is not DecisionState.PROPOSED or one.route is not Route.SCREEN:
        return ""
    now = names_now(database(), one.version)
    if now.is_body_open:
        return body_words()
    return refusal(ConflictError("body_changed")) if now.body != called.body else ""


def _body(called: Names, one: Decision) -> str:
    if one.paper is not None:
        return body_said(one.paper.issuing_body)
    return str(_("not named yet")) if called.is_body_open else plain(called.body)


def _rivals(actor: Actor, one: Decision) -> tuple[DecisionLine, ...]:
    if one.state is not DecisionState.PROPOSED:
        return ()
    found = decisions(
        *(database(), actor, ROWS_PER_PAGE),
        centre_id=one.centre_id,
        area_code=one.area_code,
        waiting=True,
    )
    return decision_lines([each for each in found if each.id != one.id])


def _undone(one: Undone, *, is_named: bool) -> UndoneShown:
    said = _("made void on %(day)s") if one.is_void else _("amended on %(day)s")
    day = near_instant(one.at, local_today())
    return UndoneShown(one.audit_id if is_named else None, str(said) % {"day": day})


def _objection(actor: Actor, place: AreaPlace, one: Objection) -> ObjectionShown:
    by_seat = {line.member.seat: line for line in one.panel}
    is_centre = covers(actor, place, Permission.STANDING_APPLY)
    is_body = covers(actor, place, Permission.STANDING_PROPOSE) or covers(
        actor, place, Permission.STANDING_RECORD
    )
    sides = {Seat.CENTRE, Seat.BODY} <= set(by_seat)
    seats = []
    for where in SEATS:
        line = by_seat.get(where)
        may_fill = line is None and (is_centre if where is Seat.CENTRE else is_body)
        if where is Seat.LOT:
            may_fill = may_fill and sides
        how = None if line is None else line.member.vote
        seats.append(
            PanelShown(
                where.value,
                seat_words(where),
                "" if line is None else line.name,
                "" if how is None else vote_words(how),
                "" if line is None else line.reasons,
                may_fill,
            )
        )
    own = next((each for each in one.members if each.account_id == actor.account_id), None)
    is_complete = len(one.panel) == len(SEATS)
    free = may_sit(database(), one) if any(each.may_fill for each in seats) else {}
    return ObjectionShown(
        one.id,
        ground_words().get(one.ground, one.ground),
        one.filed_at,
        text_shown(actor, place, ItemKind.OBJECTION, one.id),
        "" if one.outcome is None else vote_words(one.outcome),
        tuple(seats),
        tuple(sorted(free.items(), key=lambda each: each[1])),
        own is not None and own.vote is None and is_complete and one.outcome is None,
    )


def _done(decision_id: int, act: Callable[[], object]) -> ResponseReturnValue:
    try:
        act()
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        return _refused(decision_id, fault)
    address = url_for("decisions.show", decision_id=decision_id, notice="standing_saved")
    return redirect(f"{address}#objection")


def _refused(
    decision_id: int, fault: InvalidError | ConflictError | NotAllowedError
) -> ResponseReturnValue:
    status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
    wrong, words = wrong_fields((fault,), "reasons" if "vote" in request.form else "text")
    trouble = Trouble("objection", words, dict(request.form.items()), wrong)
    return decision_page(the_decision(decision_id), trouble).render(), status
