"""Routes on which a result is answered."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.answer_texts import AmendmentSent, AnswerSent, Settling
from qa_app.domain.answers import AnswerKind
from qa_app.domain.defaults import ANSWER_TEXT_MOST
from qa_app.domain.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
)
from qa_app.domain.objections import ObjectionState
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.openings import opening_of, refuse_closed
from qa_app.queries.result_paper import ResultPaper, result_paper
from qa_app.services.answers.give_answer import give_answer
from qa_app.services.answers.propose_amendment import propose_amendment
from qa_app.services.answers.raise_objection import NewObjection, raise_objection
from qa_app.services.answers.settle_amendment import settle_amendment
from qa_app.services.answers.uphold_result import uphold_result
from qa_app.services.answers.withdraw_amendment import withdraw_amendment
from qa_app.web.answers.pages import Trouble
from qa_app.web.answers.view import opened_answers
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.forms import name_reason, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.numbers import number_or_none
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again

bp = Blueprint("answers", __name__, url_prefix="/audits/<int:audit_id>")
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/answers")
@requires(Permission.AUDIT_READ)
def show(audit_id: int) -> ResponseReturnValue:
    return opened_answers(current_actor(), _paper(audit_id), Trouble()).render()


@bp.post("/answers")
@requires(Permission.ANSWER_GIVE)
def give(audit_id: int) -> ResponseReturnValue:
    paper, form = _paper(audit_id), request.form
    kind, about = form.get("kind", ""), number_or_none(form.get("finding", ""))
    place = f"answer-{about or 'all'}"
    if kind not in tuple(AnswerKind):
        return _refused(paper, place, InvalidError("text_missing"))
    sent = AnswerSent(AnswerKind(kind), about, _text(), sent_key(), name_reason=name_reason())
    return _done(
        paper,
        place,
        "answer_given",
        lambda: give_answer(database(), current_actor(), audit_id, sent, at=clock.now()),
    )


@bp.post("/objection")
@requires(Permission.OBJECTION_RAISE)
def raise_one(audit_id: int) -> ResponseReturnValue:
    paper, form = _paper(audit_id), request.form
    new = NewObjection(form.get("ground", ""), _text(), sent_key(), name_reason=name_reason())
    zone, now = installation().timezone, clock.now()
    return _done(
        paper,
        "objection",
        "objection_raised",
        lambda: raise_objection(database(), current_actor(), audit_id, new, zone, at=now),
    )


@bp.post("/objection/uphold")
@requires(Permission.OBJECTION_DECIDE)
@asks_again("answers.show", "audit_id")
def uphold(audit_id: int) -> ResponseReturnValue:
    paper, text, why, key = _paper(audit_id), _text(), name_reason(), sent_key()
    return _done(
        paper,
        "uphold",
        "objection_upheld",
        lambda: uphold_result(
            database(),
            current_actor(),
            audit_id,
            text,
            zone=installation().timezone,
            at=clock.now(),
            name_reason=why,
            key=key,
        ),
    )


@bp.post("/amendment")
@requires(Permission.OBJECTION_DECIDE)
@asks_again("answers.show", "audit_id")
def propose(audit_id: int) -> ResponseReturnValue:
    paper = _paper(audit_id)
    sent = AmendmentSent(_chosen(paper), _text(), name_reason(), sent_key())
    zone, now = installation().timezone, clock.now()
    return _done(
        paper,
        "amend",
        "amendment_proposed",
        lambda: propose_amendment(database(), current_actor(), audit_id, sent, zone, at=now),
    )


@bp.post("/amendment/settle")
@requires(Permission.OBJECTION_DECIDE)
@asks_again("answers.show", "audit_id")
def settle(audit_id: int) -> ResponseReturnValue:
    paper, is_confirmed = _paper(audit_id), request.form.get("step") == "confirm"
    said = Settling(is_confirmed, _text(), name_reason(), sent_key())
    zone, now = installation().timezone, clock.now()
    return _done(
        paper,
        "settle",
        _settled(paper, is_confirmed=is_confirmed),
        lambda: settle_amendment(database(), current_actor(), audit_id, said, zone, at=now),
    )


@bp.post("/amendment/withdraw")
@requires(Permission.OBJECTION_DECIDE)
def withdraw(audit_id: int) -> ResponseReturnValue:
    paper, key, now = _paper(audit_id), sent_key(), clock.now()
    return _done(
        paper,
        "settle",
        "amendment_withdrawn",
        lambda: withdraw_amendment(database(), current_actor(), audit_id, at=now, key=key),
    )


def _settled(paper: ResultPaper, *, is_confirmed: bool) -> str:
    if is_confirmed:
        return "amendment_confirmed"
    objection = paper.told.objection
    is_led_to = objection is not None and objection.state is ObjectionState.PROPOSED
    return "amendment_refused_open" if is_led_to else "amendment_refused"


def _paper(audit_id: int) -> ResultPaper:
    actor, zone = current_actor(), installation().timezone
    paper = result_paper(database(), actor, audit_id, zone) or abort(404)
    # nobody acts on what they would have to ask for
    refuse_closed(database(), actor, audit_id, at=clock.now(), on=local_today())
    return paper


def _done(
    paper: ResultPaper, form: str, notice: str, act: Callable[[], object]
) -> ResponseReturnValue:
    try:
        act()
    except (InvalidError, ConflictError, NotAllowedError) as fault:
        return _refused(paper, form, fault)
    if not _goes_on(paper):
        # who read it only to decide is done with it, and is told so where what waits is listed
        return redirect(url_for("home.today", notice=notice))
    return redirect(url_for("answers.show", audit_id=paper.audit_id, notice=notice))


def _goes_on(paper: ResultPaper) -> bool:
    now, on = clock.now(), local_today()
    return opening_of(database(), current_actor(), paper.audit_id, at=now, on=on).why is not None


def _refused(
    paper: ResultPaper, form: str, fault: InvalidError | ConflictError | NotAllowedError
) -> ResponseReturnValue:
    status = _UNPROCESSABLE if isinstance(fault, InvalidError) else _CONFLICT
    trouble = Trouble(
        form,
        follow_up_refusal(fault),
        _text(),
        asks_name=fault.code in ASKS_NAME,
        chosen=_chosen(paper),
        ground=request.form.get("ground", ""),
    )
    return opened_answers(current_actor(), paper, trouble).render(), status


def _chosen(paper: ResultPaper) -> dict[str, str]:
    answers = {code: request.form.get(f"item-{code}", "") for code in paper.rubric.items}
    return {code: answer for code, answer in answers.items() if answer}


def _text() -> str:
    return request.form.get("text", "").strip()[: ANSWER_TEXT_MOST + 1]
