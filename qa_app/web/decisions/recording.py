"""Routes on which a decision on paper is recorded, and confirmed against the paper."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, RefusedError
from qa_app.domain.papers_reply import read_reply
from qa_app.domain.permissions import Permission
from qa_app.domain.second_reading import Retyped
from qa_app.extensions import database
from qa_app.queries.evidence_snapshots import snapshots
from qa_app.queries.register_standings import AreaStanding, area_standings
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.web.decisions.blueprint import bp
from qa_app.web.decisions.deciding import (
    answered,
    propose_page,
    put_forward,
)
from qa_app.web.decisions.labels import refusal
from qa_app.web.decisions.pages import PaperBeginPage
from qa_app.web.decisions.resting import sent_on, the_snapshot
from qa_app.web.decisions.routes import area_line
from qa_app.web.decisions.scans import digest_of_file, scan_given
from qa_app.web.decisions.showing import covers, the_area
from qa_app.web.decisions.typed import earlier_of, read_day, read_status, spent_before
from qa_app.web.guard import current_actor, requires
from qa_app.web.settings import installation
from qa_app.web.step_up import asks_again

_CONFLICT, _UNPROCESSABLE = 409, 422
_CODE_MOST = 400


@bp.get("/paper")
@requires(Permission.STANDING_RECORD)
def paper() -> ResponseReturnValue:
    return _paper_page().render()


@bp.post("/paper")
@requires(Permission.STANDING_RECORD)
def read_code() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:_CODE_MOST]
    said = read_reply(typed)
    if said is None:
        return _paper_page(typed, InvalidError("reply_unreadable")).render(), _UNPROCESSABLE
    actor = current_actor()
    for one in area_standings(database(), actor, Permission.STANDING_RECORD):
        if (one.place.centre_code, one.place.area_code) != (said.centre, said.area):
            continue
        found = snapshots(database(), one.place.centre_id, said.area, 1, said.digest)
        spent = spent_before(one, found[0]) if found else ()
        if spent:
            return _paper_page(typed, spent[0], one).render(), _CONFLICT
        if found:
            return redirect(
                url_for(
                    "decisions.record",
                    centre_id=one.place.centre_id,
                    area=said.area,
                    snapshot_id=found[0].id,
                    reply=said.digest,
                )
            )
    return _paper_page(typed, InvalidError("reply_unknown")).render(), _UNPROCESSABLE


@bp.get("/areas/<int:centre_id>/<area>/paper/<int:snapshot_id>")
@requires(Permission.STANDING_RECORD)
def record(centre_id: int, area: str, snapshot_id: int) -> ResponseReturnValue:
    one = the_area(centre_id, area)
    if not covers(current_actor(), one.place, Permission.STANDING_RECORD):
        abort(404)
    rests_on = the_snapshot(one, snapshot_id)
    return propose_page(one, rests_on, is_paper=True, faults=spent_before(one, rests_on)).render()


@bp.post("/areas/<int:centre_id>/<area>/paper/<int:snapshot_id>")
@requires(Permission.STANDING_RECORD)
@asks_again("decisions.record", "centre_id", "area", "snapshot_id", step="send")
def send_paper(centre_id: int, area: str, snapshot_id: int) -> ResponseReturnValue:
    one = the_area(centre_id, area)
    rests_on, faults = sent_on(one, snapshot_id, Permission.STANDING_RECORD)
    try:
        scan = scan_given(snapshot_id, current_actor().account_id)
    except InvalidError as fault:
        page = propose_page(one, rests_on, is_paper=True, faults=(*faults, fault))
        return page.render(), _UNPROCESSABLE
    return put_forward(one, rests_on, faults, scan)


@bp.post("/<int:decision_id>/paper")
@requires(Permission.STANDING_RECORD)
@asks_again("decisions.show", "decision_id")
def confirm_paper(decision_id: int) -> ResponseReturnValue:
    form, zone, now = request.form, installation().timezone, clock.now()
    try:
        typed = Retyped(
            form.get("number", "")[:_CODE_MOST],
            read_day(form.get("document_on", ""), "document_on"),
            read_status(form.get("status", "")),
            digest_of_file(),
            "in_hand" in form,
        )
        confirm_decision(database(), current_actor(), decision_id, zone, at=now, typed=typed)
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        return answered(decision_id, "paper", fault)
    return redirect(url_for("decisions.show", decision_id=decision_id, notice="decision_counts"))


def _paper_page(
    typed: str = "", fault: RefusedError | None = None, spent: AreaStanding | None = None
) -> PaperBeginPage:
    found = area_standings(database(), current_actor(), Permission.STANDING_RECORD)
    words = "" if fault is None else refusal(fault)
    areas = tuple(map(area_line, found))
    earlier = earlier_of(() if fault is None else (fault,))
    place = None if spent is None else spent.place
    return PaperBeginPage(areas=areas, typed=typed, fault=words, earlier=earlier, place=place)
