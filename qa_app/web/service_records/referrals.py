"""Routes of referrals."""

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.referrals import (
    Decline,
    Referral,
    ReferralStep,
    Taken,
    next_due,
    steps_open,
)
from qa_app.domain.service_threads import Form, RecordKind
from qa_app.extensions import database
from qa_app.queries.referrals import KeptReferral, one_referral, referrals_page
from qa_app.queries.service_records import ServiceCentre, written_versions
from qa_app.services.service_records.move_referral import move_referral
from qa_app.services.service_records.record_referral import record_referral
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.service_records.blueprint import bp
from qa_app.web.service_records.common import (
    UNPROCESSABLE,
    after_sent,
    after_taken_back,
    centre_or_404,
    code_of,
    day_sent,
    filters,
    may_record,
    next_address,
    seen_sent,
    sheet_address,
    shows_open,
    tabs,
    taken_back,
)
from qa_app.web.service_records.forms import ReferralForm, choices
from qa_app.web.service_records.labels import day_words, due_chip, kept_words, refusal, say
from qa_app.web.service_records.pages import Line, ListPage, Moment, RecordPage, Step
from qa_app.web.settings import installation, local_today
from qa_app.wording.service_records import BODIES, DECLINES, REFERRAL_STEPS, STEPS, WAITS_FOR


@bp.get("/<int:centre_id>/referrals")
@requires(Permission.SERVICE_READ)
def referrals(centre_id: int) -> ResponseReturnValue:
    return _list(centre_or_404(centre_id), None).render()


@bp.post("/<int:centre_id>/referrals")
@requires(Permission.SERVICE_RECORD)
def add_referral(centre_id: int) -> ResponseReturnValue:
    centre = centre_or_404(centre_id, Permission.SERVICE_RECORD)
    form = ReferralForm()
    form.offer(centre.areas)
    if form.validate():
        sent, zone = Form(centre_id, form.idempotency_key.data), installation().timezone
        try:
            thread = record_referral(
                database(), current_actor(), sent, form.referral(), zone, at=clock.now()
            )
        except (InvalidError, ConflictError) as fault:
            days = {"day_ahead": "received_on", "unknown_area": "area"}
            form.fail(days.get(fault.code, "reference"), refusal(fault))
        else:
            return _shown(thread, "referral_recorded")
    return _list(centre, form).render(), UNPROCESSABLE


@bp.get("/referrals/<thread>")
@requires(Permission.SERVICE_READ)
def referral(thread: str) -> ResponseReturnValue:
    return _page(_found(thread), "").render()


