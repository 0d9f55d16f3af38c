"""Reminders, their ways and their ends in words; never more than counts and days."""

from datetime import date
from typing import Any

from qa_app.domain.endings import Ending
from qa_app.domain.reminders import Channel, MessageState, ReminderKind, ReviewPart, RobotKind
from qa_app.domain.supervision import SessionType
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.journal_values import VALUES
from qa_app.wording.words import Words

SUBJECT = _("Reminder from Plumbline")
KINDS: dict[ReminderKind, str] = {
    ReminderKind.SESSIONS: _("sessions ahead"),
    ReminderKind.OVERDUE: _("late actions"),
    ReminderKind.REVIEWS: _("reviews that wait"),
    ReminderKind.ACKNOWLEDGE: _("records to acknowledge"),
    ReminderKind.PLAN: _("a published plan"),
    ReminderKind.TRIAL: _("trial of a robot"),
    ReminderKind.REPORTS: _("new reports"),
    ReminderKind.ACCOUNT: _("a change of an account"),
    ReminderKind.ENDS: _("what ends soon"),
    ReminderKind.RED_LINE: _("a red line of an entry in the register"),
    ReminderKind.SET_ASIDE: _("a decision that was set aside"),
}
CHANNELS: dict[Channel, str] = {Channel.MAIL: _("mail"), Channel.ROBOT: _("group robot")}
ROBOTS: dict[RobotKind, str] = {
    RobotKind.WECOM: _("WeCom"),
    RobotKind.DINGTALK: _("DingTalk"),
    RobotKind.FEISHU: _("Feishu"),
}
STATES: dict[MessageState, str] = {
    MessageState.WAITING: _("waits"),
    MessageState.SENDING: _("is being sent"),
    MessageState.SENT: _("was sent"),
    MessageState.FAILED: _("failed"),
    MessageState.UNKNOWN: _("may have arrived"),
    MessageState.DROPPED: _("was dropped"),
}
FAULTS: dict[str, str] = {
    "server_down": _("the server cannot be reached"),
    "sign_in_refused": _("the mail server refuses the account or the password"),
    "not_encrypted": _("the mail server offers no encryption"),
    "not_trusted": _("the certificate of the server is not trusted"),
    "put_off": _("the server asks to come back later"),
    "refused": _("the server refuses the message"),
    "line_broke": _("the line broke before the server answered"),
    "sender_stopped": _("the command stopped before it noted the end"),
    "too_late": _("its day is over"),
    "session_moved": _("its sessions were moved or cancelled"),
    "no_receiver": _("its receiver is gone or wants none"),
    "robot_address": _("the address is none of a group robot's"),
    "mail_address": _("mail cannot be sent to the address"),
    "message_fault": _("the message could not be put together or handed over"),
}
_CALENDAR, _OWN_CALENDAR = _("Supervision · %(whose)s"), _("My supervision")
_LINES: dict[ReminderKind, str] = {
    ReminderKind.SESSIONS: _("Supervision on %(day)s: %(count)s session(s)."),
    ReminderKind.OVERDUE: _("Late corrective actions: %(count)s."),
    ReminderKind.REVIEWS: _("Reviews: %(parts)s."),
    ReminderKind.ACKNOWLEDGE: _("Supervision records to acknowledge: %(count)s."),
    ReminderKind.PLAN: _("The plan of %(month)s is published; sessions that you lead: %(count)s."),
    ReminderKind.REPORTS: _("New reports of a quarter or a year: %(count)s."),
    ReminderKind.ENDS: _("Within %(ahead)s days these end: %(parts)s."),
    ReminderKind.RED_LINE: _(
        "A red line was found in an entry of the register; its criteria were evaluated anew on"
        " %(day)s. Nothing is suspended by itself: look at where it stands."
    ),
    ReminderKind.SET_ASIDE: _(
        "A decision about an area of the register was set aside on objection on %(day)s: its page"
        " tells where the area stands now and how it goes on."
    ),
    ReminderKind.TRIAL: _("This is a trial: reminders about supervision will come to this group."),
}

