"""Routes of reviews of a supervisor's quarter."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.draft import entry_of
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.domain.quarters import quarter_from, quarters_over
from qa_app.domain.supervisor_quarter import Computed, computed_of
from qa_app.domain.typed_values import measured_share_from
from qa_app.extensions import database
from qa_app.queries.drafts import DraftAudit
from qa_app.queries.supervisor_reviews import quarter_rubrics, supervisors_to_review
from qa_app.services.audits.compute_records import compute_records
from qa_app.services.audits.overrule_computed import Overrule, overrule_computed
from qa_app.services.audits.start_supervisor_review import NewReview, start_supervisor_review
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import number_or_none
from qa_app.web.own_drafts import draft_in_hand, shown_draft
from qa_app.web.settings import installation, local_today
from qa_app.web.supervisor_reviews.forms import OverruleForm, StartForm
from qa_app.web.supervisor_reviews.labels import refusal
from qa_app.web.supervisor_reviews.pages import OverrulePage, StartPage
from qa_app.wording import Words
from qa_app.wording.said_computed import said_measure

bp = Blueprint("supervisor_reviews", __name__, url_prefix="/supervision/reviews")
_CONFLICT, _UNPROCESSABLE = 409, 422
_QUARTERS = 8
_OF_VALUE = frozenset({"no_value", "not_a_number", "share_out_of_bounds"})


@bp.route("", methods=["GET", "POST"])
@requires(Permission.SUPERVISOR_REVIEW)
def start() -> ResponseReturnValue:
    actor, today = current_actor(), local_today()
    people, rubrics = (
        supervisors_to_review(database(), actor, today),
        quarter_rubrics(database(), actor, today),
    )
    form = StartForm()
    form.offer(people, quarters_over(today, _QUARTERS), rubrics)
    if not form.is_submitted():
        form.supervisor.data = request.args.get("supervisor")
        form.quarter.data = request.args.get("quarter")
    elif form.validate():
        quarter = quarter_from(form.quarter.data) or abort(_UNPROCESSABLE)
        new = NewReview(form.rubric.data, int(form.supervisor.data), quarter)
        zone = installation().timezone
        try:
            made = start_supervisor_review(database(), actor, new, zone, at=clock.now())
        except (ConflictError, InvalidError) as fault:
            form.fail("quarter", refusal(fault))
        else:
            return _shown(made, "supervisor_review_begun")
    page = StartPage(form=form, lack=_lack(has_people=bool(people), has_rubrics=bool(rubrics)))
    return page.render(), _UNPROCESSABLE if form.is_submitted() else 200


def _lack(*, has_people: bool, has_rubrics: bool) -> str:
    if not has_people:
        return str(_("There is no supervisor whose whole work lies within your reach."))
    if not has_rubrics:
        return str(_("No rubric that is read for a supervisor and quarter is in force."))
    return ""


@bp.post("/<int:audit_id>/compute")
@requires(Permission.SUPERVISOR_REVIEW)
def compute(audit_id: int) -> ResponseReturnValue:
    actor, zone, left = current_actor(), installation().timezone, request.form.get("left", "")
    try:
        count = compute_records(database(), actor, audit_id, zone, left, at=clock.now())
    except InvalidError:
        abort(_UNPROCESSABLE)
    return _shown(audit_id, "computed_again" if count else "computed_same")


@bp.route("/<int:audit_id>/overrule/<measure>", methods=["GET", "POST"])
@requires(Permission.SUPERVISOR_REVIEW)
def overrule(audit_id: int, measure: str) -> ResponseReturnValue:
    form, code = OverruleForm(), 200
    if not form.is_submitted():
        head = shown_draft(audit_id, "computed")
        told = _told(head, measure)
        form.reason.data = told.reason
        form.revision.data = str(entry_of(head.entries, EntryKind.COMPUTED, measure).revision)
        return _page(head, told, form).render()
    head = draft_in_hand(audit_id)
    told, code = _told(head, measure), _UNPROCESSABLE
    revision = number_or_none(form.revision.data or "")
    if form.validate() and revision is not None:
        value = _typed(form, told)
        said = Overrule(measure, form.reason.data, revision, value)
        try:
            zone = installation().timezone
            overrule_computed(database(), current_actor(), audit_id, said, zone, at=clock.now())
        except (ConflictError, InvalidError) as fault:
            code = _refuse(form, fault)
        else:
            return _shown(audit_id, "computed_overruled")
    return _page(shown_draft(audit_id, "computed"), told, form).render(), code


def _typed(form: OverruleForm, told: Computed) -> str | None:
    text = (form.value.data or "").strip()
    return (measured_share_from(text) if told.met is not None else text) or None


def _refuse(form: OverruleForm, fault: RefusedError) -> int:
    if fault.code in _OF_VALUE:
        form.refuse_value()
    else:
        form.fail("reason", refusal(fault))
    return _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _told(head: DraftAudit, measure: str) -> Computed:
    found = (one for one in computed_of(head.entries) if one.measure == measure)
    told = next((one for one in found if one.is_answered), None)
    return told or abort(404)


def _page(head: DraftAudit, told: Computed, form: OverruleForm) -> OverrulePage:
    return OverrulePage(draft=head, one=said_measure(Words(page_language()), told), form=form)


def _shown(audit_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("audits.workspace", audit_id=audit_id, notice=notice))
