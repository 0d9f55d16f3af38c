"""Routes of feedback: figures, asking somebody now, papers that come back."""

from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from flask import Response, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.feedback import Device, Way, figures_of
from qa_app.domain.permissions import Permission
from qa_app.domain.rounding import display
from qa_app.domain.service_threads import Form, year_before
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.feedback import (
    OpenAsking,
    Opinions,
    asking_pace,
    opinions_of,
    paper_asking,
    papers_out,
    words_said,
)
from qa_app.queries.service_records import ServiceCentre
from qa_app.reports.tables import csv_table
from qa_app.services.service_records.enter_reply import enter_reply
from qa_app.services.service_records.open_asking import open_asking
from qa_app.web.guard import current_actor, current_signed, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.service_records.blueprint import bp
from qa_app.web.service_records.common import (
    UNPROCESSABLE,
    centre_or_404,
    code_of,
    may_record,
    tabs,
)
from qa_app.web.service_records.forms import (
    AskingForm,
    question_names,
    sent_reply,
)
from qa_app.web.service_records.labels import few_words, pace_words, refusal, say, say_share
from qa_app.web.service_records.pages import FeedbackPage, PaperPage, WayFigures
from qa_app.web.session import BrowserSession
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.service_records import ANSWERS, ASKED, QUESTIONS

_WAYS = {one.value: one for one in Way}


@bp.get("/<int:centre_id>/feedback")
@requires(Permission.SERVICE_READ)
def feedback(centre_id: int) -> ResponseReturnValue:
    return _page(centre_or_404(centre_id), None).render()


@bp.get("/<int:centre_id>/feedback.csv")
@requires(Permission.SERVICE_READ)
def feedback_file(centre_id: int) -> ResponseReturnValue:
    centre = centre_or_404(centre_id)
    heads = (
        _("Area"),
        _("Answered how"),
        _("People asked"),
        _("Answers counted"),
        _("Share who answered (95 % interval)"),
        _("Mean of 5"),
        *(say(message) for message in QUESTIONS),
    )
    words = Words(page_language())
    rows = [
        (
            words.text(one.area),
            one.way,
            one.asked,
            one.replies,
            one.share,
            one.mean,
            *(mean for _question, mean in one.by_question),
        )
        for one in _all_figures(centre, _opinions(centre))
    ]
    body = csv_table([str(head) for head in heads], rows)
    name = f"feedback-{centre.id}-{local_today()}.csv"
    return Response(body, mimetype="text/csv", headers=named_file(name))