_NOTES: dict[str, str] = {
    "reset_link": _("On %(day)s an administrator made a link by which your password can be reset."),
    "reset": _("On %(day)s your password was reset by a link; all your sessions ended."),
    "password": _("On %(day)s your password was changed."),
    "dormant": _("On %(day)s your account was closed because it was not used for 60 days."),
    "enabled": _("On %(day)s your account was opened again."),
    "sessions_ended": _("On %(day)s a security administrator ended your sessions."),
    "factor_reset": _("On %(day)s your second factor was reset; all your sessions ended."),
    "card_handed_out": _("On %(day)s a security administrator made a code card for you."),
    "outside_linked": _("On %(day)s your account was linked with single sign-on."),
    "outside_unlinked": _("On %(day)s your account was parted from single sign-on."),
    "feed_made": _("On %(day)s a calendar address of your sessions or of a centre was made."),
    "feeds_ended": _(
        "Since %(day)s your calendar addresses open nothing any more: make those anew that you use."
    ),
    "feeds_stand": _(
        "On %(day)s your password was changed and your calendar addresses go on: revoke those that"
        " you do not know."
    ),
    "factor_added": _("On %(day)s a second factor was added to your account."),
    "factor_removed": _("On %(day)s a second factor was removed from your account."),
    "recovery_renewed": _("On %(day)s new recovery codes were made for your account."),
    "recovery_used": _("On %(day)s a recovery code of your account was used."),
    "mail_address": _("On %(day)s the mail address of your account was changed."),
    "roles_asked": _(
        "On %(day)s roles of weight were given to somebody; a second person confirms them."
    ),
    "restored": _(
        "On %(day)s the system was restored from a backup: look at your account, and renew your"
        " password, recovery codes and code card if you changed or used them lately."
    ),
    "two_hats_asked": _(
        "On %(day)s the team asked that one person may be system and security administrator:"
        " confirm or refuse it under Journal, Two administrators in one person."
    ),
    "two_hats_given": _(
        "On %(day)s it was confirmed that one person may be system and security administrator."
    ),
    "aggregates_burst": _(
        "On %(day)s an account asked for comparisons so fast that it was not answered for a"
        " while: the journal names it."
    ),
    "clock_set_back": _(
        "On %(day)s the clock of the system was found set back: look in the journal at the acts"
        " around it, and ask who changed it."
    ),
    "roles_given": _("On %(day)s roles of weight of somebody came into force."),
}
_NOT_YOU = _("Was this not you, or not asked for by you? Tell your administrator.")

_PARTS: dict[ReviewPart, str] = {
    ReviewPart.LATE: _("overdue: %(count)s"),
    ReviewPart.TO_DO: _("to do: %(count)s"),
    ReviewPart.ANSWER: _("results to answer: %(count)s"),
    ReviewPart.REPLY: _("queries to reply to: %(count)s"),
    ReviewPart.DECIDE: _("objections and amendments to decide: %(count)s"),
    ReviewPart.SETTLE: _("read twice, to settle: %(count)s"),
    ReviewPart.STAND: _("to moderate: %(count)s"),
}


_ENDS: dict[Ending, str] = {
    Ending.STANDING: _("entries in the register: %(count)s"),
    Ending.PAPER: _("papers of the centre: %(count)s"),
    Ending.LICENCE: _("certificates of workers: %(count)s"),
    Ending.CHECK: _("offence-record checks of workers: %(count)s"),
    Ending.DOCUMENT: _("review dates of documents in the library: %(count)s"),
}
_IN_PARTS: dict[ReminderKind, dict[Any, str]] = {
    ReminderKind.REVIEWS: dict(_PARTS),
    ReminderKind.ENDS: dict(_ENDS),
}


def reminder_line(words: Words, kind: ReminderKind, content: dict[str, Any]) -> str:
    """Say what a reminder is about in one line.

    Args:
        words: The language.
        kind: What it is about.
        content: Its counts and days.

    Returns:
        The line.
    """
    if kind is ReminderKind.ACCOUNT:
        return _account_line(words, content)
    day, month = content.get("day"), content.get("month")
    parts = content.get("parts", {})
    return words.say(
        _LINES[kind],
        count=content.get("count", 0),
        ahead=content.get("ahead", 0),
        parts=words.sequence(
            words.say(message, count=parts[part.value])
            for part, message in _IN_PARTS.get(kind, {}).items()
            if part.value in parts
        ),
        day="" if day is None else words.day(date.fromisoformat(day)),
        month="" if month is None else _month(words, month),
    )


def _account_line(words: Words, content: dict[str, Any]) -> str:
    line = words.say(_NOTES[content["note"]], day=words.day(date.fromisoformat(content["day"])))
    space = "" if words.language == "zh" else " "
    return f"{line}{space}{words.say(_NOT_YOU)}"


def _month(words: Words, month: str) -> str:
    year, _dash, number = month.partition("-")
    return f"{year}年{int(number)}月" if words.language == "zh" else month


def session_summary(words: Words, centre: BilingualText, fine: SessionType) -> str:
    """Say where and what a session is, as calendars show it: the unit and the type only.

    Args:
        words: The language.
        centre: Name of the unit.
        fine: The type.

    Returns:
        Both, such as `示范中心甲 · 个别督导`.
    """
    return f"{centre.in_language(words.language)} · {words.say(VALUES['type'][fine.value])}"


def calendar_name(words: Words, whose: BilingualText | None) -> str:
    """Name a calendar.

    Args:
        words: The language.
        whose: Name of the centre; None for a person's own, which names nobody.

    Returns:
        The name that calendars show.
    """
    if whose is None:
        return words.say(_OWN_CALENDAR)
    return words.say(_CALENDAR, whose=whose.in_language(words.language))
