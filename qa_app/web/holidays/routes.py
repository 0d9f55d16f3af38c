"""Routes of the holiday table."""

from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.holidays import HolidayAct, HolidayChange
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.holiday_table import holiday_years
from qa_app.queries.holidays import marked_days
from qa_app.services.operations.change_holiday import change_holiday
from qa_app.web.guard import current_actor, requires
from qa_app.web.holidays.blueprint import bp
from qa_app.web.holidays.forms import DayForm, RemoveForm, YearForm
from qa_app.web.holidays.pages import HolidaysPage
from qa_app.web.settings import local_today

_CONFLICT, _UNPROCESSABLE = 409, 422
_YEARS_AHEAD = 2


@bp.get("")
@requires(Permission.HOLIDAY_EDIT)
def index() -> ResponseReturnValue:
    table = holiday_years(database())
    region = request.args.get("region") or next(iter(table), "")
    if table and region not in table:
        abort(404)
    years = table.get(region, ())
    given = request.args.get("year", "")
    if given and given not in {str(year) for year in years}:
        abort(404)
    this_year = local_today().year
    latest = this_year if this_year in years else max(years, default=this_year)
    return _page(region, int(given) if given else latest).render()


@bp.post("/<region>/<int:year>/days")
@requires(Permission.HOLIDAY_EDIT)
def add_day(region: str, year: int) -> ResponseReturnValue:
    _check(region, year)
    form = DayForm()
    if not form.validate_on_submit():
        return _page(region, year, day_form=form).render(), _UNPROCESSABLE
    name = BilingualText((form.name_zh.data or "").strip(), (form.name_en.data or "").strip())
    change = HolidayChange(region, HolidayAct(form.kind.data), form.on.data, name)
    try:
        change_holiday(database(), current_actor(), change, at=clock.now())
    except InvalidError as fault:
        field = "name_zh" if fault.code in {"no_name", "long_name"} else "on"
        form.fail(field, _words(fault.code))
        return _page(region, year, day_form=form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        form.fail("on", _words(fault.code))
        return _page(region, year, day_form=form).render(), _CONFLICT
    return _back(region, change.on.year, "holiday_added")


@bp.post("/<region>/<int:year>/days/remove")
@requires(Permission.HOLIDAY_EDIT)
def remove_day(region: str, year: int) -> ResponseReturnValue:
    _check(region, year)
    form = RemoveForm()
    if not form.validate_on_submit():
        return _page(region, year, remove_form=form).render(), _UNPROCESSABLE
    change = HolidayChange(region, HolidayAct.REMOVE, form.on.data)
    try:
        change_holiday(database(), current_actor(), change, at=clock.now())
    except (ConflictError, InvalidError) as fault:
        form.fail("", _words(fault.code))
        status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        return _page(region, year, remove_form=form).render(), status
    return _back(region, year, "holiday_removed")


@bp.post("/<region>/years")
@requires(Permission.HOLIDAY_EDIT)
def add_year(region: str) -> ResponseReturnValue:
    years = holiday_years(database()).get(region) or abort(404)
    form = YearForm()
    form.offer(_addable(years))
    if not form.validate_on_submit():
        return _page(region, max(years), year_form=form).render(), _UNPROCESSABLE
    change = HolidayChange(region, HolidayAct.ADD_YEAR, date(form.year.data, 1, 1))
    change_holiday(database(), current_actor(), change, at=clock.now())
    return _back(region, form.year.data, "holiday_year_added")


def _check(region: str, year: int) -> None:
    if year not in holiday_years(database()).get(region, ()):
        abort(404)


def _addable(years: tuple[int, ...]) -> list[int]:
    # the next years first, because notices come out in autumn; then gaps and the year before
    span = range(min(years) - 1, max(*years, local_today().year) + _YEARS_AHEAD + 1)
    missing = [year for year in span if year not in years]
    return sorted(missing, key=lambda year: (year < max(years), year))


def _page(
    region: str,
    year: int,
    *,
    day_form: DayForm | None = None,
    remove_form: RemoveForm | None = None,
    year_form: YearForm | None = None,
) -> HolidaysPage:
    table = holiday_years(database())
    found = marked_days(database(), region, date(year, 1, 1), date(year, 12, 31))
    years = YearForm(formdata=None) if year_form is None else year_form
    years.offer(_addable(table.get(region) or (year,)))
    worked = sum(day.is_working for day in found.days.values())
    return HolidaysPage(
        region=region,
        year=year,
        table=table,
        days=dict(sorted(found.days.items())),
        off_count=len(found.days) - worked,
        worked_count=worked,
        day_form=day_form or DayForm(formdata=None),
        remove_form=remove_form or RemoveForm(formdata=None),
        year_form=years,
    )


def _back(region: str, year: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("holidays.index", region=region, year=year, notice=notice))


def _words(code: str) -> str:
    words = {
        "is_weekend": _("This day is a weekend and off anyway; enter weekdays only."),
        "is_weekday": _("This day is a weekday and worked anyway; enter weekend days only."),
        "no_name": _("Give the day a name, such as Spring Festival."),
        "long_name": _("The name is too long."),
        "no_year": _("The table has no such year yet: add the year first."),
        "day_taken": _("This day is in the table already; remove it first to change it."),
        "day_gone": _("This day is not in the table any more."),
    }
    return str(words[code])
