"""Routes of questions to experts."""

from datetime import datetime

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.consultations import TOPICS, Stage, median_days
from qa_app.domain.defaults import CONSULTATION_TEXT_MOST
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.register_events import ConsultationOpened
from qa_app.domain.rounding import display
from qa_app.domain.text import NO_TEXT
from qa_app.extensions import database
from qa_app.queries.centre_facts import area_names_of
from qa_app.queries.consultations import (
    Consultation,
    cases_to_ask_about,
    experts_for,
    words_of,
)
from qa_app.queries.consultations import (
    consultations as find,
)
from qa_app.services.register.answer_question import answer_question
from qa_app.services.register.ask_expert import NewQuestion, ask_expert
from qa_app.services.register.close_question import close_question
from qa_app.services.register.give_question import give_question
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.openings import note_opening
from qa_app.web.register.blueprint import bp
from qa_app.web.register.consult_forms import AnswerForm, AskForm, CloseForm, GiveForm
from qa_app.web.register.paper_pages import AskPage, QuestionLine, QuestionPage, QuestionsPage
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words

_CONFLICT, _UNPROCESSABLE = 409, 422
_MARKS = {
    Stage.ASKED: "clock",
    Stage.GIVEN: "part",
    Stage.ANSWERED: "ok",
    Stage.CLOSED: "met",
}


@bp.get("/consultations")
@requires(Permission.CONSULT_READ)
def consultations() -> ResponseReturnValue:
    actor = current_actor()
    found = find(database(), actor)
    spans = [(one.asked_at, one.answered_at) for one in found if one.answered_at is not None]
    median = median_days((asked, answered) for asked, answered in spans)
    page = QuestionsPage(
        lines=tuple(_line(one) for one in found),
        open_count=sum(one.answered_at is None for one in found),
        answered_count=len(spans),
        median="" if median is None else display(median, 1),
        is_asker=may(actor, Permission.CONSULT_ASK),
    )
    return page.render()


@bp.route("/consultations/ask", methods=["GET", "POST"])
@requires(Permission.CONSULT_ASK)
def ask() -> ResponseReturnValue:
    form = AskForm()
    cases = cases_to_ask_about(database(), current_actor(), local_today())
    form.offer([reference for _case, reference, _centre, _area in cases])
    if not form.validate_on_submit():
        return AskPage(form=form).render(), _UNPROCESSABLE if form.is_submitted() else 200
    sent = NewQuestion(
        form.reference.data, form.topic.data, form.words.data, form.idempotency_key.data or None
    )
    try:
        made = ask_expert(
            database(), current_actor(), sent, installation().timezone, at=clock.now()
        )
    except InvalidError as fault:
        form.fail("words", _words(fault.code))
        return AskPage(form=form).render(), _UNPROCESSABLE
    return redirect(url_for("register.question", consultation_id=made, notice="question_asked"))


@bp.get("/consultations/<int:consultation_id>")
@requires(Permission.CONSULT_READ)
def question(consultation_id: int) -> ResponseReturnValue:
    return _page(_found(consultation_id)).render()


@bp.post("/consultations/<int:consultation_id>/give")
@requires(Permission.CONSULT_GIVE)
def give(consultation_id: int) -> ResponseReturnValue:
    one, form = _found(consultation_id), GiveForm()
    experts = experts_for(database(), one.place_path, one.area, clock.now(), local_today())
    form.offer(experts)
    if not form.validate():
        return _page(one, give_form=form).render(), _UNPROCESSABLE
    try:
        give_question(
            database(),
            current_actor(),
            consultation_id,
            whole_number(form.expert.data),
            installation().timezone,
            at=clock.now(),
        )
    except ConflictError:
        abort(_CONFLICT)
    except InvalidError as fault:
        form.fail("expert", _words(fault.code))
        return _page(one, give_form=form).render(), _UNPROCESSABLE
    return _back(consultation_id, "question_given")


@bp.post("/consultations/<int:consultation_id>/answer")
@requires(Permission.CONSULT_GIVE)
def answer(consultation_id: int) -> ResponseReturnValue:
    one, form = _found(consultation_id), AnswerForm()
    if not form.validate():
        return _page(one, answer_form=form).render(), _UNPROCESSABLE
    try:
        answer_question(
            database(), current_actor(), consultation_id, form.words.data, at=clock.now()
        )
    except ConflictError:
        abort(_CONFLICT)
    except InvalidError as fault:
        form.fail("words", _words(fault.code))
        return _page(one, answer_form=form).render(), _UNPROCESSABLE
    return _back(consultation_id, "question_answered")


@bp.post("/consultations/<int:consultation_id>/close")
@requires(Permission.CONSULT_ASK)
def close(consultation_id: int) -> ResponseReturnValue:
    _found(consultation_id)
    try:
        close_question(database(), current_actor(), consultation_id, at=clock.now())
    except ConflictError:
        abort(_CONFLICT)
    return _back(consultation_id, "question_closed")


def _back(consultation_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("register.question", consultation_id=consultation_id, notice=notice))


def _found(consultation_id: int) -> Consultation:
    found = find(database(), current_actor(), consultation_id)
    if not found:
        abort(404)
    return found[0]


def _page(
    one: Consultation, give_form: GiveForm | None = None, answer_form: AnswerForm | None = None
) -> QuestionPage:
    actor, now = current_actor(), clock.now()
    # a refused form shows the question as its page does
    event = ConsultationOpened(actor=actor, at=now, object_id=one.id, centre_id=one.centre_id)
    note_opening(event)
    said = words_of(database(), one.id)
    is_giver = reach_of(actor, Permission.CONSULT_GIVE).covers(one.centre_id, one.place_path)
    is_open = one.stage in {Stage.ASKED, Stage.GIVEN}
    experts = experts_for(database(), one.place_path, one.area, now, local_today())
    if is_giver and is_open and experts and give_form is None:
        give_form = GiveForm(formdata=None)
        give_form.offer(experts)
    if is_giver and one.stage is Stage.GIVEN and answer_form is None:
        answer_form = AnswerForm(formdata=None)
    may_close = one.stage is Stage.ANSWERED and may(actor, Permission.CONSULT_ASK)
    return QuestionPage(
        line=_line(one),
        question=said.question,
        answer=said.answer,
        give_form=give_form,
        answer_form=answer_form,
        close_form=CloseForm(formdata=None) if may_close else None,
        has_experts=bool(experts) or not is_giver,
    )


def _line(one: Consultation) -> QuestionLine:
    stages = {
        Stage.ASKED: _("asked, no expert yet"),
        Stage.GIVEN: _("with an expert"),
        Stage.ANSWERED: _("answered"),
        Stage.CLOSED: _("closed"),
    }
    return QuestionLine(
        one.id,
        one.reference,
        one.centre,
        area_names_of(database()).get(one.area, NO_TEXT),
        TOPICS.get(one.topic, NO_TEXT),
        _MARKS[one.stage],
        str(stages[one.stage]),
        _day(one.asked_at),
        "" if one.answered_at is None else _day(one.answered_at),
        one.expert,
    )


def _words(code: str) -> str:
    words = {
        "no_words": _("Write something that can be read"),
        "long_words": _("Use at most %(most)s characters", most=CONSULTATION_TEXT_MOST),
        "identity_in_words": _(
            "This may tell who somebody is: name no person and no number; the case has its"
            " reference"
        ),
        "unknown_topic": _("Choose what it is about"),
        "unknown_expert": _("This expert is not in office for this area"),
    }
    return str(words[code])


def _day(at: datetime) -> str:
    return Words(page_language()).day(clock.local_day(at, installation().timezone))
