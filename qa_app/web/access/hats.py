"""Routes on which months of two administrators in one person are looked through."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.profiles import Safeguard
from qa_app.domain.text import LANGUAGES
from qa_app.domain.two_hats import Outsider
from qa_app.extensions import database
from qa_app.queries.counter_checks import HatMonth, acts_digest, hat_acts, hat_months
from qa_app.queries.team import team_now
from qa_app.reports.printed import printed_pdf
from qa_app.services.access.sign_counter_check import SignOff, sign_counter_check
from qa_app.services.operations.note_list import note_list
from qa_app.services.readers.answer_two_hats import answer_two_hats
from qa_app.web.access.blueprint import bp
from qa_app.web.access.forms import HatsForm, OutsiderForm
from qa_app.web.access.pages import HatLine, HatMonthPage, HatsPage
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.access import ACT_HEADS, act_row, said_counter_check

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/two-hats")
@requires(Permission.JOURNAL_READ)
def hats() -> ResponseReturnValue:
    return _hats_page().render()


@bp.post("/two-hats")
@requires(Permission.JOURNAL_READ)
@asks_again("access.hats")
def answer_hats() -> ResponseReturnValue:
    form = HatsForm()
    if not form.validate_on_submit():
        return _hats_page(form).render(), _UNPROCESSABLE
    is_confirmed = form.answer.data == "confirm"
    try:
        answer_two_hats(database(), current_actor(), is_confirmed=is_confirmed, at=clock.now())
    except ConflictError as fault:
        return _hats_page(None, _refusal(fault.code)).render(), _CONFLICT
    notice = "hats_confirmed" if is_confirmed else "hats_refused"
    return redirect(url_for("access.hats", notice=notice))


def _hats_page(form: HatsForm | None = None, fault: str = "") -> HatsPage:
    now = team_now(database())
    return HatsPage(
        lines=tuple(_line(one) for one in _months()),
        is_allowed_now=Safeguard.TWO_HATS in now.relaxed,
        form=(form or HatsForm(formdata=None)) if now.waits else None,
        fault=fault,
    )


@bp.get("/two-hats/<month>")
@requires(Permission.JOURNAL_READ)
def hat_month(month: str) -> ResponseReturnValue:
    return _page(_known(month)).render()


@bp.post("/two-hats/<month>")
@requires(Permission.JOURNAL_READ)
@asks_again("access.hat_month", "month")
def sign_off(month: str) -> ResponseReturnValue:
    known, form = _known(month), OutsiderForm()
    outsider = None
    if not form.validate_on_submit():
        return _page(known, form).render(), _UNPROCESSABLE
    if form.route.data == "paper":
        if form.signed_on.data is None:
            form.fail("signed_on", _("Give the day on which it was signed"))
            return _page(known, form).render(), _UNPROCESSABLE
        outsider = Outsider(form.name.data or "", form.signed_on.data)
    zone = installation().timezone
    try:
        sign_counter_check(
            database(),
            current_actor(),
            SignOff(month, form.digest.data or "", outsider),
            zone,
            at=clock.now(),
        )
    except InvalidError as fault:
        for code in fault.codes:
            field = "signed_on" if code == "outsider_day" else "name"
            form.fail(field, _refusal(code))
        return _page(known, form).render(), _UNPROCESSABLE
    except ConflictError as fault:
        return _page(_known(month), None, _refusal(fault.code)).render(), _CONFLICT
    return redirect(url_for("access.hats", notice="hats_checked"))


@bp.get("/two-hats/<month>.pdf")
@requires(Permission.JOURNAL_READ)
def hat_month_pdf(month: str) -> ResponseReturnValue:
    known, zone = _known(month), installation().timezone
    acts = hat_acts(database(), current_actor(), month, zone)
    language = request.args.get("lang", page_language())
    words = Words(language) if language in LANGUAGES else abort(404)
    note_list(database(), current_actor(), "two_hats", len(acts), at=clock.now())
    digest = acts_digest(month, acts)
    paper = said_counter_check(words, known, acts, digest, (clock.now(), zone))
    headers = named_file(f"two_hats_{month}_{language}.pdf", is_shown=True)
    return Response(printed_pdf(paper), mimetype="application/pdf", headers=headers)


def _months() -> tuple[HatMonth, ...]:
    return hat_months(database(), current_actor(), installation().timezone, at=clock.now())


def _known(month: str) -> HatMonth:
    return next((one for one in _months() if one.month == month), None) or abort(404)


def _page(known: HatMonth, form: OutsiderForm | None = None, fault: str = "") -> HatMonthPage:
    words, zone = Words(page_language()), installation().timezone
    acts = hat_acts(database(), current_actor(), known.month, zone)
    digest = acts_digest(known.month, acts)
    return HatMonthPage(
        line=_line(known),
        heads=tuple(words.say(one) for one in ACT_HEADS),
        rows=tuple(act_row(words, one, zone) for one in acts),
        form=form or OutsiderForm(formdata=None, digest=digest),
        fault=fault,
    )


def _line(one: HatMonth) -> HatLine:
    words = Words(page_language())
    said = ""
    if one.checked is not None:
        day = words.instant(one.checked.at, installation().timezone)
        said = str(_("checked by %(by)s on %(at)s", by=one.checked.by, at=day))
        if one.checked.outsider and one.checked.signed_on is not None:
            said = str(
                _(
                    "signed on paper by %(by)s on %(day)s",
                    by=one.checked.outsider,
                    day=words.day(one.checked.signed_on),
                )
            )
    return HatLine(
        one.month,
        words.listed(one.people),
        words.day(one.due_on),
        one.checked is None and local_today() > one.due_on,
        said,
    )


def _refusal(code: str) -> str:
    words = {
        "outsider_name": _("Give the name and office, 2 to 80 characters"),
        "outsider_day": _("Give a day after the month and not after today"),
        "counter_checked": _("This month was checked already."),
        "counter_list": _("The list changed since you looked at it. Look through it once more."),
        "month": _("This month is not over"),
        "two_hats_answered": _("This was answered already, or is not asked for any more."),
        "same_person": _("You asked for it yourself: somebody else answers."),
        "kept": _("The team's profile no longer allows it."),
    }
    return str(words[code])
