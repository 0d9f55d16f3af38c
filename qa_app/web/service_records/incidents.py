"""Routes of incidents."""

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.incidents import HANDLING, Handling, Incident, Judgement, handle_until
from qa_app.domain.permissions import Permission
from qa_app.domain.service_events import IncidentOpened
from qa_app.domain.service_threads import Form, RecordKind, short_number
from qa_app.extensions import database
from qa_app.queries.incidents import KeptIncident, incidents_page, one_incident, stated_until
from qa_app.queries.service_records import ServiceCentre, service_centre, written_versions
from qa_app.services.service_records.move_incident import IncidentMove, move_incident
from qa_app.services.service_records.record_incident import record_incident
from qa_app.services.service_records.state_incidents import state_incidents
from qa_app.web.guard import current_actor, requires
from qa_app.web.openings import note_opening
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
    moment_sent,
    next_address,
    seen_sent,
    sheet_address,
    shows_open,
    tabs,
    taken_back,
)
from qa_app.web.service_records.forms import IncidentForm
from qa_app.web.service_records.labels import (
    day_words,
    due_chip,
    instant_words,
    kept_words,
    refusal,
    say,
)
from qa_app.web.service_records.pages import Line, ListPage, Moment, RecordPage, Step
from qa_app.web.settings import installation, local_today
from qa_app.wording.service_records import HANDLINGS, INCIDENT_KINDS, JUDGEMENTS, STEPS

_CONTAINED = "contained"


@bp.get("/<int:centre_id>/incidents")
@requires(Permission.SERVICE_READ)
def incidents(centre_id: int) -> ResponseReturnValue:
    return _list(centre_or_404(centre_id), None).render()


@bp.post("/<int:centre_id>/incidents")
@requires(Permission.SERVICE_RECORD)
def add_incident(centre_id: int) -> ResponseReturnValue:
    centre = centre_or_404(centre_id, Permission.SERVICE_RECORD)
    form, zone = IncidentForm(), installation().timezone
    form.offer()
    if form.validate():
        sent = Form(centre_id, form.idempotency_key.data)
        try:
            thread = record_incident(
                database(), current_actor(), sent, form.incident(zone), zone, at=clock.now()
            )
        except InvalidError as fault:
            days = {"day_ahead": "known_on", "day_too_early": "known_on"}
            form.refuse(fault, days, "text")
        except ConflictError as fault:
            form.fail("", refusal(fault))
        else:
            return _shown(thread, "incident_recorded")
    return _list(centre, form).render(), UNPROCESSABLE


@bp.post("/<int:centre_id>/incidents/statement")
@requires(Permission.SERVICE_RECORD)
def state(centre_id: int) -> ResponseReturnValue:
    zone = installation().timezone
    state_incidents(database(), current_actor(), centre_id, zone, at=clock.now())
    address = url_for("service_records.incidents", centre_id=centre_id, notice="incidents_stated")
    return redirect(address)


@bp.get("/incidents/<thread>")
@requires(Permission.SERVICE_READ)
def incident(thread: str) -> ResponseReturnValue:
    return _page(_found(thread), "").render()


@bp.post("/incidents/<thread>")
@requires(Permission.SERVICE_RECORD)
def step_incident(thread: str) -> ResponseReturnValue:
    return _move(_found(thread), _sent())


@bp.post("/incidents/<thread>/judgement")
@requires(Permission.INCIDENT_JUDGE)
def judge(thread: str) -> ResponseReturnValue:
    sent = request.form.get("step", "")
    is_one = sent in tuple(Judgement)
    return _move(_found(thread), IncidentMove(judgement=Judgement(sent)) if is_one else None)


