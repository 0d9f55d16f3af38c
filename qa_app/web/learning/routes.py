"""Routes of learning plans."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.learning import ENDS, GoalState
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.learning import Learner, learners
from qa_app.services.learning.add_goal import add_goal
from qa_app.services.learning.close_goal import close_goal
from qa_app.web.follow_up_labels import follow_up_refusal
from qa_app.web.guard import current_actor, requires
from qa_app.web.learning.forms import GoalForm
from qa_app.web.learning.view import learners_page, learning_page
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today

bp = Blueprint("learning", __name__, url_prefix="/learning")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.LEARNING_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = learners(database(), actor, local_today(), after=request.args.get("after", ""))
    own = [one for one in found if one.id == actor.practitioner_id]
    if len(found) == 1 and own:
        return redirect(url_for("learning.show", practitioner_id=own[0].id))
    has_more = len(found) > ROWS_PER_PAGE
    return learners_page(found[:ROWS_PER_PAGE], has_more=has_more).render()


@bp.get("/<int:practitioner_id>")
@requires(Permission.LEARNING_READ)
def show(practitioner_id: int) -> ResponseReturnValue:
    return learning_page(current_actor(), _learner(practitioner_id)).render()


@bp.post("/<int:practitioner_id>")
@requires(Permission.LEARNING_WRITE)
def add(practitioner_id: int) -> ResponseReturnValue:
    actor, found, form = current_actor(), _learner(practitioner_id), GoalForm()
    form.offer()
    if form.validate_on_submit():
        zone = installation().timezone
        try:
            add_goal(database(), actor, practitioner_id, form.goal(), zone, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return _shown(practitioner_id, "goal_added")
    return learning_page(actor, found, form).render(), _UNPROCESSABLE


@bp.post("/<int:practitioner_id>/goals/<int:goal_id>")
@requires(Permission.LEARNING_WRITE)
def close(practitioner_id: int, goal_id: int) -> ResponseReturnValue:
    actor, found = current_actor(), _learner(practitioner_id)
    state, revision = request.form.get("state", ""), request.form.get("revision", "")
    known = number_or_none(revision)
    if state not in ENDS or known is None:
        abort(_UNPROCESSABLE)
    zone, ends = installation().timezone, (GoalState(state), known)
    try:
        close_goal(database(), actor, goal_id, ends, zone, at=clock.now())
    except ConflictError as fault:
        return learning_page(actor, found, fault=follow_up_refusal(fault)).render(), _CONFLICT
    return _shown(practitioner_id, "goal_closed")


def _learner(practitioner_id: int) -> Learner:
    found = learners(database(), current_actor(), local_today(), only=practitioner_id)
    return found[0] if found else abort(404)


def _shown(practitioner_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("learning.show", practitioner_id=practitioner_id, notice=notice))
