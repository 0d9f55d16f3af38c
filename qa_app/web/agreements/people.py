"""Routes of supervisors: their people, time and days away; deployments; journeys."""

from collections import defaultdict

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission, may
from qa_app.domain.supervision_agreements import AbsenceKind
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.agreement_fitness import may_be_given_supervisors
from qa_app.queries.agreements import agreements_about, agreements_of_supervisor
from qa_app.queries.session_planning import centres_to_plan
from qa_app.queries.supervisor_lists import (
    SupervisorLine,
    people_of,
    supervisors_within,
)
from qa_app.queries.supervisor_time import (
    SupervisorTime,
    absences_of,
    may_see_supervisor,
    may_set_time,
    name_of_account,
    times_of,
    travel_groups,
)
from qa_app.services.agreements.deploy import Deployment, deploy
from qa_app.services.agreements.record_absence import NewAbsence, record_absence
from qa_app.services.agreements.set_supervisor_time import set_supervisor_time
from qa_app.services.agreements.set_travel_group import set_travel_group
from qa_app.services.agreements.take_back_absence import take_back_absence
from qa_app.web.agreements.blueprint import bp
from qa_app.web.agreements.forms import AbsenceForm, DeployForm, TimeForm, TravelForm
from qa_app.web.agreements.labels import load_title, refuse
from qa_app.web.agreements.lists import shown_agreements
from qa_app.web.agreements.pages import DeployPage, ShownAbsence, SupervisorPage, TravelPage
from qa_app.web.agreements.routes import status_of
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.supervision_agreements import ABSENCES

_UNPROCESSABLE = 422


@bp.get("/supervision/supervisors/<int:account_id>")
@requires(Permission.AGREEMENT_READ)
def supervisor(account_id: int) -> ResponseReturnValue:
    return _page(account_id).render()


@bp.post("/supervision/supervisors/<int:account_id>/time")
@requires(Permission.AGREEMENT_MAKE)
def set_time(account_id: int) -> ResponseReturnValue:
    _check(account_id)
    form = TimeForm(prefix="time")
    form.offer(SupervisorTime())
    if form.validate_on_submit():
        wanted = SupervisorTime(
            form.minutes_a_month.data or 0, form.centres_a_day.data or 0, form.revision.data or 0
        )
        try:
            set_supervisor_time(database(), current_actor(), account_id, wanted, at=clock.now())
        except (ConflictError, InvalidError) as fault:
            refuse(form, fault)
            return _page(account_id, time=form).render(), status_of(fault)
        return _back(account_id, "time_set")
    return _page(account_id, time=form).render(), _UNPROCESSABLE


@bp.post("/supervision/supervisors/<int:account_id>/absences")
@requires(Permission.AGREEMENT_MAKE)
def away(account_id: int) -> ResponseReturnValue:
    _check(account_id)
    form = AbsenceForm(prefix="away")
    form.offer()
    if form.validate_on_submit():
        kind = AbsenceKind(form.kind.data)
        wanted = NewAbsence(kind, form.from_on.data, form.until_on.data)
        zone = installation().timezone
        try:
            record_absence(database(), current_actor(), account_id, wanted, zone, at=clock.now())
        except InvalidError as fault:
            refuse(form, fault)
        else:
            return _back(account_id, "absence_recorded")
    return _page(account_id, absence=form).render(), _UNPROCESSABLE


@bp.post("/supervision/supervisors/<int:account_id>/absences/<int:absence_id>/take-back")
@requires(Permission.AGREEMENT_MAKE)
def take_back(account_id: int, absence_id: int) -> ResponseReturnValue:
    _check(account_id)
    take_back_absence(database(), current_actor(), absence_id, at=clock.now())
    return _back(account_id, "absence_taken_back")


