"""Routes of marks: they work without a script, and the workspace leads to them by one key."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.asked import asked_items
from qa_app.domain.bars import BARRED
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.escalation import REPORTS, OutcomeSent
from qa_app.domain.permissions import Permission
from qa_app.extensions import database
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.escalations import Harm, harm_seen, harms_of, second_persons
from qa_app.queries.item_flags import flagged_items
from qa_app.queries.no_harm_asks import no_harm_asks
from qa_app.services.audits.answer_no_harm import answer_no_harm
from qa_app.services.audits.ask_no_harm import ask_no_harm
from qa_app.services.audits.flag_item import flag_item
from qa_app.services.audits.raise_harm import raise_harm
from qa_app.services.audits.settle_harm import settle_harm
from qa_app.services.audits.unflag_item import unflag_item
from qa_app.web.days import typed_day
from qa_app.web.forms import form_key, sent_key
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.marks.labels import (
    ask_lines,
    asked_words,
    mark_refusal,
    settled_words,
    until_words,
)
from qa_app.web.marks.pages import FlagLine, HarmLine, HarmPage, MarksPage, Typed
from qa_app.web.numbers import number_or_none
from qa_app.web.own_drafts import shown_draft
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.marks import AUTHORITIES, FLAG_REASONS, OUTCOMES

bp = Blueprint("marks", __name__)
_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.get("/audits/<int:audit_id>/marks")
@requires(Permission.AUDIT_SCORE)
def show(audit_id: int) -> ResponseReturnValue:
    return _marks(audit_id, request.args.get("item", "")).render()


@bp.post("/audits/<int:audit_id>/marks/flag")
@requires(Permission.AUDIT_SCORE)
def flag(audit_id: int) -> ResponseReturnValue:
    item, reason = request.form.get("item", ""), request.form.get("reason", "")
    try:
        flag_item(
            database(),
            current_actor(),
            audit_id,
            item,
            reason,
            zone=installation().timezone,
            at=clock.now(),
        )
    except (InvalidError, ConflictError) as fault:
        if fault.code in BARRED:
            raise
        status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        return _marks(audit_id, item, mark_refusal(fault), reason).render(), status
    return redirect(_back(audit_id, item, "item_flagged"))


@bp.post("/audits/<int:audit_id>/marks/unflag")
@requires(Permission.AUDIT_SCORE)
def unflag(audit_id: int) -> ResponseReturnValue:
    item = request.form.get("item", "")
    try:
        unflag_item(
            database(),
            current_actor(),
            audit_id,
            item,
            zone=installation().timezone,
            at=clock.now(),
        )
    except ConflictError as fault:
        if fault.code in BARRED:
            raise
        return _marks(audit_id, item, mark_refusal(fault)).render(), _CONFLICT
    return redirect(_back(audit_id, item, "item_unflagged"))


@bp.post("/audits/<int:audit_id>/marks/harm")
@requires(Permission.AUDIT_SCORE)
def raise_one(audit_id: int) -> ResponseReturnValue:
    item, key = request.form.get("item", ""), sent_key()
    try:
        made = raise_harm(database(), current_actor(), audit_id, item, at=clock.now(), key=key)
    except (InvalidError, ConflictError) as fault:
        status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        return _marks(audit_id, item, mark_refusal(fault)).render(), status
    return redirect(url_for("marks.harm", harm_id=made))


@bp.get("/harm/<int:harm_id>")
@requires(Permission.AUDIT_SCORE)
def harm(harm_id: int) -> ResponseReturnValue:
    return _card(_seen(harm_id)).render()


@bp.post("/harm/<int:harm_id>")
@requires(Permission.AUDIT_SCORE)
def settle(harm_id: int) -> ResponseReturnValue:
    typed = Typed(**{name: request.form.get(name, "") for name in Typed.__slots__})
    zone, now = installation().timezone, clock.now()
    try:
        settle_harm(database(), current_actor(), harm_id, _sent(typed), zone, at=now)
    except (InvalidError, ConflictError) as fault:
        return _refused(harm_id, fault, typed)
    return redirect(url_for("marks.harm", harm_id=harm_id, notice="harm_settled"))


@bp.post("/harm/<int:harm_id>/ask")
@requires(Permission.AUDIT_SCORE)
def ask(harm_id: int) -> ResponseReturnValue:
    second, zone = number_or_none(request.form.get("second", "")), installation().timezone
    try:
        ask_no_harm(database(), current_actor(), harm_id, second, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _refused(harm_id, fault)
    return redirect(url_for("marks.harm", harm_id=harm_id, notice="harm_asked"))


@bp.post("/harm/<int:harm_id>/no-harm")
@requires(Permission.AUDIT_VOID)
def answer(harm_id: int) -> ResponseReturnValue:
    said, zone = request.form.get("answer", ""), installation().timezone
    try:
        answer_no_harm(database(), current_actor(), harm_id, said, zone, at=clock.now())
    except (InvalidError, ConflictError) as fault:
        return _refused(harm_id, fault)
    return redirect(url_for("marks.harm", harm_id=harm_id, notice="no_harm_answered"))


def _refused(
    harm_id: int, fault: InvalidError | ConflictError, typed: Typed | None = None
) -> ResponseReturnValue:
    status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
    return _card(_seen(harm_id), typed, mark_refusal(fault)).render(), status


def _sent(typed: Typed) -> OutcomeSent:
    return OutcomeSent(
        typed.outcome,
        typed.told_to,
        told_at=_moment(typed.day, typed.time),
        told_on=_day(typed.before_on),
    )


def _day(text: str) -> date | None:
    try:
        return typed_day(text)
    except ValueError:
        return None


def _moment(day: str, time: str) -> datetime | None:
    try:
        local = datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        return None
    return local.replace(tzinfo=ZoneInfo(installation().timezone))


def _seen(harm_id: int) -> Harm:
    return harm_seen(database(), current_actor(), harm_id) or abort(404)


def _card(one: Harm, typed: Typed | None = None, fault: str = "") -> HarmPage:
    words, now, actor = Words(page_language()), clock.now(), current_actor()
    today = now.astimezone(ZoneInfo(installation().timezone)).date()
    waits = one.settled is None
    is_denied = one.asked is not None and one.asked.is_denied
    return HarmPage(
        harm=one,
        is_reader=one.reader_id == actor.account_id,
        asked=asked_words(one),
        asks_me=one.asks(actor.account_id),
        until=until_words(one, now),
        is_late=one.until < now,
        settled=settled_words(one),
        outcomes=tuple((code, words.say(OUTCOMES[code])) for code in REPORTS),
        authorities=tuple((code, words.say(text)) for code, text in AUTHORITIES.items()),
        seconds=second_persons(database(), actor, one, today) if waits and not is_denied else (),
        is_denied=is_denied,
        typed=typed or Typed(),
        fault=fault,
        asks=ask_lines(no_harm_asks(database(), one)),
    )


def _marks(audit_id: int, chosen: str, fault: str = "", reason: str = "") -> MarksPage:
    actor = current_actor()
    head = shown_draft(audit_id, "marks")
    version, revision = head.rubric_version_id, head.words_revision
    rubric = asked_rubric_in_words(database(), version, head.supplement_asks, revision)
    if rubric is None:
        abort(404)
    words, now = Words(page_language()), clock.now()
    flags = flagged_items(database(), actor, [audit_id])
    return MarksPage(
        draft=head,
        choices=tuple(
            (code, f"{code} {words.text(item.text)}") for code, item in asked_items(rubric).items()
        ),
        chosen=chosen,
        reason=reason,
        reasons=tuple((code, words.say(text)) for code, text in FLAG_REASONS.items()),
        flags=tuple(FlagLine(one.item, words.say(FLAG_REASONS[one.reason])) for one in flags),
        harms=tuple(
            HarmLine(
                one.id,
                one.item,
                settled_words(one) or until_words(one, now),
                waits=one.settled is None,
            )
            for one in harms_of(database(), actor, audit_id)
        ),
        fault=fault,
        key=form_key(),
    )


def _back(audit_id: int, item: str, notice: str) -> str:
    return f"{url_for('audits.workspace', audit_id=audit_id, notice=notice)}#i-{item}"
