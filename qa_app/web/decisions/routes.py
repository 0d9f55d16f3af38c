"""Routes on which standings are read, and applied for."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE, STATEMENT_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_status import (
    MOVES,
    RENEWS,
    Applied,
    Cause,
    Mover,
    Step,
    choices,
    step_on,
)
from qa_app.domain.released_items import ItemKind
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.trust_defaults import EVIDENCE_STANDS_DAYS
from qa_app.extensions import database
from qa_app.queries.register_decisions import Decision, decided_from, decisions
from qa_app.queries.register_names import names_now
from qa_app.queries.register_standings import (
    AreaStanding,
    application_area,
    area_standings,
)
from qa_app.services.decisions.apply_for_register import ApplicationSent, apply_for_register
from qa_app.services.decisions.take_back_application import take_back_application
from qa_app.services.decisions.take_up_application import take_up_application
from qa_app.web.decisions.blueprint import bp
from qa_app.web.decisions.complaints import wrong_fields
from qa_app.web.decisions.crossed import red_line
from qa_app.web.decisions.labels import (
    chip,
    decision_lines,
    departure_words,
    names,
    route_words,
    set_name,
)
from qa_app.web.decisions.led_back import set_aside_shown
from qa_app.web.decisions.pages import (
    AreaLine,
    AreaPage,
    CourseLine,
    DecisionsPage,
    Trouble,
    Turn,
)
from qa_app.web.decisions.showing import covers, set_in_force, text_shown, the_area, warnings
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.held_criteria import FIRST_SET, criteria_in_force
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.web.unnamed_body import body_words
from qa_app.wording import Words

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/")
@requires(Permission.STANDING_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    areas = tuple(map(area_line, area_standings(database(), actor)))
    # where somebody applied or decided comes first; the others in their order
    moved = tuple(sorted(areas, key=lambda line: line.chip is None))
    last = max(1, -(-len(areas) // ROWS_PER_PAGE))
    at, page_of = min(_page_asked("areas"), last), _page_asked("page")
    first, after = (at - 1) * ROWS_PER_PAGE, (page_of - 1) * ROWS_PER_PAGE
    waiting = decisions(database(), actor, ROWS_PER_PAGE, waiting=True)
    decided = decided_from(database(), actor, ROWS_PER_PAGE + 1, after)
    page = DecisionsPage(
        finding=_finding(areas),
        names=names(),
        areas=moved[first : first + ROWS_PER_PAGE],
        waiting=decision_lines(waiting),
        decided=decision_lines(decided[:ROWS_PER_PAGE]),
        turns=(
            Turn(at, len(moved) > first + ROWS_PER_PAGE),
            Turn(page_of, len(decided) > ROWS_PER_PAGE),
        ),
        may_record=may(actor, Permission.STANDING_RECORD),
        may_release=may(actor, Permission.STANDING_RELEASE),
        may_name=may(actor, Permission.STANDING_NAME),
    )
    return page.render()


@bp.get("/areas/<int:centre_id>/<area>")
@requires(Permission.STANDING_READ)
def show_area(centre_id: int, area: str) -> ResponseReturnValue:
    return area_page(the_area(centre_id, area)).render()


@bp.post("/areas/<int:centre_id>/<area>/apply")
@requires(Permission.STANDING_APPLY)
def apply(centre_id: int, area: str) -> ResponseReturnValue:
    statement = request.form.get("statement", "").strip()[: STATEMENT_MOST + 1]
    sets = tuple(one.code for one in criteria_in_force().sets)
    sent = ApplicationSent(centre_id, area, request.form.get("set", ""), statement, sent_key())
    zone, now = installation().timezone, clock.now()
    typed = {"statement": statement, "set": sent.set_code}
    return _done(
        the_area(centre_id, area),
        "apply",
        typed,
        lambda: apply_for_register(database(), current_actor(), sent, sets, zone, at=now),
    )


@bp.post("/applications/<int:application_id>/back")
@requires(Permission.STANDING_APPLY)
def take_back(application_id: int) -> ResponseReturnValue:
    one = the_area(*application_area(database(), application_id))
    now = clock.now()
    return _done(
        one,
        "application",
        {},
        lambda: take_back_application(database(), current_actor(), application_id, at=now),
    )


@bp.post("/applications/<int:application_id>/review")
@requires(Permission.STANDING_PROPOSE)
def take_up(application_id: int) -> ResponseReturnValue:
    one = the_area(*application_area(database(), application_id))
    now = clock.now()
    return _done(
        one,
        "application",
        {},
        lambda: take_up_application(database(), current_actor(), application_id, at=now),
    )


def area_page(one: AreaStanding, trouble: Trouble | None = None) -> AreaPage:
    """Make the page of an area.

    Args:
        one: The area.
        trouble: Why something was not done; None when nothing was refused.

    Returns:
        The page.
    """
    actor, today = current_actor(), local_today()
    now, waiting, place = one.on(today), one.waiting, one.place
    decided = decisions(
        database(), actor, ROWS_PER_PAGE, centre_id=place.centre_id, area_code=place.area_code
    )
    proposals = decisions(
        database(),
        actor,
        ROWS_PER_PAGE,
        centre_id=place.centre_id,
        area_code=place.area_code,
        waiting=True,
    )
    last = one.applications[-1] if one.applications else None
    manages = covers(actor, place, Permission.STANDING_APPLY)
    proposes = covers(actor, place, Permission.STANDING_PROPOSE)
    is_new = waiting is not None and waiting.state is Applied.APPLIED
    moves, by = proposes and bool(choices(now, Mover.SCREEN)), set_in_force(place, set_asked(one))
    called = names() if by is None else names_now(database(), by.version[:2])
    return AreaPage(
        area=one,
        names=called,
        chip=None if now is None else chip(now),
        finding=_standing_words(one, now),
        warnings=warnings(one),
        set_aside=set_aside_shown(one),
        red_line=red_line(one),
        course=_course(one, {found.id: found for found in decided}),
        statement=None if last is None else text_shown(actor, place, ItemKind.STATEMENT, last.id),
        waiting=decision_lines(proposals),
        sets=tuple((found.code, found.name) for found in criteria_in_force().sets),
        set_asked=set_asked(one),
        may_apply=manages and waiting is None and _may_apply(one),
        may_take_back=manages and waiting is not None,
        may_take_up=proposes and is_new,
        may_propose=moves and not called.is_body_open,
        body_open=body_words() if moves and called.is_body_open else "",
        may_name=may(actor, Permission.STANDING_NAME),
        may_record=covers(actor, place, Permission.STANDING_RECORD)
        and bool(choices(now, Mover.PAPER)),
        stands_days=EVIDENCE_STANDS_DAYS,
        key=form_key(),
        trouble=trouble or Trouble(typed={}),
    )


def set_asked(one: AreaStanding) -> str:
    """Choose the set by which the evidence of an area is frozen unless somebody chooses another.

    Args:
        one: The area.

    Returns:
        What is applied for while an application waits; else what was decided by last; the first
        set where nothing was.
    """
    if one.waiting is not None:
        return one.waiting.set_code
    place = one.place
    last = decisions(
        database(), current_actor(), 1, centre_id=place.centre_id, area_code=place.area_code
    )
    return last[0].set_code if last else FIRST_SET


def area_line(one: AreaStanding) -> AreaLine:
    """Put an area into a list.

    Args:
        one: The area.

    Returns:
        Its line.
    """
    today = local_today()
    now, step = one.on(today), step_on(one.steps, today)
    holds = step is not None and now in {*IN_REGISTER, Status.SUSPENDED}
    return AreaLine(
        one,
        None if now is None else chip(now),
        step.until if holds and step is not None else None,
        one.waiting is not None,
    )


def _page_asked(name: str) -> int:
    return max(1, number_or_none(request.args.get(name, "")) or 1)


def _may_apply(one: AreaStanding) -> bool:
    apart = one.apart(local_today())
    return apart in RENEWS or Mover.CENTRE in MOVES.get((apart, Status.APPLIED), frozenset())


def _done(
    one: AreaStanding, place: str, typed: dict[str, str], act: Callable[[], object]
) -> ResponseReturnValue:
    try:
        act()
    except (InvalidError, ConflictError) as fault:
        status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
        now = the_area(one.place.centre_id, one.place.area_code)
        wrong, words = wrong_fields((fault,), "statement")
        return area_page(now, Trouble(place, words, typed, wrong)).render(), status
    return redirect(to_area(one, "standing_saved"))


def to_area(one: AreaStanding, notice: str) -> str:
    """Give the address of an area's page.

    Args:
        one: The area.
        notice: What it says.

    Returns:
        The address.
    """
    place = one.place
    return url_for(
        "decisions.show_area", centre_id=place.centre_id, area=place.area_code, notice=notice
    )


def _finding(areas: tuple[AreaLine, ...]) -> str:
    today = local_today()
    held = [one.area.apart(today) for one in areas]
    count = sum(status in IN_REGISTER for status in held)
    return str(
        ngettext(
            "%(count)s of %(num)d area stands in the register",
            "%(count)s of %(num)d areas stand in the register",
            len(areas),
            count=count,
        )
    )


def _standing_words(one: AreaStanding, now: Status | None) -> str:
    name = f"{plain(one.place.centre_name)} · {plain(one.place.area_name)}"
    if now is None:
        return str(_("%(name)s: nobody has applied or decided yet", name=name))
    step = step_on(one.steps, local_today())
    words = Words(page_language())
    if now in IN_REGISTER and step is not None and step.until is not None:
        return str(
            _(
                "%(name)s: %(status)s until %(day)s",
                name=name,
                status=plain(chip(now).word),
                day=words.day(step.until),
            )
        )
    return str(_("%(name)s: %(status)s", name=name, status=plain(chip(now).word)))


def _course(one: AreaStanding, known: dict[int, Decision]) -> tuple[CourseLine, ...]:
    zone = ZoneInfo(installation().timezone)
    lines = []
    for application in one.applications:
        applied = application.applied_at.astimezone(zone).date()
        lines.append(
            CourseLine(
                applied,
                chip(Status.APPLIED),
                str(_("Set: %(name)s", name=plain(set_name(application.set_code)))),
                None,
                None,
            )
        )
        if application.taken_up_at is not None:
            day = application.taken_up_at.astimezone(zone).date()
            lines.append(CourseLine(day, chip(Status.UNDER_REVIEW), "", None, None))
        if application.state is Applied.WITHDRAWN and application.ended_at is not None:
            day = application.ended_at.astimezone(zone).date()
            words = str(_("taken back by the centre"))
            lines.append(CourseLine(day, chip(Status.APPLIED), words, None, None))
    lines += [_step_line(step, known) for step in one.steps]
    # the newest first; of one day what came last
    lines.reverse()
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _step_line(step: Step, known: dict[int, Decision]) -> CourseLine:
    one = known.get(step.decision_id or 0)
    words = {
        Cause.DECISION: ""
        if one is None
        else " · ".join(filter(None, (route_words(one), departure_words(one)))),
        Cause.EXPIRY: str(_("ran out")),
        Cause.OBJECTION: str(_("the decision before was set aside")),
    }
    return CourseLine(
        step.effective_on, chip(step.status), words[step.cause], step.until, step.decision_id
    )