@bp.post("/referrals/<thread>")
@requires(Permission.SERVICE_RECORD)
def step_referral(thread: str) -> ResponseReturnValue:
    found, taken = _found(thread), _taken()
    if taken is None:
        return _page(found, str(_("Give a date such as 2026-04-09"))).render(), UNPROCESSABLE
    zone = installation().timezone
    try:
        move_referral(database(), current_actor(), seen_sent(thread), taken, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _page(_found(thread), refusal(fault)).render(), code_of(fault)
    return _shown(thread, "step_taken")


@bp.post("/referrals/<thread>/back")
@requires(Permission.SERVICE_RECORD)
def take_back_referral(thread: str) -> ResponseReturnValue:
    found = _found(thread)
    fault = taken_back(RecordKind.REFERRAL, thread)
    if fault is not None:
        return _page(_found(thread), refusal(fault)).render(), code_of(fault)
    return after_taken_back("service_records.referrals", found.centre_id)


def _found(thread: str) -> KeptReferral:
    return one_referral(database(), current_actor(), thread) or abort(404)


def _taken() -> Taken | None:
    on, step = day_sent(), request.form.get("step", "")
    if on is None or step not in tuple(ReferralStep):
        return None
    reason = request.form.get("reason", "")
    return Taken(ReferralStep(step), on, Decline(reason) if reason in tuple(Decline) else None)


def _shown(thread: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("service_records.referral", thread=thread, notice=notice))


def _list(centre: ServiceCentre, form: ReferralForm | None) -> ListPage:
    is_open, today = shows_open(), local_today()
    found = referrals_page(database(), centre.id, is_open=is_open, after=after_sent())
    lines = [_line(one, centre, today) for one in found]
    late = sum(line.look == "late" for line in lines)
    if form is None and may_record(centre.id):
        form = ReferralForm(formdata=None)
        form.offer(centre.areas)
    return ListPage(
        centre=centre,
        tabs=tabs(centre.id, "referrals"),
        finding=_finding(len(found), late, is_open=is_open),
        lede=str(
            _(
                "By reference only: accepted or declined within 3 working days, begun within 5"
                " more, the first meeting within 5 of naming somebody."
            )
        ),
        filters=filters("referrals", centre.id, is_open=is_open),
        lines=tuple(lines[:ROWS_PER_PAGE]),
        next_address=next_address(
            "referrals", centre.id, lines, [one.seen.version for one in found], is_open=is_open
        ),
        empty=str(_("No referral stands here.")),
        form=form,
        form_title=str(_("Record a referral")),
        action=url_for("service_records.add_referral", centre_id=centre.id),
        stated="",
        state_address="",
        sheet_address=sheet_address("referrals", centre.id),
    )


def _finding(count: int, late: int, *, is_open: bool) -> str:
    if not is_open:
        return str(_("Referrals that ended"))
    if late:
        return str(ngettext("%(num)d referral is late", "%(num)d referrals are late", late))
    return str(_("No referral is late")) if count else str(_("No referral is open"))


def _line(one: KeptReferral, centre: ServiceCentre, today: date) -> Line:
    it = one.referral
    look, state = _state(it, today)
    area = centre.areas.get(it.area)
    return Line(
        address=url_for("service_records.referral", thread=one.seen.thread),
        day=it.received_on,
        what=it.reference,
        besides=f"{say(BODIES[it.body])} · {plain(area) if area else it.area}",
        look=look,
        state=state,
        is_code=True,
    )


def _state(it: Referral, today: date) -> tuple[str, str]:
    if it.declined_on is not None and it.decline_reason is not None:
        reason = say(DECLINES[it.decline_reason])
        return "plain", str(_("declined: %(reason)s", reason=reason))
    if it.closed_on is not None:
        return "done", str(_("service ended"))
    due = next_due(it)
    if due is None:
        return "run", str(_("service runs"))
    step, until = due
    look, words = due_chip(until, today)
    return look, f"{say(WAITS_FOR[step])}{_(', ')}{words}"


def _page(one: KeptReferral, fault: str) -> RecordPage:
    centre, it = centre_or_404(one.centre_id), one.referral
    look, state = _state(it, local_today())
    area = centre.areas.get(it.area)
    is_recordable = may_record(centre.id)
    steps = [
        Step(
            step.value,
            say(REFERRAL_STEPS[step]),
            tuple(choices(DECLINES)) if step is ReferralStep.DECLINED else (),
        )
        for step in steps_open(it)
        if is_recordable
    ]
    thread = one.seen.thread
    return RecordPage(
        centre=centre,
        tabs=tabs(centre.id, "referrals"),
        heading=str(_("Referral %(reference)s", reference=it.reference)),
        list_address=url_for("service_records.referrals", centre_id=centre.id),
        list_words=str(_("Referrals")),
        look=look,
        state=state,
        facts=(
            (str(_("Referred by")), say(BODIES[it.body])),
            (str(_("Area")), plain(area) if area else it.area),
        ),
        course=_course(it),
        texts=(),
        versions=written_versions(database(), RecordKind.REFERRAL, one.seen.thread),
        steps=tuple(steps),
        action=url_for("service_records.step_referral", thread=thread),
        version=one.seen.version,
        today=local_today().isoformat(),
        answer_outcomes=(),
        answer_text="",
        asks_name=False,
        fault=fault,
        back_address=url_for("service_records.take_back_referral", thread=thread)
        if is_recordable
        else "",
    )


def _course(it: Referral) -> tuple[Moment, ...]:
    reason = "" if it.decline_reason is None else say(DECLINES[it.decline_reason])
    points = (
        (say(STEPS["received"]), it.received_on, None, ""),
        (say(REFERRAL_STEPS[ReferralStep.ACCEPTED]), it.accepted_on, it.accept_due_on, ""),
        (say(REFERRAL_STEPS[ReferralStep.DECLINED]), it.declined_on, it.accept_due_on, reason),
        (say(REFERRAL_STEPS[ReferralStep.ASSIGNED]), it.assigned_on, None, ""),
        (say(REFERRAL_STEPS[ReferralStep.MET]), it.met_on, it.meet_due_on, ""),
        (say(REFERRAL_STEPS[ReferralStep.STARTED]), it.started_on, it.start_due_on, ""),
        (say(REFERRAL_STEPS[ReferralStep.CLOSED]), it.closed_on, None, ""),
    )
    return tuple(
        Moment(what, day_words(on), kept_words(on, due, besides))
        for what, on, due, besides in sorted(
            (one for one in points if one[1] is not None), key=lambda one: one[1] or date.max
        )
        if on is not None
    )
