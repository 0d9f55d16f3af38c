"""The route on which an account that has no worker yet is tied to one."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import InvalidError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.managed_accounts import account_by_id, practitioner_id
from qa_app.queries.register import centres_to_choose
from qa_app.services.accounts.link_worker import link_worker
from qa_app.web.admin.blueprint import bp
from qa_app.web.admin.labels import refusal_words
from qa_app.web.admin.worker_form import WorkerForm, WorkerPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.settings import local_today
from qa_app.web.step_up import asks_again

_UNPROCESSABLE = 422


@bp.route("/admin/accounts/<int:account_id>/worker", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
@asks_again("admin.account", "account_id")
def worker(account_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), WorkerForm()
    found = account_by_id(database(), actor, account_id)
    if found is None or not found.may_be_tied or found.id == actor.account_id:
        abort(404)
    form.offer(centres_to_choose(database(), actor, Permission.ACCOUNT_MANAGE, local_today()))
    if not form.validate_on_submit():
        status = _UNPROCESSABLE if form.is_submitted() else 200
        return WorkerPage(account=found, form=form).render(), status
    known = practitioner_id(database(), form.centre.data, form.practitioner.data or "")
    if known is None:
        form.fail("practitioner", _("No worker of this centre has this code"))
        return WorkerPage(account=found, form=form).render(), _UNPROCESSABLE
    try:
        link_worker(database(), actor, account_id, known, at=clock.now())
    except InvalidError as fault:
        form.fail("practitioner", refusal_words(fault.code))
        return WorkerPage(account=found, form=form).render(), _UNPROCESSABLE
    return redirect(url_for("admin.account", account_id=account_id, notice="worker_linked"))
