"""Routes of training."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.domain.training import (
    NewAttendance,
    NewCourse,
    NewEvent,
    NewModule,
    NewTrainer,
    NewTraining,
    TrainingFact,
    may_keep_courses,
)
from qa_app.extensions import database
from qa_app.queries.trainings import TrainingEvent, courses, training_events
from qa_app.queries.workers_at import PeopleCentre, people_centres
from qa_app.services.workers.end_training import end_training
from qa_app.services.workers.save_training import save_training
from qa_app.web.guard import current_actor, requires
from qa_app.web.settings import installation, local_today
from qa_app.web.workers.blueprint import bp
from qa_app.web.workers.forms import AttendanceForm, CourseForm, EventForm, TrainerForm
from qa_app.web.workers.labels import refusal_words
from qa_app.web.workers.training_view import (
    around_page,
    cascade_page,
    offered_course,
    offered_event,
    offered_people,
    training_page,
    trainings_page,
)

_CONFLICT, _UNPROCESSABLE = 409, 422
_Form = CourseForm | EventForm | TrainerForm | AttendanceForm


@bp.get("/trainings")
@requires(Permission.TRAINING_READ)
def trainings() -> ResponseReturnValue:
    return trainings_page(current_actor()).render()


@bp.post("/trainings")
@requires(Permission.TRAINING_RECORD)
def add_event() -> ResponseReturnValue:
    actor = current_actor()
    form = offered_event(actor, courses(database(), clock.now()), EventForm())
    if form.validate_on_submit() and form.held_on.data is not None:
        course, _slash, module = form.course.data.partition("/")
        code, place, minutes = form.code.data.strip(), form.place.data, form.minutes.data or 0
        new = NewEvent(code, course, module, place, form.held_on.data, minutes)
        made = _saved(form, new)
        if made:
            return redirect(url_for("workers.training", event_id=made, notice="training_saved"))
    return trainings_page(actor, event_form=form).render(), _UNPROCESSABLE


@bp.post("/trainings/courses")
@requires(Permission.TRAINING_RECORD)
def add_course() -> ResponseReturnValue:
    actor = current_actor()
    if not may_keep_courses(actor):
        abort(404)
    form = offered_course(courses(database(), clock.now()), CourseForm())
    if form.validate_on_submit() and _saved(form, _course(form)):
        return redirect(url_for("workers.trainings", notice="training_saved"))
    return trainings_page(actor, course_form=form).render(), _UNPROCESSABLE


def _course(form: CourseForm) -> NewCourse | NewModule:
    name = BilingualText((form.name_zh.data or "").strip(), (form.name_en.data or "").strip())
    code = form.code.data.strip()
    if form.course.data:
        return NewModule(form.course.data, code, name, form.minutes.data or 0)
    about, makes = bool(form.about_victims.data), bool(form.makes_trainers.data)
    return NewCourse(code, name, about_victims=about, makes_trainers=makes)


@bp.get("/trainings/cascade")
@requires(Permission.TRAINING_READ)
def cascade() -> ResponseReturnValue:
    return cascade_page(current_actor()).render()


@bp.get("/trainings/<int:event_id>")
@requires(Permission.TRAINING_READ)
def training(event_id: int) -> ResponseReturnValue:
    return training_page(current_actor(), _event(event_id)).render()


@bp.post("/trainings/<int:event_id>/trainers")
@requires(Permission.TRAINING_RECORD)
def add_trainer(event_id: int) -> ResponseReturnValue:
    found, form = _event(event_id), TrainerForm()
    offered_people(_centres(), form)
    if form.validate_on_submit():
        worker = (form.practitioner.data or "").strip()
        centre = form.centre.data if worker else ""
        organisation = (form.organisation.data or "").strip()
        if _saved(form, NewTrainer(found.code, centre, worker, organisation)):
            return _shown(event_id, "training_saved")
    return training_page(current_actor(), found, (form, None)).render(), _UNPROCESSABLE


@bp.post("/trainings/<int:event_id>/attendance")
@requires(Permission.TRAINING_RECORD)
def add_attendance(event_id: int) -> ResponseReturnValue:
    found, form = _event(event_id), AttendanceForm()
    offered_people(_centres(), form)
    if form.validate_on_submit():
        worker, minutes = form.practitioner.data.strip(), form.minutes.data or 0
        if _saved(form, NewAttendance(found.code, form.centre.data, worker, minutes)):
            return _shown(event_id, "training_saved")
    return training_page(current_actor(), found, (None, form)).render(), _UNPROCESSABLE


@bp.post("/trainings/<int:event_id>/<kind>/<int:row_id>/end")
@requires(Permission.TRAINING_RECORD)
def end_taking_part(event_id: int, kind: str, row_id: int) -> ResponseReturnValue:
    found = _event(event_id)
    if kind not in {TrainingFact.EVENT, TrainingFact.TRAINER, TrainingFact.ATTENDANCE}:
        abort(_UNPROCESSABLE)
    try:
        end_training(database(), current_actor(), (TrainingFact(kind), row_id), at=clock.now())
    except (InvalidError, ConflictError) as fault:
        page = training_page(current_actor(), found, fault=refusal_words(fault))
        is_late = isinstance(fault, ConflictError)
        return page.render(), _CONFLICT if is_late else _UNPROCESSABLE
    if kind == TrainingFact.EVENT:
        return redirect(url_for("workers.trainings", notice="fact_ended"))
    return _shown(event_id, "fact_ended")


@bp.get("/trainings/<int:event_id>/items/<int:centre_id>")
@requires(Permission.TRAINING_RECORD)
def around(event_id: int, centre_id: int) -> ResponseReturnValue:
    actor, found = current_actor(), _event(event_id)
    centres = people_centres(database(), actor, local_today(), centre_id)
    return around_page(actor, found, centres[0]).render() if centres else abort(404)


def _centres() -> tuple[PeopleCentre, ...]:
    permission = Permission.TRAINING_RECORD
    return people_centres(database(), current_actor(), local_today(), permission=permission)


def _saved(form: _Form, new: NewTraining) -> int | None:
    zone, key = installation().timezone, form.idempotency_key.data
    try:
        return save_training(database(), current_actor(), new, zone, at=clock.now(), key=key)
    except InvalidError as fault:
        form.refuse(fault)
        return None


def _event(event_id: int) -> TrainingEvent:
    found = training_events(database(), current_actor(), clock.now(), event_id)
    return found[0] if found else abort(404)


def _shown(event_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("workers.training", event_id=event_id, notice=notice))
