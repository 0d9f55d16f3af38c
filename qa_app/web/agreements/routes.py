"""Routes of agreements: who has nobody, one agreement, a new one, the chains."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision_agreements import (
    AgreementKind,
    EndReason,
)
from qa_app.extensions import database
from qa_app.queries.agreement_fitness import PersonSupervised, supervised_person
from qa_app.queries.agreement_lists import (
    WorkerLine,
    workers_at,
)
from qa_app.queries.agreements import (
    AgreementLine,
    agreement_of,
    agreements_about,
    names_of,
    steps_of,
)
from qa_app.queries.own_trends import own_scope
from qa_app.queries.supervisor_lists import (
    SupervisorLine,
    who_may_supervise,
)
from qa_app.queries.supervisor_time import name_of_account
from qa_app.services.agreements.change_agreement import change_agreement
from qa_app.services.agreements.end_agreement import AgreementEnding, end_agreement
from qa_app.services.agreements.make_agreement import NewAgreement, make_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from qa_app.web.agreements.blueprint import bp
from qa_app.web.agreements.forms import EndForm, NewAgreementForm, SpanForm, TermsForm
from qa_app.web.agreements.labels import (
    accounts_in,
    agreement_title,
    asked_words,
    refuse,
    shown_steps,
)
from qa_app.web.agreements.lists import shown_agreements
from qa_app.web.agreements.pages import (
    AgreementPage,
    NewAgreementPage,
)
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.route("/supervision/agreements/new", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_MAKE)
def new() -> ResponseReturnValue:
    practitioner = number_or_none(request.args.get("practitioner", ""))
    account = number_or_none(request.args.get("account", ""))
    today = local_today()
    person = supervised_person(database(), current_actor(), practitioner, account)
    line = _worker_of(person)
    form = NewAgreementForm()
    form.offer_terms(None, line.area_code if line else None)
    form.offer_people(who_may_supervise(database(), person, today))
    if not form.is_submitted():
        form.from_on.data = today
    if form.validate_on_submit():
        wanted = NewAgreement(
            form.supervisor_id.data,
            practitioner,
            account,
            form.terms(),
            form.from_on.data,
            form.until_on.data,
            form.over_reason(),
            form.idempotency_key.data,
        )
        try:
            zone = installation().timezone
            made = make_agreement(database(), current_actor(), wanted, zone, at=clock.now())
        except InvalidError as fault:
            refuse(form, fault)
        else:
            return _shown(made, "agreement_made")
    return _new_page(person, form).render(), _UNPROCESSABLE if form.is_submitted() else 200


def _worker_of(person: PersonSupervised) -> WorkerLine | None:
    if person.practitioner_id is None:
        return None
    found = workers_at(database(), current_actor(), person.centre_id or 0, local_today())
    return next((one for one in found if one.id == person.practitioner_id), None)


def _new_page(person: PersonSupervised, form: NewAgreementForm) -> NewAgreementPage:
    line = _worker_of(person)
    name = name_of_account(database(), person.account_id or 0)
    if line is not None:
        name = f"{line.code} · {plain(line.centre)}"
    asked = asked_words(line.area_code if line else None, person.started_on, local_today())
    return NewAgreementPage(
        title=str(_("Who supervises %(name)s", name=name)),
        asked=asked,
        form=form,
        practitioner=person.practitioner_id,
        account=person.account_id,
    )


@bp.get("/supervision/agreements/<int:agreement_id>")
@requires(Permission.AGREEMENT_READ)
def show(agreement_id: int) -> ResponseReturnValue:
    return _page(_found(agreement_id)).render()


@bp.post("/supervision/agreements/<int:agreement_id>/change")
@requires(Permission.AGREEMENT_MAKE)
def change(agreement_id: int) -> ResponseReturnValue:
    line, form = _to_change(agreement_id), TermsForm(prefix="terms")
    form.offer_terms(line.terms, line.area_code, line.revision)

    def act() -> None:
        wanted = (form.terms(), form.revision.data or 0)
        change_agreement(database(), current_actor(), agreement_id, wanted, at=clock.now())

    fault = _done(form, act)
    if fault is not None:
        return _page(line, terms=form).render(), fault
    return _shown(agreement_id, "agreement_changed")


@bp.post("/supervision/agreements/<int:agreement_id>/deputy")
@requires(Permission.AGREEMENT_MAKE)
def deputy(agreement_id: int) -> ResponseReturnValue:
    line, form = _to_change(agreement_id), SpanForm(prefix="deputy")
    form.offer_people(_candidates(line))

    def act() -> None:
        named = NewDeputy(
            form.supervisor_id.data,
            form.from_on.data,
            form.until_on.data,
            form.over_reason(),
            form.idempotency_key.data,
        )
        name_deputy(database(), current_actor(), agreement_id, named, at=clock.now())

    fault = _done(form, act)
    if fault is not None:
        return _page(line, deputy=form).render(), fault
    return _shown(agreement_id, "deputy_named")


@bp.post("/supervision/agreements/<int:agreement_id>/end")
@requires(Permission.AGREEMENT_MAKE)
def end(agreement_id: int) -> ResponseReturnValue:
    line, form = _to_change(agreement_id), EndForm(prefix="end")
    form.offer(_candidates(line), local_today())

    def act() -> None:
        ending = AgreementEnding(
            EndReason(form.reason.data),
            form.last_day.data,
            form.supervisor_id.data or None,
            form.over_reason(),
            line.supervisor_id,
        )
        zone = installation().timezone
        end_agreement(database(), current_actor(), agreement_id, ending, zone, at=clock.now())

    if form.is_submitted() and not form.reason.data:
        form.validate()
        form.fail("reason", str(_("Choose a reason")))
        return _page(line, end=form).render(), _UNPROCESSABLE
    fault = _done(form, act)
    if fault is not None:
        return _page(line, end=form).render(), fault
    return _shown(agreement_id, "agreement_ended")


def _done(form: TermsForm | SpanForm | EndForm, act: Callable[[], None]) -> int | None:
    """Do it; gives the status of the answer where it was refused."""
    if not form.validate_on_submit():
        return _UNPROCESSABLE
    try:
        act()
    except (ConflictError, InvalidError) as fault:
        refuse(form, fault)
        return status_of(fault)
    return None


def status_of(fault: RefusedError) -> int:
    """Give the status of a refusal."""
    return _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _found(agreement_id: int) -> AgreementLine:
    return agreement_of(database(), current_actor(), agreement_id) or abort(404)


def _to_change(agreement_id: int) -> AgreementLine:
    line = _found(agreement_id)
    if not _may_change(line):
        abort(404)
    return line


def _may_change(line: AgreementLine) -> bool:
    reach = reach_of(current_actor(), Permission.AGREEMENT_MAKE)
    return reach.covers(line.centre_id or 0, line.place_path)


def _candidates(line: AgreementLine) -> tuple[SupervisorLine, ...]:
    if not line.person:
        return ()
    person = supervised_person(database(), current_actor(), line.practitioner_id, line.account_id)
    found = who_may_supervise(database(), person, local_today())
    return tuple(one for one in found if one.id != line.supervisor_id)


def _trend_address(line: AgreementLine) -> str:
    who = line.practitioner_id
    if who is None or own_scope(database(), current_actor(), who, local_today()) is None:
        return ""
    return url_for("own_trends.show", practitioner_id=who)


def _page(
    line: AgreementLine,
    *,
    terms: TermsForm | None = None,
    deputy: SpanForm | None = None,
    end: EndForm | None = None,
) -> AgreementPage:
    actor, today = current_actor(), local_today()
    steps = steps_of(database(), line.id)
    about = agreements_about(database(), actor, line.practitioner_id, line.account_id)
    shown, *others = shown_agreements((line, *(one for one in about if one.id != line.id)))
    is_open = line.end_reason is None and _may_change(line)
    standing = line.kind is AgreementKind.STANDING
    if is_open:
        people = _candidates(line) if standing else ()
        terms = terms or _terms(line)
        deputy = deputy or (_deputy(people) if standing else None)
        end = end or _end(people, line)
    return AgreementPage(
        title=agreement_title(line, shown, today),
        trend_address=_trend_address(line),
        shown=shown,
        others=tuple(others),
        steps=shown_steps(steps, names_of(database(), accounts_in(steps))),
        terms_form=terms,
        deputy_form=deputy,
        end_form=end,
        may_succeed=standing,
        open_part=next(
            (
                name
                for name, one in (("terms", terms), ("deputy", deputy), ("end", end))
                if one is not None and one.errors
            ),
            "",
        ),
    )


def _terms(line: AgreementLine) -> TermsForm:
    form = TermsForm(prefix="terms", formdata=None)
    form.offer_terms(line.terms, line.area_code, line.revision)
    return form


def _deputy(people: tuple[SupervisorLine, ...]) -> SpanForm:
    form = SpanForm(prefix="deputy", formdata=None)
    form.offer_people(people)
    return form


def _end(people: tuple[SupervisorLine, ...], line: AgreementLine) -> EndForm:
    form = EndForm(prefix="end", formdata=None)
    form.offer(people, max(local_today(), line.from_on))
    return form


def _shown(agreement_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("agreements.show", agreement_id=agreement_id, notice=notice))