@bp.route("/supervision/deployments/new", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_MAKE)
def send() -> ResponseReturnValue:
    practitioner = number_or_none(request.args.get("practitioner", ""))
    account = number_or_none(request.args.get("account", ""))
    people, person = _who_goes(practitioner, account)
    form = DeployForm()
    form.offer_people(people)
    form.offer_centres(_centres())
    if form.validate_on_submit():
        wanted = Deployment(
            form.centre_id.data,
            form.supervisor_id.data,
            practitioner,
            form.from_on.data,
            form.until_on.data,
            form.over_reason(),
            form.idempotency_key.data,
        )
        try:
            zone = installation().timezone
            made = deploy(database(), current_actor(), wanted, zone, at=clock.now())
        except InvalidError as fault:
            refuse(form, fault)
        else:
            address = url_for("agreements.show", agreement_id=made, notice="deployed")
            return redirect(address)
    page = DeployPage(
        title=str(_("Deploy %(name)s to another centre for a while", name=person)),
        form=form,
        practitioner=practitioner,
        account=account,
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def _who_goes(
    practitioner: int | None, account: int | None
) -> tuple[tuple[SupervisorLine, ...], str]:
    actor = current_actor()
    people = supervisors_within(database(), actor, local_today())
    active = tuple(one for one in people if one.is_active)
    if practitioner is None:
        active = tuple(one for one in active if one.id == account)
        if not active:
            abort(404)
        return active, active[0].name
    about = agreements_about(database(), actor, practitioner, None)
    if not about:
        abort(404)
    return active, about[0].person


@bp.route("/supervision/travel", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_MAKE)
def travel() -> ResponseReturnValue:
    form = TravelForm()
    form.offer(_centres())
    if form.validate_on_submit():
        name, ticked = form.name.data or "", form.centres.data or ()
        try:
            set_travel_group(database(), current_actor(), name, ticked, at=clock.now())
        except InvalidError as fault:
            refuse(form, fault)
        else:
            return redirect(url_for("agreements.travel", notice="travel_set"))
    names = dict(_centres())
    groups: dict[str, list[BilingualText]] = defaultdict(list)
    for one, name in travel_groups(database(), current_actor()).items():
        if one in names:
            groups[name].append(names[one])
    title = _("No centres are put on one journey yet")
    if groups:
        title = ngettext(
            "%(n)d centres are put on one journey",
            "%(n)d centres are put on %(num)d journeys",
            len(groups),
            n=sum(map(len, groups.values())),
        )
    page = TravelPage(
        title=str(title),
        groups=tuple((name, tuple(one)) for name, one in groups.items()),
        form=form,
    )
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def _centres() -> tuple[tuple[int, BilingualText], ...]:
    found = centres_to_plan(database(), current_actor(), local_today(), Permission.AGREEMENT_MAKE)
    return tuple((one.id, one.name) for one in found)


def _check(account_id: int) -> None:
    if not may_set_time(database(), current_actor(), account_id):
        abort(404)


def _back(account_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("agreements.supervisor", account_id=account_id, notice=notice))


def _page(
    account_id: int, *, time: TimeForm | None = None, absence: AbsenceForm | None = None
) -> SupervisorPage:
    actor, today = current_actor(), local_today()
    lines = agreements_of_supervisor(database(), actor, account_id, today)
    name = name_of_account(database(), account_id)
    if not name or not (lines or may_see_supervisor(database(), actor, account_id)):
        abort(404)
    may_set = may_set_time(database(), actor, account_id)
    now = times_of(database(), [account_id])[account_id]
    if may_set and time is None:
        time = TimeForm(prefix="time", formdata=None)
        time.offer(now)
    if may_set and absence is None:
        absence = AbsenceForm(prefix="away", formdata=None)
        absence.offer()
    words = Words(page_language())
    count = people_of(database(), [account_id], today).get(account_id, 0)
    above = agreements_about(database(), actor, None, account_id)
    return SupervisorPage(
        title=load_title(name, count),
        lede=str(_("Deputies and people deployed elsewhere are counted like any other.")),
        name=name,
        account_id=account_id,
        agreements=shown_agreements(lines),
        above=shown_agreements(
            tuple(one for one in above if one.until_on is None or one.until_on >= today)
        ),
        time_words=str(
            _(
                "%(hours)s hours in a month for visits and sessions, %(centres)s centres a day at"
                " most",
                hours=f"{now.minutes_a_month / 60:g}",
                centres=now.centres_a_day,
            )
        ),
        absences=tuple(
            ShownAbsence(
                one.id,
                words.say(ABSENCES[one.kind]) if may_set else "",
                one.from_on,
                one.until_on,
            )
            for one in absences_of(database(), [account_id], today)[account_id]
        ),
        time_form=time if may_set else None,
        absence_form=absence if may_set else None,
        may_make=may(actor, Permission.AGREEMENT_MAKE),
        may_be_given=account_id in may_be_given_supervisors(database(), actor, [account_id]),
    )
