"""Routes of people of centres."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import EndedWhy, FactKind, SentFact
from qa_app.extensions import database
from qa_app.queries.workers import InPost
from qa_app.queries.workers_at import people_centres, seen_worker
from qa_app.services.workers.end_fact import end_fact
from qa_app.services.workers.save_fact import save_fact
from qa_app.services.workers.set_ceiling import set_ceiling
from qa_app.web.guard import current_actor, requires
from qa_app.web.held_criteria import criteria_in_force
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.web.workers.blueprint import bp
from qa_app.web.workers.forms import CeilingForm, CheckForm, LicenceForm, ProfileForm
from qa_app.web.workers.labels import refusal_words
from qa_app.web.workers.view import area_choices, ceilings_page, centres_page, people_page
from qa_app.web.workers.worker_view import certificate_choices, may_record, worker_page

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("")
@requires(Permission.PRACTITIONER_READ)
def index() -> ResponseReturnValue:
    actor = current_actor()
    found = people_centres(database(), actor, local_today())
    if len(found) == 1:
        return redirect(url_for("workers.people", centre_id=found[0].id))
    return centres_page(actor, found).render()


@bp.get("/centres/<int:centre_id>")
@requires(Permission.PRACTITIONER_READ)
def people(centre_id: int) -> ResponseReturnValue:
    actor = current_actor()
    found = people_centres(database(), actor, local_today(), centre_id)
    return people_page(actor, found[0]).render() if found else abort(404)


@bp.get("/own")
@requires(Permission.TRAINING_READ)
def own() -> ResponseReturnValue:
    worker = current_actor().practitioner_id
    return redirect(url_for("workers.show", practitioner_id=worker)) if worker else abort(404)


@bp.get("/<int:practitioner_id>")
@requires(Permission.TRAINING_READ)
def show(practitioner_id: int) -> ResponseReturnValue:
    worker, centre = _worker(practitioner_id)
    return worker_page(current_actor(), worker, centre).render()


@bp.post("/<int:practitioner_id>/profile")
@requires(Permission.WORKER_RECORD)
def add_profile(practitioner_id: int) -> ResponseReturnValue:
    form = ProfileForm()
    form.offer()
    return _added(practitioner_id, form)


@bp.post("/<int:practitioner_id>/licences")
@requires(Permission.WORKER_RECORD)
def add_licence(practitioner_id: int) -> ResponseReturnValue:
    form = LicenceForm()
    form.offer(certificate_choices())
    return _added(practitioner_id, form)


@bp.post("/<int:practitioner_id>/checks")
@requires(Permission.WORKER_RECORD)
def add_check(practitioner_id: int) -> ResponseReturnValue:
    form = CheckForm()
    form.offer()
    return _added(practitioner_id, form)


def _added(
    practitioner_id: int, form: ProfileForm | LicenceForm | CheckForm
) -> ResponseReturnValue:
    worker, centre = _recorded(practitioner_id)
    replaces = number_or_none(request.form.get("replaces", ""))
    if form.validate_on_submit():
        sent = SentFact(form.fact(), replaces, form.idempotency_key.data)
        tables, zone = criteria_in_force().terms.certificates, installation().timezone
        try:
            save_fact(
                database(), current_actor(), practitioner_id, sent, tables, zone, at=clock.now()
            )
        except InvalidError as fault:
            form.refuse(fault)
        except ConflictError as fault:
            words = refusal_words(fault)
            page = worker_page(current_actor(), worker, centre, fault=words)
            return page.render(), _CONFLICT
        else:
            return _shown(practitioner_id, "fact_saved")
    forms = (
        form if isinstance(form, ProfileForm) else None,
        form if isinstance(form, LicenceForm) else None,
        form if isinstance(form, CheckForm) else None,
    )
    return worker_page(current_actor(), worker, centre, forms).render(), _UNPROCESSABLE


@bp.post("/<int:practitioner_id>/<kind>/<int:fact_id>/end")
@requires(Permission.WORKER_RECORD)
def end(practitioner_id: int, kind: str, fact_id: int) -> ResponseReturnValue:
    worker, centre = _recorded(practitioner_id)
    why = request.form.get("why", "")
    if kind not in set(FactKind) or why not in {EndedWhy.OVER, EndedWhy.MISTAKEN}:
        abort(_UNPROCESSABLE)
    try:
        fact = (FactKind(kind), fact_id)
        end_fact(database(), current_actor(), fact, EndedWhy(why), at=clock.now())
    except ConflictError as fault:
        words = refusal_words(fault)
        return worker_page(current_actor(), worker, centre, fault=words).render(), _CONFLICT
    return _shown(practitioner_id, "fact_ended")


@bp.get("/ceilings")
@requires(Permission.CEILING_SET)
def ceilings() -> ResponseReturnValue:
    return ceilings_page(current_actor(), None, None).render()


@bp.post("/ceilings")
@requires(Permission.CEILING_SET)
def change_ceiling() -> ResponseReturnValue:
    actor, form = current_actor(), CeilingForm()
    form.offer(area_choices())
    place = number_or_none(request.form.get("place", ""))
    if form.validate_on_submit() and form.from_on.data is not None:
        where, sent = (place or 0, form.area.data), (form.most.data or 0, form.from_on.data)
        try:
            set_ceiling(database(), actor, where, sent, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            return redirect(url_for("workers.ceilings", notice="ceiling_set"))
    return ceilings_page(actor, place, form).render(), _UNPROCESSABLE


def _worker(practitioner_id: int) -> tuple[InPost, BilingualText]:
    found = seen_worker(database(), current_actor(), practitioner_id, clock.now())
    return found or abort(404)


def _recorded(practitioner_id: int) -> tuple[InPost, BilingualText]:
    found = _worker(practitioner_id)
    actor = current_actor()
    is_theirs = may(actor, Permission.WORKER_RECORD) and may_record(actor, found[0])
    return found if is_theirs else abort(404)


def _shown(practitioner_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("workers.show", practitioner_id=practitioner_id, notice=notice))
