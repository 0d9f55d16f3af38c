"""Routes of the days on which branches or centres are closed."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.local_days import local_days
from qa_app.queries.register import area_tree, centres_to_choose
from qa_app.services.operations.change_local_day import LocalDayChange, change_local_day
from qa_app.web.guard import current_actor, requires
from qa_app.web.holidays.blueprint import bp
from qa_app.web.holidays.forms import CloseForm, OpenForm
from qa_app.web.holidays.pages import ClosedDaysPage
from qa_app.web.settings import local_today

_CONFLICT, _UNPROCESSABLE = 409, 422
_REFUSED = (ConflictError, InvalidError)


@bp.get("/local")
@requires(Permission.HOLIDAY_EDIT)
def closed_days() -> ResponseReturnValue:
    return _page().render()


@bp.post("/local")
@requires(Permission.HOLIDAY_EDIT)
def close_day() -> ResponseReturnValue:
    form = _offered(CloseForm())
    change = form.change(local_today()) if form.validate_on_submit() else None
    if change is None:
        return _page(form=form).render(), _UNPROCESSABLE
    try:
        change_local_day(database(), current_actor(), change, at=clock.now())
    except _REFUSED as fault:
        field = "on" if isinstance(fault, ConflictError) else "name_zh"
        form.fail(field, _words(fault))
        return _page(form=form).render(), _status(fault)
    return redirect(url_for("holidays.closed_days", notice="day_closed"))


@bp.post("/local/open")
@requires(Permission.HOLIDAY_EDIT)
def open_day() -> ResponseReturnValue:
    form = OpenForm()
    if not form.validate_on_submit():
        return _page(open_form=form).render(), _UNPROCESSABLE
    is_centre = form.kind.data == "centre"
    change = LocalDayChange(form.code.data, is_centre, form.on.data, is_removed=True)
    try:
        change_local_day(database(), current_actor(), change, at=clock.now())
    except _REFUSED as fault:
        form.fail("", _words(fault))
        return _page(open_form=form).render(), _status(fault)
    return redirect(url_for("holidays.closed_days", notice="day_opened"))


def _offered(form: CloseForm) -> CloseForm:
    actor, may = current_actor(), Permission.HOLIDAY_EDIT
    places = area_tree(database(), actor, may)
    form.offer(places, centres_to_choose(database(), actor, may, local_today()))
    return form


def _page(form: CloseForm | None = None, open_form: OpenForm | None = None) -> ClosedDaysPage:
    today = local_today()
    return ClosedDaysPage(
        days=local_days(database(), current_actor(), today),
        today=today,
        form=form or _offered(CloseForm(formdata=None)),
        open_form=open_form or OpenForm(formdata=None),
    )


def _status(fault: RefusedError) -> int:
    return _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE


def _words(fault: RefusedError) -> str:
    words = {
        "no_name": _("Give a reason in one language at least."),
        "long_name": _("The reason is too long."),
        "day_taken": _("This day is entered there with another reason: open it first."),
        "day_gone": _("This day is not closed any more."),
    }
    return str(words[fault.code])
