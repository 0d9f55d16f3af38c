"""Routes of feeds, reminders and the outbox."""

from datetime import timedelta
from hashlib import sha256

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.delivery.post import Postman
from qa_app.domain.calendar_feed import first_day_of_feed
from qa_app.domain.defaults import FEED_DAYS_BACK
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.reminders import Outcome, RobotKind
from qa_app.extensions import database
from qa_app.queries.ceilings import hold_to_reach
from qa_app.queries.feeds import (
    installation_mark,
    open_feed,
    session_for_calendar,
    sessions_of_feed,
)
from qa_app.reports.calendar import calendar_file
from qa_app.services.reminders.add_robot import NewRobot, add_robot
from qa_app.services.reminders.make_feed import NewFeed, make_feed
from qa_app.services.reminders.remove_robot import remove_robot
from qa_app.services.reminders.retry_message import retry_message
from qa_app.services.reminders.revoke_feed import revoke_feed
from qa_app.services.reminders.set_mail_address import MailWish, set_mail_address
from qa_app.services.reminders.try_robot import try_robot
from qa_app.web.bare import bare
from qa_app.web.copying import public_address
from qa_app.web.forms import sent_key
from qa_app.web.guard import current_actor, public, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.reminders.building import (
    Sent,
    centre_page,
    entry_of,
    outbox_page,
    own_page,
    too_soon_words,
    tried_words,
)
from qa_app.web.reminders.forms import FeedForm, MailForm, RobotForm
from qa_app.web.settings import installation, local_today
from qa_app.web.step_up import asks_again
from qa_app.wording import Words
from qa_app.wording.reminders import calendar_name

bp = Blueprint("reminders", __name__)
_UNPROCESSABLE = 422
_CALENDAR = "text/calendar; charset=utf-8"
_TOKEN_MOST = 100
_KEPT_SECONDS = 900


@bp.get("/calendar/<token>.ics")
@public
@bare
def feed(token: str) -> ResponseReturnValue:
    # unknown, revoked, of somebody who left: one answer for all, which tells them not apart
    digest = sha256(token[: _TOKEN_MOST + 1].encode()).hexdigest()
    found, now = open_feed(database(), digest), clock.now()
    if found is None:
        headers = {"Cache-Control": "no-store"}
        return Response("", 404, headers, content_type="text/plain")
    hold_to_reach(database(), found.actor)
    first = first_day_of_feed(local_today())
    since = now - timedelta(days=FEED_DAYS_BACK)
    sessions = sessions_of_feed(database(), found, first, since)
    body = calendar_file(
        [entry_of(one, found.language) for one in sessions],
        calendar_name(Words(found.language), found.centre_name),
        installation().timezone,
        installation_mark(database()),
    )
    answer = Response(body, content_type=_CALENDAR)
    answer.headers["Cache-Control"] = f"private, max-age={_KEPT_SECONDS}"
    answer.set_etag(sha256(body).hexdigest()[:32])
    return answer.make_conditional(request)


@bp.get("/sessions/<int:session_id>/session.ics")
@requires(Permission.SESSION_READ)
def one_session(session_id: int) -> ResponseReturnValue:
    found = session_for_calendar(database(), current_actor(), session_id) or abort(404)
    entry, zone = entry_of(found, page_language()), installation().timezone
    body = calendar_file([entry], entry.summary, zone, installation_mark(database()))
    name = named_file(f"session-{session_id}.ics")
    return Response(body, headers=name, content_type=_CALENDAR)


@bp.get("/me/reminders")
@requires(Permission.SELF_MANAGE)
def own() -> ResponseReturnValue:
    return own_page(current_actor()).render()


@bp.post("/me/reminders/feeds")
@requires(Permission.SESSION_READ)
@asks_again("reminders.own")
def make_own() -> ResponseReturnValue:
    made = _made(FeedForm(), None)
    return own_page(current_actor(), made).render(), _code(made)


@bp.post("/centres/<int:centre_id>/reminders/feeds")
@requires(Permission.SESSION_READ)
@asks_again("reminders.centre", "centre_id")
def make_of_centre(centre_id: int) -> ResponseReturnValue:
    made = _made(FeedForm(), centre_id)
    return centre_page(current_actor(), centre_id, made).render(), _code(made)


def _made(form: FeedForm, centre_id: int | None) -> Sent:
    if not form.validate_on_submit():
        return Sent(feed=form)
    token = clock.random_token()
    new = NewFeed(
        digest=sha256(token.encode()).hexdigest(),
        language=form.language.data,
        centre_id=centre_id,
        key=form.idempotency_key.data,
    )
    try:
        is_new = make_feed(database(), current_actor(), new, at=clock.now())
    except InvalidError as fault:
        form.refuse(fault)
        return Sent(feed=form)
    if not is_new:
        return Sent(was_made_before=True)
    return Sent(made=public_address(url_for("reminders.feed", token=token)))


