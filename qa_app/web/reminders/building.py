"""Puts the pages of feeds, reminders and the outbox together."""

from dataclasses import dataclass

from flask import abort, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.calendar_feed import CalendarEntry, centre_feed_reach
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.reminders import Delivered, MessageState
from qa_app.extensions import database
from qa_app.queries.feeds import (
    CalendarSession,
    centre_of_links,
    feeds_of_centre,
    own_feeds,
)
from qa_app.queries.mail_addresses import own_mail_address
from qa_app.queries.outbox import MessageLine, count_messages, messages_page
from qa_app.queries.robots import robots_of_centre
from qa_app.web.locale import page_language
from qa_app.web.reminders.forms import FeedForm, MailForm, RobotForm
from qa_app.web.reminders.pages import (
    CentreRemindersPage,
    OutboxLine,
    OutboxPage,
    OwnRemindersPage,
)
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.reminders import CHANNELS, FAULTS, KINDS, ROBOTS, STATES, session_summary

_LOOKS = {
    MessageState.SENT: "done",
    MessageState.FAILED: "late",
    MessageState.UNKNOWN: "late",
    MessageState.DROPPED: "gone",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a page: forms with their faults, the address that was made.

    Attributes:
        feed: Form of a feed.
        mail: Form of the mail address.
        robot: Form of a robot.
        made: Address of a feed, shown this once.
        was_made_before: True when the form was sent before.
        tried: What came of trying a robot.
    """

    feed: FeedForm | None = None
    mail: MailForm | None = None
    robot: RobotForm | None = None
    made: str = ""
    was_made_before: bool = False
    tried: str = ""


NOTHING_SENT = Sent()


def own_page(actor: Actor, sent: Sent = NOTHING_SENT) -> OwnRemindersPage:
    """Lay one's own page out.

    Args:
        actor: Whose.
        sent: What was sent to it.

    Returns:
        The page.
    """
    feeds, mail = own_feeds(database(), actor), own_mail_address(database(), actor)
    has_calendar = may(actor, Permission.SESSION_READ)
    return OwnRemindersPage(
        finding=_own_finding(len(feeds), is_on=mail is not None and mail.is_on),
        feeds=feeds,
        feed_form=(sent.feed or _fresh_feed()) if has_calendar else None,
        make_at=url_for("reminders.make_own"),
        of_centre=False,
        made=sent.made,
        was_made_before=sent.was_made_before,
        mail=mail,
        mail_form=sent.mail or MailForm(formdata=None),
        sends_mail=bool(installation().smtp_host),
    )


def _fresh_feed() -> FeedForm:
    return FeedForm(formdata=None, language=page_language())


def _own_finding(count: int, *, is_on: bool) -> str:
    calendars = (
        ngettext("%(num)d calendar address is open", "%(num)d calendar addresses are open", count)
        if count
        else _("No calendar address is open")
    )
    mail = _("reminders by mail are on") if is_on else _("no reminders by mail")
    return Words(page_language()).sequence((str(calendars), str(mail)))


def centre_page(actor: Actor, centre_id: int, sent: Sent = NOTHING_SENT) -> CentreRemindersPage:
    """Lay the page of a centre out.

    Args:
        actor: Who asks; a centre whose sessions they do not read shows as not there.
        centre_id: The centre.
        sent: What was sent to it.

    Returns:
        The page.
    """
    centre = centre_of_links(database(), actor, centre_id) or abort(404)
    feeds = feeds_of_centre(database(), actor, centre_id)
    robots = robots_of_centre(database(), actor, centre_id)
    manages = reach_of(actor, Permission.LINK_MANAGE).covers(centre_id, centre.place_path)
    fresh = RobotForm(formdata=None, language=page_language())
    words = Words(page_language())
    return CentreRemindersPage(
        finding=_centre_finding(len(feeds), len(robots), manages=manages),
        centre_id=centre_id,
        centre_name=centre.name,
        feeds=feeds,
        feed_form=(sent.feed or _fresh_feed())
        if centre_feed_reach(actor).covers(centre_id, centre.place_path)
        else None,
        make_at=url_for("reminders.make_of_centre", centre_id=centre_id),
        of_centre=True,
        made=sent.made,
        was_made_before=sent.was_made_before,
        robots=tuple((one, words.say(ROBOTS[one.kind])) for one in robots),
        robot_form=(sent.robot or fresh) if manages else None,
        tried=sent.tried,
    )


def _centre_finding(feeds: int, robots: int, *, manages: bool) -> str:
    calendars = (
        ngettext("%(num)d calendar address is open", "%(num)d calendar addresses are open", feeds)
        if feeds
        else _("No calendar address is open")
    )
    if not manages:
        return str(calendars)
    told = (
        ngettext("%(num)d group robot is told", "%(num)d group robots are told", robots)
        if robots
        else _("no group robot is told")
    )
    return Words(page_language()).sequence((str(calendars), str(told)))


def outbox_page(actor: Actor, page: int) -> OutboxPage:
    """Lay the outbox out.

    Args:
        actor: An administrator.
        page: From 1.

    Returns:
        The page.
    """
    counts = count_messages(database(), actor)
    found = messages_page(database(), actor, page)
    words = Words(page_language())
    return OutboxPage(
        finding=_outbox_finding(counts),
        counts=tuple((words.say(STATES[state]), count) for state, count in counts.items()),
        lines=tuple(_outbox_line(words, one) for one in found[:ROWS_PER_PAGE]),
        next_page=page + 1 if len(found) > ROWS_PER_PAGE else None,
        sends_mail=bool(installation().smtp_host),
    )


def _outbox_finding(counts: dict[MessageState, int]) -> str:
    stuck = counts[MessageState.FAILED] + counts[MessageState.UNKNOWN]
    waits = counts[MessageState.WAITING] + counts[MessageState.SENDING]
    parts = (
        ngettext("%(num)d reminder needs you", "%(num)d reminders need you", stuck)
        if stuck
        else _("No reminder needs you"),
        ngettext("%(num)d waits to leave", "%(num)d wait to leave", waits)
        if waits
        else _("none waits to leave"),
    )
    return Words(page_language()).sequence(map(str, parts))


def _outbox_line(words: Words, one: MessageLine) -> OutboxLine:
    way = words.say(CHANNELS[one.channel])
    if one.robot_kind is not None:
        way = words.pair(way, words.say(ROBOTS[one.robot_kind]))
    return OutboxLine(
        message=one,
        way=way,
        kind=words.say(KINDS[one.kind]),
        state=words.say(STATES[one.state]),
        look=_LOOKS.get(one.state, "wait"),
        fault=fault_words(one.fault),
        may_retry=one.state in {MessageState.FAILED, MessageState.UNKNOWN},
    )


def fault_words(fault: str | None) -> str:
    """Say why a message has not arrived.

    Args:
        fault: Why, as a code; None when nothing is wrong.

    Returns:
        The words; empty for None.
    """
    return "" if fault is None else Words(page_language()).say(FAULTS[fault])


def tried_words(done: Delivered) -> str:
    """Say why a word of trial did not arrive.

    Args:
        done: What came of it.

    Returns:
        A sentence.
    """
    return str(
        _("The robot was tried and did not answer well: %(why)s.", why=fault_words(done.fault))
    )


def too_soon_words(fault: ConflictError) -> str:
    """Say when a robot may be tried again.

    Args:
        fault: Why it was not tried now.

    Returns:
        A sentence.
    """
    return str(
        _(
            "The robot was tried just now, so nothing was sent."
            " Seconds until it may be tried again: %(seconds)s.",
            seconds=fault.params["seconds"],
        )
    )


def entry_of(one: CalendarSession, language: str) -> CalendarEntry:
    """Put a session into the words of a calendar.

    Args:
        one: The session.
        language: Language of the calendar.

    Returns:
        The entry: where and what kind, and nothing else.
    """
    public = installation().public_url
    return CalendarEntry(
        session_id=one.id,
        sequence=one.sequence,
        summary=session_summary(Words(language), one.centre_name, one.type),
        day=one.planned_on,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_cancelled=one.is_cancelled,
        changed_at=one.changed_at,
        address=f"{public}/sessions/{one.id}" if public else "",
    )
