"""Routes of the page on the centre's device: no account, no cookie, nothing kept by the browser."""

from calendar import Calendar
from hashlib import sha256

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.defaults import FEEDBACK_WORDS_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.feedback import HIGHEST, LOWEST, Asked, Reply
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import csrf, database
from qa_app.queries.feedback import OpenAsking, asking_of_token
from qa_app.services.service_records.give_reply import give_reply
from qa_app.web.asked_often import is_heard
from qa_app.web.bare import bare
from qa_app.web.feedback_page.pages import AskPage, AwayPage, DevicePage, EndPage
from qa_app.web.guard import public
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.feedback import (
    AWAY_TITLE,
    CLOSED,
    FAULTS,
    HEADINGS,
    LEAVE,
    LEDES,
    OTHER_FAULT,
    SEND,
    THANKS,
    TITLE,
    WAIT,
    WEEKDAYS,
    WORDS_HINT,
    WORDS_LABEL,
)
from qa_app.wording.service_records import ANSWERS, QUESTIONS

bp = Blueprint("feedback_page", __name__, url_prefix="/f")
_HTML = {"zh": "zh-CN", "en": "en"}
_NOT_FOUND, _UNPROCESSABLE, _TOO_MANY = 404, 422, 429
_TOKEN_MOST = 100


@bp.get("/<token>")
@public
@bare
def ask(token: str) -> ResponseReturnValue:
    asking = asking_of_token(database(), _digest(token), clock.now())
    if asking is None:
        return _closed()
    return _sent(_page(asking, token, Reply(()), ""))


@bp.post("/<token>")
@public
@bare
def answer(token: str) -> ResponseReturnValue:
    # the token itself is what a form of another site cannot know
    digest, now = _digest(token), clock.now()
    asking = asking_of_token(database(), digest, now)
    if asking is None:
        return _closed()
    reply = _reply()
    if not is_heard("f"):
        return _sent(_page(asking, token, reply, Words(asking.language).say(WAIT)), _TOO_MANY)
    try:
        give_reply(database(), digest, reply, installation().timezone, at=now)
    except InvalidError as fault:
        words = Words(asking.language).say(FAULTS.get(fault.code, OTHER_FAULT))
        return _sent(_page(asking, token, reply, words), _UNPROCESSABLE)
    except (ConflictError, OutOfReachError):
        return _closed()
    done = redirect(url_for("feedback_page.done", language=asking.language), 303)
    return _kept_nowhere(make_response(done))


csrf.exempt(answer)


@bp.get("/done/<language>")
@public
@bare
def done(language: str) -> ResponseReturnValue:
    return _sent(_end(_known(language), THANKS))


@bp.get("/away/<language>")
@public
@bare
def away(language: str) -> ResponseReturnValue:
    words, today = Words(_known(language)), local_today()
    weeks = Calendar().monthdayscalendar(today.year, today.month)
    page = AwayPage(
        language=_HTML[language],
        title=words.say(AWAY_TITLE),
        heading=f"{today.year}-{today.month:02}",
        days=tuple(words.say(one) for one in WEEKDAYS),
        weeks=tuple(tuple(str(one or "") for one in week) for week in weeks),
    )
    return _sent(page)


def _known(language: str) -> str:
    return language if language in LANGUAGES else abort(_NOT_FOUND)


def _digest(token: str) -> str:
    return sha256(token[:_TOKEN_MOST].encode()).hexdigest()


def _reply() -> Reply:
    allowed = {str(one): one for one in range(LOWEST, HIGHEST + 1)}
    answers = (allowed.get(request.form.get(name, ""), 0) for name in _names())
    return Reply(tuple(answers), request.form.get("words", "").strip())


def _names() -> tuple[str, ...]:
    return tuple(f"q{number}" for number in range(1, len(QUESTIONS) + 1))


def _page(asking: OpenAsking, token: str, reply: Reply, fault: str) -> AskPage:
    words = Words(asking.language)
    given = [str(one) if one else "" for one in reply.answers] or [""] * len(QUESTIONS)
    return AskPage(
        language=_HTML[asking.language],
        title=words.say(TITLE),
        heading=words.say(HEADINGS[asking.asked]),
        lede=words.say(LEDES[asking.asked]),
        fault=fault,
        action=url_for("feedback_page.answer", token=token),
        questions=tuple(
            (name, words.say(question), one)
            for name, question, one in zip(_names(), QUESTIONS, given, strict=True)
        ),
        answers=tuple((str(number), words.say(one)) for number, one in enumerate(ANSWERS, 1)),
        has_faces=asking.asked is Asked.YOUNG_CHILD,
        words_label=words.say(WORDS_LABEL),
        words_hint=words.say(WORDS_HINT),
        typed=reply.words,
        most=FEEDBACK_WORDS_MOST,
        send=words.say(SEND),
        leave=words.say(LEAVE),
        leave_address=url_for("feedback_page.away", language=asking.language),
    )


def _end(language: str, message: str) -> EndPage:
    words = Words(language)
    return EndPage(language=_HTML[language], title=words.say(TITLE), heading=words.say(message))


def _closed() -> Response:
    # unknown, guessed, over and answered read alike
    return _sent(_end("zh", CLOSED), _NOT_FOUND)


def _sent(page: DevicePage, code: int = 200) -> Response:
    return _kept_nowhere(make_response(page.render(), code))


def _kept_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
