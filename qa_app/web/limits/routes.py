"""Routes of the limits of today; all of them work without a script."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.dated_events import Happened
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.moments import Moment
from qa_app.domain.permissions import Permission, may
from qa_app.domain.references import read_reference
from qa_app.extensions import database
from qa_app.queries.limit_cases import LimitCase, case_by_reference, limit_case, limit_centres
from qa_app.queries.limit_standings import LimitGround
from qa_app.queries.running_limits import LimitPlace, count_limits, limits_page
from qa_app.services.limits.record_event import record_event
from qa_app.services.limits.record_fact import SaidFact, record_fact
from qa_app.services.limits.take_back_event import take_back_event
from qa_app.web.days import typed_day
from qa_app.web.guard import current_actor, requires
from qa_app.web.limits.blueprint import bp
from qa_app.web.limits.facts import asked_facts, fact_field, sent_value, shown_value
from qa_app.web.limits.pages import CaseLimitsPage, LimitsPage
from qa_app.web.limits.view import (
    case_events,
    case_finding,
    case_limits,
    counts_words,
    due_groups,
    limit_refusal,
    written_place,
)
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.running_limits import ONLY_A_REMINDER

_CONFLICT, _UNPROCESSABLE = 409, 422
_PLACE_PARTS = 4
_CODE_MOST = 64  # what a database keeps of a code


@bp.get("")
@requires(Permission.LIMIT_READ)
def index() -> ResponseReturnValue:
    return _list("").render()


@bp.post("/find")
@requires(Permission.LIMIT_READ)
def find() -> ResponseReturnValue:
    typed = request.form.get("reference", "").strip()
    reference = read_reference(typed)
    found = (
        None
        if reference is None
        else case_by_reference(database(), current_actor(), reference, local_today())
    )
    if found is None:
        return _list(typed or "–").render(), _UNPROCESSABLE
    return redirect(url_for("limits.show", case_id=found))


@bp.get("/cases/<int:case_id>")
@requires(Permission.LIMIT_READ)
def show(case_id: int) -> ResponseReturnValue:
    return _case_page(case_id, "").render()


@bp.post("/cases/<int:case_id>/events")
@requires(Permission.LIMIT_RECORD)
def record(case_id: int) -> ResponseReturnValue:
    _recordable(case_id)
    moment = _moment()
    if moment is None:
        return _refused(case_id, InvalidError("day_missing"))
    try:
        record_event(
            database(),
            current_actor(),
            case_id,
            Happened(request.form.get("event", "")[:_CODE_MOST], moment),
            installation().timezone,
            at=clock.now(),
            replaces=number_or_none(request.form.get("replaces", "")),
        )
    except (InvalidError, ConflictError) as fault:
        return _refused(case_id, fault)
    return redirect(_back(case_id, "limit_recorded"))


@bp.post("/cases/<int:case_id>/events/<int:event_id>/take-back")
@requires(Permission.LIMIT_RECORD)
def take_back(case_id: int, event_id: int) -> ResponseReturnValue:
    zone = installation().timezone
    take_back_event(database(), current_actor(), case_id, event_id, zone, at=clock.now())
    return redirect(_back(case_id, "limit_taken_back"))


@bp.post("/cases/<int:case_id>/facts")
@requires(Permission.LIMIT_RECORD)
def say_fact(case_id: int) -> ResponseReturnValue:
    case = _recordable(case_id)
    code = request.form.get("fact", "")
    was = shown_value(request.form.get("was", ""))
    ground = LimitGround(database(), clock.now(), installation().timezone)
    counting = ground.rubrics(case.opened.area, case.opened.centre_id)
    rubrics = [rubric for _version, rubric in counting]
    fact = asked_facts(rubrics).get(code)
    if fact is None:
        return _refused(case_id, InvalidError("fact_unknown"))
    value = sent_value(fact, request.form.getlist("value"), was, local_today())
    said, zone = SaidFact(code, value, was), installation().timezone
    try:
        record_fact(database(), current_actor(), case_id, said, zone, at=clock.now())
    except (InvalidError, ConflictError) as refused:
        return _refused(case_id, refused)
    return redirect(_back(case_id, "limit_fact_said"))


def _recordable(case_id: int) -> LimitCase:
    return limit_case(
        database(), current_actor(), case_id, local_today(), Permission.LIMIT_RECORD
    ) or abort(404)


def _refused(case_id: int, fault: RefusedError) -> ResponseReturnValue:
    status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
    return _case_page(case_id, limit_refusal(fault)).render(), status


def _back(case_id: int, notice: str) -> str:
    if request.form.get("back") == "list":
        centre = number_or_none(request.form.get("centre", ""))
        return url_for("limits.index", centre=centre, notice=notice)
    return url_for("limits.show", case_id=case_id, notice=notice)


def _moment() -> Moment | None:
    try:
        whole = request.form.get("moment", "")
        if whole:
            local = datetime.fromisoformat(whole)
            return Moment(local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None))
        day = typed_day(request.form.get("day", ""))
        at = request.form.get("time", "")
        return Moment(day, time.fromisoformat(at).replace(second=0, tzinfo=None) if at else None)
    except ValueError:
        return None


def _place(text: str) -> LimitPlace | None:
    parts = text.split(".", _PLACE_PARTS - 1)
    if len(parts) != _PLACE_PARTS:
        return None
    at, case_id, version_id, item = parts
    case_number, version = number_or_none(case_id), number_or_none(version_id)
    if case_number is None or version is None:
        return None
    zone = ZoneInfo(installation().timezone)
    try:
        local = datetime.strptime(at, "%Y%m%dT%H%M") if at else None  # noqa: DTZ007 - local
        # as databases keep it; the first and last day there are have no such instant everywhere
        limit = None if local is None else local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return LimitPlace(limit, case_number, version, item)


def _list(unfound: str) -> LimitsPage:
    actor, now, zone = current_actor(), clock.now(), installation().timezone
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    day = local.date()
    centres = limit_centres(database(), actor, Permission.LIMIT_READ, day)
    asked = number_or_none(request.args.get("centre", ""))
    chosen = asked if asked in dict(centres) else None
    after = _place(request.args.get("after", ""))
    counts = count_limits(database(), actor, now, zone, chosen)
    lines = limits_page(database(), actor, now, zone, centre_id=chosen, after=after)
    shown = lines[:ROWS_PER_PAGE]
    may_record = may(actor, Permission.LIMIT_RECORD)
    own = limit_centres(database(), actor, Permission.LIMIT_RECORD, day) if may_record else ()
    import_centre = next((one for one, _name in own if chosen in {None, one}), None)
    return LimitsPage(
        finding=counts_words(counts),
        reminder=Words(page_language()).say(ONLY_A_REMINDER),
        groups=due_groups(shown, counts, local, names_centres=len(centres) != 1),
        centres=centres,
        centre_id=chosen,
        may_record=may_record,
        import_centre=import_centre,
        next_after=written_place(shown[-1]) if len(lines) > ROWS_PER_PAGE else None,
        moment=f"{local:%Y-%m-%dT%H:%M}",
        unfound=unfound,
    )


def _case_page(case_id: int, fault: str) -> CaseLimitsPage:
    actor, now, zone = current_actor(), clock.now(), installation().timezone
    case = limit_case(database(), actor, case_id, local_today()) or abort(404)
    ground, words = LimitGround(database(), now, zone), Words(page_language())
    limits, rubrics = case_limits(words, ground, case)
    facts = asked_facts(list(rubrics.values()))
    return CaseLimitsPage(
        case=case,
        finding=case_finding(limits, case.reference),
        reminder=words.say(ONLY_A_REMINDER),
        limits=limits,
        events=case_events(words, rubrics, case),
        facts=tuple(
            fact_field(words, fact, case.opened.facts.get(code)) for code, fact in facts.items()
        ),
        today=local_today().isoformat(),
        fault=fault,
    )