def _code(sent: Sent) -> int:
    return 200 if sent.feed is None else _UNPROCESSABLE


@bp.post("/me/reminders/feeds/<int:feed_id>/revoke")
@requires(Permission.SELF_MANAGE)
def revoke(feed_id: int) -> ResponseReturnValue:
    centre_id = revoke_feed(database(), current_actor(), feed_id, at=clock.now())
    if request.form.get("of_centre") and centre_id is not None:
        address = url_for("reminders.centre", centre_id=centre_id, notice="feed_revoked")
        return redirect(address)
    return redirect(url_for("reminders.own", notice="feed_revoked"))


@bp.post("/me/reminders/mail")
@requires(Permission.SELF_MANAGE)
@asks_again("reminders.own")
def mail() -> ResponseReturnValue:
    form, actor = MailForm(), current_actor()
    if form.validate_on_submit():
        try:
            wish = MailWish((form.mail.data or "").strip())
            set_mail_address(database(), actor, wish, at=clock.now())
        except InvalidError:
            form.refuse()
        else:
            return redirect(url_for("reminders.own", notice="mail_kept"))
    return own_page(actor, Sent(mail=form)).render(), _UNPROCESSABLE


@bp.post("/me/reminders/mail/switch")
@requires(Permission.SELF_MANAGE)
def switch_mail() -> ResponseReturnValue:
    wanted = request.form.get("wish", "")
    wishes = {
        "on": MailWish(is_on=True),
        "off": MailWish(is_on=False),
        "removed": MailWish(is_removed=True),
    }
    if wanted not in wishes:
        abort(_UNPROCESSABLE)
    set_mail_address(database(), current_actor(), wishes[wanted], at=clock.now())
    return redirect(url_for("reminders.own", notice=f"mail_{wanted}"))


@bp.get("/centres/<int:centre_id>/reminders")
@requires(Permission.SESSION_READ)
def centre(centre_id: int) -> ResponseReturnValue:
    return centre_page(current_actor(), centre_id).render()


@bp.post("/centres/<int:centre_id>/robots")
@requires(Permission.LINK_MANAGE)
@asks_again("reminders.centre", "centre_id")
def new_robot(centre_id: int) -> ResponseReturnValue:
    form, actor = RobotForm(), current_actor()
    page = centre_page(actor, centre_id, Sent(robot=form))
    if form.validate_on_submit():
        new = NewRobot(
            centre_id=centre_id,
            kind=RobotKind(form.kind.data),
            address=(form.webhook.data or "").strip(),
            secret=(form.secret.data or "").strip(),
            language=form.language.data,
            key=form.idempotency_key.data,
        )
        try:
            add_robot(database(), actor, new, installation().robot_hosts, at=clock.now())
        except InvalidError as fault:
            form.refuse(fault)
        else:
            address = url_for("reminders.centre", centre_id=centre_id, notice="robot_added")
            return redirect(address)
    return page.render(), _UNPROCESSABLE


@bp.post("/robots/<int:robot_id>/try")
@requires(Permission.LINK_MANAGE)
def try_one(robot_id: int) -> ResponseReturnValue:
    actor, postman = current_actor(), Postman(installation(), clock.now)
    key = sent_key() or f"{clock.random_bits(128):032x}"
    try:
        centre_id, done = try_robot(
            database(), actor, robot_id, key, postman.deliver, at=clock.now()
        )
    except ConflictError as fault:
        centre_id = whole_number(fault.params["centre_id"])
        page = centre_page(actor, centre_id, Sent(tried=too_soon_words(fault)))
        return page.render(), 429
    if done is None or done.outcome is Outcome.SENT:
        notice = "robot_repeated" if done is None else "robot_sent"
        return redirect(url_for("reminders.centre", centre_id=centre_id, notice=notice))
    return centre_page(actor, centre_id, Sent(tried=tried_words(done))).render()


@bp.post("/robots/<int:robot_id>/remove")
@requires(Permission.LINK_MANAGE)
def remove(robot_id: int) -> ResponseReturnValue:
    centre_id = remove_robot(database(), current_actor(), robot_id, at=clock.now())
    return redirect(url_for("reminders.centre", centre_id=centre_id, notice="robot_removed"))


@bp.get("/outbox")
@requires(Permission.OUTBOX_READ)
def outbox() -> ResponseReturnValue:
    page = max(request.args.get("page", default=1, type=whole_number), 1)
    return outbox_page(current_actor(), page).render()


@bp.post("/outbox/<int:message_id>/retry")
@requires(Permission.OUTBOX_READ)
def retry(message_id: int) -> ResponseReturnValue:
    retry_message(database(), current_actor(), message_id, at=clock.now())
    return redirect(url_for("reminders.outbox", notice="message_waits"))