@bp.post("/<int:centre_id>/feedback")
@requires(Permission.SERVICE_RECORD)
def ask(centre_id: int) -> ResponseReturnValue:
    centre = centre_or_404(centre_id, Permission.SERVICE_RECORD)
    form, way = AskingForm(), _WAYS.get(request.form.get("way", ""))
    form.offer(centre.areas)
    if way is None or not form.validate():
        return _page(centre, form).render(), UNPROCESSABLE
    token, zone = clock.random_token(), installation().timezone
    asking = form.asking(way, _device(token) if way is Way.DEVICE else None)
    sent = Form(centre_id, form.idempotency_key.data)
    try:
        open_asking(database(), current_actor(), sent, asking, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        fields = {"unknown_area": "area", "not_said_safe": "is_safe"}
        form.fail(fields.get(fault.code, "reference"), refusal(fault))
        return _page(centre, form).render(), code_of(fault)
    if way is Way.DEVICE:
        return _handed_over(token)
    notice = "asking_on_paper" if way is Way.PAPER else "asking_unsafe"
    return redirect(url_for("service_records.feedback", centre_id=centre_id, notice=notice))


def _device(token: str) -> Device:
    signed = current_signed() or abort(401)
    return Device(sha256(token.encode()).hexdigest(), signed.session_id)


def _handed_over(token: str) -> ResponseReturnValue:
    # the session on the device has ended: whoever gets it can go nowhere but to this page
    cast("BrowserSession", session).replace(clock.random_token())
    response = make_response(redirect(url_for("feedback_page.ask", token=token)))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/papers/<int:asking_id>")
@requires(Permission.SERVICE_RECORD)
def paper(asking_id: int) -> ResponseReturnValue:
    waiting = _waiting(asking_id)
    is_own = waiting.asked_by == current_actor().account_id
    return _paper(waiting, refusal(NotAllowedError("own_paper")) if is_own else "").render()


@bp.post("/papers/<int:asking_id>")
@requires(Permission.SERVICE_RECORD)
def enter_paper(asking_id: int) -> ResponseReturnValue:
    waiting, zone = _waiting(asking_id), installation().timezone
    reply = sent_reply(request.form)
    try:
        enter_reply(database(), current_actor(), asking_id, reply, zone, at=clock.now())
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        return _paper(waiting, refusal(fault)).render(), code_of(fault)
    address = url_for(
        "service_records.feedback", centre_id=waiting.centre_id, notice="paper_entered"
    )
    return redirect(address)


def _waiting(asking_id: int) -> OpenAsking:
    return paper_asking(database(), current_actor(), asking_id) or abort(404)


def _page(centre: ServiceCentre, form: AskingForm | None) -> FeedbackPage:
    today, opinions = local_today(), _opinions(centre)
    figures = _all_figures(centre, opinions)
    is_recordable = may_record(centre.id)
    if form is None and is_recordable:
        form = AskingForm(formdata=None)
        form.offer(centre.areas)
    asker = current_actor().account_id
    out = papers_out(database(), centre.id, ROWS_PER_PAGE) if is_recordable else ()
    return FeedbackPage(
        centre=centre,
        tabs=tabs(centre.id, "feedback"),
        finding=_finding(figures),
        figures=tuple(figures),
        unsafe=tuple(
            (name, opinions[code].unsafe)
            for code, name in centre.areas.items()
            if code in opinions and opinions[code].unsafe
        ),
        few=few_words(),
        pace=pace_words(asking_pace(database(), centre.id, year_before(today), today)),
        said_words=words_said(database(), centre.id, opinions.values(), ROWS_PER_PAGE),
        papers=tuple(
            (one.id, say(ASKED[one.asked]), one.asked_on, one.asked_by == asker) for one in out
        ),
        form=form,
    )


def _opinions(centre: ServiceCentre) -> Mapping[str, Opinions]:
    today = local_today()
    return opinions_of(database(), centre.id, year_before(today), today, clock.now())


def _all_figures(centre: ServiceCentre, opinions: Mapping[str, Opinions]) -> list[WayFigures]:
    return [
        _figures(name, way, opinions[code])
        for code, name in centre.areas.items()
        if code in opinions
        for way in (Way.DEVICE, Way.PAPER)
        if opinions[code].asked.get(way) or opinions[code].batches.get(way)
    ]


def _finding(figures: list[WayFigures]) -> str:
    told = [one for one in figures if one.mean]
    if len(told) == 1 and len(figures) == 1:
        return str(_("Children and caregivers give %(mean)s of 5", mean=told[0].mean))
    if told:
        return str(_("What children and caregivers think, by area"))
    return str(_("Too few have answered to tell what children and caregivers think"))


def _figures(name: BilingualText, way: Way, opinions: Opinions) -> WayFigures:
    found = figures_of(opinions.batches.get(way, ()))
    interval = found.reply_interval
    return WayFigures(
        area=name,
        way=str(_("on the device") if way is Way.DEVICE else _("on paper")),
        asked=opinions.asked.get(way, 0),
        replies=found.replies,
        share="" if interval is None else say_share(interval, found.asked),
        mean="" if found.mean is None else display(found.mean, 1),
        by_question=tuple(
            (say(message), display(mean, 1))
            for message, mean in zip(QUESTIONS, found.by_question, strict=False)
        ),
    )


def _paper(waiting: OpenAsking, fault: str) -> PaperPage:
    centre = centre_or_404(waiting.centre_id, Permission.SERVICE_RECORD)
    return PaperPage(
        centre=centre,
        tabs=tabs(centre.id, "feedback"),
        heading=str(_("Paper of %(who)s", who=say(ASKED[waiting.asked]))),
        asking_id=waiting.id,
        is_own=waiting.asked_by == current_actor().account_id,
        questions=tuple(
            (name, say(message), request.form.get(name, "")) for name, message in question_names()
        ),
        answers=tuple((number, say(words)) for number, words in enumerate(ANSWERS, 1)),
        typed=request.form.get("words", ""),
        fault=fault,
    )
