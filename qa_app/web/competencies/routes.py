"""Routes of frameworks and of workers' competencies."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.competency_answers import AssessmentKind
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.competencies import WorkerRead, assessable, oneself, subjects, survey_of
from qa_app.queries.competency_frameworks import (
    KeptFramework,
    framework_by_id,
    framework_of_area,
)
from qa_app.services.competencies.answer_survey import answer_survey
from qa_app.services.competencies.assess_worker import assess_worker
from qa_app.services.competencies.end_assessment import end_assessment
from qa_app.web.competencies.blueprint import bp
from qa_app.web.competencies.forms import AssessForm, SurveyForm, refusal
from qa_app.web.competencies.gap_routes import gaps_address
from qa_app.web.competencies.view import (
    assess_page,
    framework_page,
    index_page,
    survey_page,
    worker_page,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.settings import installation, local_today

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.COMPETENCY_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = subjects(database(), actor, local_today(), after=request.args.get("after", ""))
    own = [one for one in found if one.id == actor.practitioner_id]
    if len(found) == 1 and own:
        return redirect(url_for("competencies.worker", practitioner_id=own[0].id))
    shown, has_more = found[:ROWS_PER_PAGE], len(found) > ROWS_PER_PAGE
    return index_page(shown, has_more=has_more, gaps_address=gaps_address(actor)).render()


@bp.get("/frameworks/<int:framework_id>")
@requires(Permission.COMPETENCY_READ)
def framework(framework_id: int) -> ResponseReturnValue:
    kept = framework_by_id(database(), framework_id) or abort(404)
    return framework_page(kept).render()


@bp.get("/workers/<int:practitioner_id>")
@requires(Permission.COMPETENCY_READ)
def worker(practitioner_id: int) -> ResponseReturnValue:
    return worker_page(current_actor(), _subject(practitioner_id)).render()


@bp.route("/workers/<int:practitioner_id>/assess", methods=("GET", "POST"))
@requires(Permission.COMPETENCY_ASSESS)
def assess(practitioner_id: int) -> ResponseReturnValue:
    found = assessable(database(), current_actor(), local_today(), practitioner_id)
    return _assess(found or abort(404), AssessmentKind.SUPERVISOR)


@bp.route("/own/assess", methods=("GET", "POST"))
@requires(Permission.COMPETENCY_ANSWER)
def assess_self() -> ResponseReturnValue:
    return _assess(_oneself(), AssessmentKind.SELF)


@bp.route("/own/survey", methods=("GET", "POST"))
@requires(Permission.COMPETENCY_ANSWER)
def survey() -> ResponseReturnValue:
    found = _oneself()
    kept = _framework(found)
    form, status = SurveyForm(), _UNPROCESSABLE
    if request.method == "GET":
        held = survey_of(database(), found.id)
        return survey_page(kept, form, {} if held is None else held.marks).render()
    made = form.sent(kept.id, kept.framework.competencies)
    if form.validate_on_submit():
        try:
            answer_survey(database(), current_actor(), made, _zone(), at=clock.now())
        except InvalidError as fault:
            form.fail("", refusal(fault))
        except ConflictError as fault:
            form.fail("", refusal(fault))
            status = _CONFLICT
        else:
            return _shown(found.id, "survey_kept")
    return survey_page(kept, form, made.marks).render(), status


@bp.post("/assessments/<int:assessment_id>/end")
@requires(Permission.COMPETENCY_READ)
def end(assessment_id: int) -> ResponseReturnValue:
    actor = current_actor()
    try:
        found = end_assessment(database(), actor, assessment_id, _zone(), at=clock.now())
    except ConflictError as fault:
        subject = _subject(int(str(fault.params["practitioner_id"])))
        return worker_page(actor, subject, refusal(fault)).render(), _CONFLICT
    return _shown(found, "assessment_ended")


def _assess(found: WorkerRead, kind: AssessmentKind) -> ResponseReturnValue:
    kept, form, is_own = _framework(found), AssessForm(), kind is AssessmentKind.SELF
    if request.method == "GET":
        form.on.data = local_today()
        return assess_page(found, kept, form, {}, is_own=is_own).render()
    made, status = form.sent(kept.id, kind, kept.framework.competencies), _UNPROCESSABLE
    if form.validate_on_submit():
        try:
            assess_worker(database(), current_actor(), found.id, made, _zone(), at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        except ConflictError as fault:
            form.refuse(fault)
            status = _CONFLICT
        else:
            return _shown(found.id, "assessment_kept")
    return assess_page(found, kept, form, made.levels, is_own=is_own).render(), status


def _subject(practitioner_id: int) -> WorkerRead:
    found = subjects(database(), current_actor(), local_today(), only=practitioner_id)
    return found[0] if found else abort(404)


def _oneself() -> WorkerRead:
    return oneself(database(), current_actor(), local_today()) or abort(404)


def _framework(found: WorkerRead) -> KeptFramework:
    return framework_of_area(database(), found.area) or abort(404)


def _zone() -> str:
    return installation().timezone


def _shown(practitioner_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("competencies.worker", practitioner_id=practitioner_id, notice=notice))