def _move(found: KeptIncident, move: IncidentMove | None) -> ResponseReturnValue:
    thread, zone = found.seen.thread, installation().timezone
    if move is None:
        said = str(_("Give a day, and a time such as 14:30 where it is asked."))
        return _page(found, said).render(), UNPROCESSABLE
    try:
        move_incident(database(), current_actor(), seen_sent(thread), move, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _page(_found(thread), refusal(fault)).render(), code_of(fault)
    return _shown(thread, "step_taken")


@bp.post("/incidents/<thread>/back")
@requires(Permission.SERVICE_RECORD)
def take_back_incident(thread: str) -> ResponseReturnValue:
    found = _found(thread)
    fault = taken_back(RecordKind.INCIDENT, thread)
    if fault is not None:
        return _page(_found(thread), refusal(fault)).render(), code_of(fault)
    return after_taken_back("service_records.incidents", found.centre_id)


def _found(thread: str) -> KeptIncident:
    return one_incident(database(), current_actor(), thread) or abort(404)


def _sent() -> IncidentMove | None:
    step = request.form.get("step", "")
    if step == _CONTAINED:
        when = moment_sent(installation().timezone)
        return None if when is None else IncidentMove(contained_at=when)
    on = day_sent()
    if on is None or step not in tuple(Handling):
        return None
    return IncidentMove(handling=(Handling(step), on))


def _shown(thread: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("service_records.incident", thread=thread, notice=notice))


def _list(centre: ServiceCentre, form: IncidentForm | None) -> ListPage:
    is_open = shows_open()
    found = incidents_page(database(), centre.id, is_open=is_open, after=after_sent())
    lines = [_line(one) for one in found]
    is_recordable = may_record(centre.id)
    if form is None and is_recordable:
        form = IncidentForm(formdata=None)
        form.offer()
    statement = url_for("service_records.state", centre_id=centre.id) if is_recordable else ""
    return ListPage(
        centre=centre,
        tabs=tabs(centre.id, "incidents"),
        finding=_finding(len(found), is_open=is_open),
        lede=str(
            _(
                "Contained within 24 hours, handled within 30 days; a supervisor confirms or"
                " dismisses each. Texts are kept encrypted."
            )
        ),
        filters=filters("incidents", centre.id, is_open=is_open),
        lines=tuple(lines[:ROWS_PER_PAGE]),
        next_address=next_address(
            "incidents", centre.id, lines, [one.seen.version for one in found], is_open=is_open
        ),
        empty=str(_("No incident stands here.")),
        form=form,
        form_title=str(_("Record an incident")),
        action=url_for("service_records.add_incident", centre_id=centre.id),
        stated=_stated(centre.id),
        state_address=statement,
        sheet_address=sheet_address("incidents", centre.id),
    )


def _stated(centre_id: int) -> str:
    until = stated_until(database(), centre_id)
    if until is None:
        return str(
            _(
                "Nobody has said yet that every incident known here is recorded; without this"
                " nothing can be told of disclosures."
            )
        )
    return str(
        _(
            "Every incident known until %(day)s is recorded, says the centre.",
            day=day_words(until),
        )
    )


def _finding(count: int, *, is_open: bool) -> str:
    if not is_open:
        return str(_("Incidents that were handled or dismissed"))
    if count > ROWS_PER_PAGE:
        return str(_("More than %(count)s incidents are open", count=ROWS_PER_PAGE))
    if count:
        return str(ngettext("%(num)d incident is open", "%(num)d incidents are open", count))
    return str(_("No incident is open"))


def _line(one: KeptIncident) -> Line:
    look, words = _state(one.incident)
    judgement = one.incident.judgement
    judged = () if judgement is None else (say(JUDGEMENTS[judgement]),)
    return Line(
        address=url_for("service_records.incident", thread=one.seen.thread),
        day=one.incident.happened_on,
        what=say(INCIDENT_KINDS[one.incident.kind]),
        besides=" · ".join((short_number(one.seen.thread), *judged)),
        look=look,
        state=words,
    )


def _state(it: Incident) -> tuple[str, str]:
    if it.judgement is Judgement.DISMISSED:
        return "plain", say(JUDGEMENTS[Judgement.DISMISSED])
    if it.contained_at is None:
        is_late = clock.now() > it.contain_until
        until = instant_words(it.contain_until)
        words = _("to contain, was due %(at)s") if is_late else _("to contain by %(at)s")
        return "late" if is_late else "wait", str(words) % {"at": until}
    if not it.is_handled:
        look, words = due_chip(handle_until(_known_on(it)), local_today())
        return look, str(_("to handle under the rules, %(due)s", due=words))
    if it.judgement is None:
        return "wait", str(_("waits for a supervisor"))
    return "done", str(_("handled"))


def _known_on(it: Incident) -> date:
    return local_day(it.known_at, installation().timezone)


def _page(one: KeptIncident, fault: str) -> RecordPage:
    thread, actor = one.seen.thread, current_actor()
    # a refused form shows the incident as its page does
    event = IncidentOpened(actor=actor, at=clock.now(), object_id=thread, centre_id=one.centre_id)
    note_opening(event)
    centre, it = centre_or_404(one.centre_id), one.incident
    look, words = _state(it)
    is_recordable = may_record(centre.id)
    is_judging = _may_judge(centre.id) and it.judgement is None
    endpoint = "judge" if is_judging and not is_recordable else "step_incident"
    return RecordPage(
        centre=centre,
        tabs=tabs(centre.id, "incidents"),
        heading=str(_("Incident: %(kind)s", kind=say(INCIDENT_KINDS[it.kind]))),
        list_address=url_for("service_records.incidents", centre_id=centre.id),
        list_words=str(_("Incidents")),
        look=look,
        state=words,
        facts=((str(_("Number of the record")), short_number(thread)), *_facts(it)),
        course=_course(it),
        texts=((str(_("What happened")), one.text),),
        versions=written_versions(database(), RecordKind.INCIDENT, one.seen.thread),
        steps=_steps(it, is_recordable=is_recordable, is_judging=is_judging),
        action=url_for(f"service_records.{endpoint}", thread=thread),
        version=one.seen.version,
        today=local_today().isoformat(),
        answer_outcomes=(),
        answer_text="",
        asks_name=False,
        fault=fault,
        back_address=url_for("service_records.take_back_incident", thread=thread)
        if is_recordable and it.judgement is None
        else "",
    )


def _may_judge(centre_id: int) -> bool:
    actor = current_actor()
    return service_centre(database(), actor, centre_id, Permission.INCIDENT_JUDGE) is not None


def _steps(it: Incident, *, is_recordable: bool, is_judging: bool) -> tuple[Step, ...]:
    if not is_recordable:
        judgements = tuple(Judgement) if is_judging else ()
        words = {
            Judgement.CONFIRMED: _("Confirm: it was so"),
            Judgement.DISMISSED: _("Dismiss: it was not so"),
        }
        return tuple(Step(one.value, str(words[one]), has_day=False) for one in judgements)
    if it.judgement is Judgement.DISMISSED:
        return ()
    steps = [] if it.contained_at else [Step(_CONTAINED, say(STEPS[_CONTAINED]), has_hour=True)]
    done = dict(it.done)
    steps += [Step(one.value, say(HANDLINGS[one])) for one in HANDLING if one not in done]
    return tuple(steps)


def _facts(it: Incident) -> tuple[tuple[str, str], ...]:
    waits = _("waits for a supervisor")
    judged = str(waits) if it.judgement is None else say(JUDGEMENTS[it.judgement])
    return (
        (str(_("Happened on")), day_words(it.happened_on)),
        (str(_("To be contained by")), instant_words(it.contain_until)),
        (str(_("To be handled by")), day_words(handle_until(_known_on(it)))),
        (str(_("Whether it was so")), judged),
    )


def _course(it: Incident) -> tuple[Moment, ...]:
    until = handle_until(_known_on(it))
    zone = installation().timezone
    points = [(_known_on(it), Moment(str(_("known")), instant_words(it.known_at)))]
    if it.contained_at is not None:
        is_late = it.contained_at > it.contain_until
        late = _("late, due %(day)s", day=instant_words(it.contain_until))
        words = str(late if is_late else _("in time"))
        moment = Moment(say(STEPS[_CONTAINED]), instant_words(it.contained_at), words)
        points.append((local_day(it.contained_at, zone), moment))
    points += [
        (on, Moment(say(HANDLINGS[one]), day_words(on), kept_words(on, until)))
        for one, on in it.done
    ]
    if it.judged_on is not None and it.judgement is not None:
        points.append(
            (it.judged_on, Moment(say(JUDGEMENTS[it.judgement]), day_words(it.judged_on)))
        )
    return tuple(moment for _on, moment in sorted(points, key=lambda one: one[0]))
