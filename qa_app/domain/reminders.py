"""Reminders without content: what they are about, by which way, when another try is due."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from qa_app.domain.defaults import (
    MAIL_ADDRESS_MOST,
    REMINDER_DAYS,
    REMINDER_RETRY_MINUTES,
    ROBOT_ADDRESS_MOST,
)
from qa_app.domain.quarters import quarter_of
from qa_app.domain.report_facts import ReportSpan


class Channel(StrEnum):
    """By which way a reminder leaves."""

    MAIL = "mail"
    ROBOT = "robot"


class ReminderKind(StrEnum):
    """What a reminder is about."""

    SESSIONS = "sessions"
    OVERDUE = "overdue"
    REVIEWS = "reviews"
    ACKNOWLEDGE = "acknowledge"
    PLAN = "plan"
    TRIAL = "trial"
    REPORTS = "reports"
    ACCOUNT = "account"
    ENDS = "ends"
    RED_LINE = "red_line"
    SET_ASIDE = "set_aside"


class ReviewPart(StrEnum):
    """What a review asks of somebody, in the order in which a reminder tells it."""

    LATE = "late"
    TO_DO = "to_do"
    ANSWER = "answer"
    REPLY = "reply"
    DECIDE = "decide"
    SETTLE = "settle"
    STAND = "stand"


class MessageState(StrEnum):
    """Where a message of the outbox stands.

    `unknown`: whoever sent it stopped between sending and noting it, or lost the line there. It
    may have arrived, so it is not sent again unless a person says so.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What came of one try."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class RobotKind(StrEnum):
    """Whose group robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


ROBOT_PLACES: dict[RobotKind, tuple[tuple[str, ...], str]] = {
    RobotKind.WECOM: (("qyapi.weixin.qq.com",), "/cgi-bin/webhook/send?key="),
    RobotKind.DINGTALK: (("oapi.dingtalk.com",), "/robot/send?access_token="),
    RobotKind.FEISHU: (("open.feishu.cn", "open.larksuite.com"), "/open-apis/bot/v2/hook/"),
}
"""Hosts of each vendor's robots, and all that stands before the token of one.

Source: developer.work.weixin.qq.com/document/path/91770 (WeCom), open.dingtalk.com "custom robot",
open.feishu.cn "custom bot".
"""

# narrower than RFC 5321: what a header may read as an encoded word or a quote is no address here
_MAIL = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
_WEBHOOK = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<before>/[a-z0-9/_-]*/(?:[a-z]+\?[a-z_]+=)?)(?P<token>[A-Za-z0-9_-]+)"
)


@dataclass(frozen=True, slots=True)
class RobotDoor:
    """Where a robot is reached.

    Attributes:
        kind: Whose robot.
        address: Its webhook, https.
        secret: What signs its messages; None where the vendor knows none or none is set.
    """

    kind: RobotKind
    address: str
    secret: str | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that has been claimed and is about to leave.

    Attributes:
        id: The message.
        kind: What it is about.
        content: Counts and days.
        language: Language of whoever gets it.
        mail: Where to; None for a robot.
        robot: The robot; None for mail.
    """

    id: int
    kind: ReminderKind
    content: dict[str, Any]
    language: str
    mail: str | None = None
    robot: RobotDoor | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a try.

    Attributes:
        outcome: How it ended.
        fault: Why it did not arrive, as a code; None when it did.
    """

    outcome: Outcome
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Became:
    """What a message is after a try.

    Attributes:
        state: Where it stands.
        fault: Why it has not arrived; None when it has.
        due_at: When it is due again; the present for what is not sent again.
    """

    state: MessageState
    fault: str | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is due to somebody.

    Attributes:
        key: What it is for; the same reminder has the same key whenever it is asked for.
        kind: What it is about.
        content: Counts and days, the last day on which it is worth sending as `until`, and of
            sessions which they are; those numbers stay here, none of them is ever sent.
    """

    key: str
    kind: ReminderKind
    content: dict[str, Any]


TurnOfSession = tuple[int, int]
"""A session and how often it had changed: one that was moved is another turn of the same."""

Told = Mapping[tuple[int | None, int | None], Collection[tuple[date, int, TurnOfSession]]]
"""Account or robot to what it was told: the day, how far ahead at most, the session."""


def of_sessions(
    days: Mapping[date, Collection[TurnOfSession]],
    told: Collection[tuple[date, int, TurnOfSession]],
    today: date,
) -> list[Reminder]:
    """Remind of the sessions of a day, once ahead and once on the day before.

    Whoever could not be reminded in time, because the session was planned late or moved there, or
    nobody ran the command, is reminded as long as the day has not passed.

    Args:
        days: Day to the sessions planned on it.
        told: What the same receiver was reminded of before.
        today: Local day.

    Returns:
        At most one reminder for each day, and none for a day of which every session was told.
    """
    due = []
    for day in sorted(days):
        ahead = (day - today).days
        mark = min((mark for mark in REMINDER_DAYS if 0 <= ahead <= mark), default=None)
        if mark is None:
            continue
        fresh = [turn for turn in days[day] if (day, mark, turn) not in told]
        if fresh:
            content = {
                "count": len(days[day]),
                "day": day.isoformat(),
                "until": day.isoformat(),
                "ahead": mark,
                "sessions": [list(turn) for turn in sorted(days[day])],
            }
            number, sequence = min(fresh)
            key = f"sessions:{day}:{mark}:{number}.{sequence}"
            due.append(Reminder(key, ReminderKind.SESSIONS, content))
    return due


def told_in(content: Mapping[str, Any]) -> set[tuple[date, int, TurnOfSession]]:
    """Read from a message which sessions it told.

    Args:
        content: Content of a message about sessions.

    Returns:
        The day, how far ahead at most, and the session, of each.
    """
    day, mark = date.fromisoformat(content["day"]), int(content["ahead"])
    return {(day, mark, (number, sequence)) for number, sequence in content["sessions"]}


def of_week(kind: ReminderKind, count: int, today: date) -> list[Reminder]:
    """Remind once in each week of what is late or waits for an answer.

    Args:
        kind: What it is about.
        count: How many.
        today: Local day.

    Returns:
        One reminder, none where nothing waits; it is worth sending until the week ends.
    """
    if not count:
        return []
    year, week, weekday = today.isocalendar()
    last = today + timedelta(days=7 - weekday)
    content = {"count": count, "until": last.isoformat()}
    return [Reminder(f"{kind.value}:{year}-{week:02}", kind, content)]


def of_reviews(counted: Mapping[ReviewPart, int], today: date) -> list[Reminder]:
    """Remind once in each week of what reviews ask, kind by kind.

    Args:
        counted: Kind to how many wait.
        today: Local day.

    Returns:
        One reminder, none where nothing waits; kinds of which none waits are left out.
    """
    parts = {part.value: counted[part] for part in ReviewPart if counted.get(part)}
    return [
        Reminder(one.key, one.kind, one.content | {"parts": parts})
        for one in of_week(ReminderKind.REVIEWS, sum(parts.values()), today)
    ]


def of_plan(plan_id: int, month: date, count: int, last: date) -> Reminder:
    """Tell somebody of the sessions that a published plan gives them.

    Args:
        plan_id: The plan.
        month: First day of its month.
        count: How many sessions are theirs.
        last: Last day of the month.

    Returns:
        The reminder.
    """
    content = {"count": count, "month": f"{month:%Y-%m}", "until": last.isoformat()}
    return Reminder(f"plan:{plan_id}", ReminderKind.PLAN, content)


def of_reports(counted: Mapping[ReportSpan, int], today: date) -> list[Reminder]:
    """Tell somebody once of the new reports of a quarter or a year.

    Args:
        counted: Span to how many they have not opened.
        today: Local day.

    Returns:
        One reminder for each span, worth sending until the quarter that runs ends; a later
        version of a report reminds nobody again.
    """
    until = quarter_of(today).last
    return [
        Reminder(
            f"reports:{span.kind.value}:{span.first_month}",
            ReminderKind.REPORTS,
            {"count": counted[span], "until": until.isoformat()},
        )
        for span in sorted(counted)
    ]


def is_worth_sending(content: dict[str, Any], today: date) -> bool:
    """Tell whether a message still helps.

    Args:
        content: Its content.
        today: Local day.

    Returns:
        False after the last day on which it was worth sending.
    """
    until = content.get("until")
    return until is None or date.fromisoformat(until) >= today


def after_try(done: Delivered, tries: int, at: datetime) -> Became:
    """Say what becomes of a message after a try.

    Args:
        done: What came of it.
        tries: How many tries there were, this one included.
        at: The present.

    Returns:
        Its state, and when it is due again. The wait grows with each try
        (`REMINDER_RETRY_MINUTES`); after as many tries as there are waits, and one, it has failed.
    """
    if done.outcome is Outcome.RETRY and tries <= len(REMINDER_RETRY_MINUTES):
        wait = timedelta(minutes=REMINDER_RETRY_MINUTES[tries - 1])
        return Became(MessageState.WAITING, done.fault, at + wait)
    states = {
        Outcome.SENT: MessageState.SENT,
        Outcome.UNKNOWN: MessageState.UNKNOWN,
        Outcome.REFUSED: MessageState.FAILED,
        Outcome.RETRY: MessageState.FAILED,
    }
    return Became(states[done.outcome], done.fault, at)


def is_mail_address(text: str) -> bool:
    """Tell whether mail can be sent to a text.

    Args:
        text: What was typed.

    Returns:
        True for one plain address: ASCII letters, digits and `. _ % + -` before a host name.
        Nothing that a header would read as another recipient or as an encoded word.
    """
    return len(text) <= MAIL_ADDRESS_MOST and _MAIL.fullmatch(text) is not None


def is_robot_address(kind: RobotKind, address: str, more_hosts: Collection[str]) -> bool:
    """Tell whether an address is one at which robots of a vendor are reached.

    Args:
        kind: Whose robot.
        address: What was typed.
        more_hosts: Hosts of this installation besides, such as `im.example.org:8443`, for
            vendors that run inside an organisation.

    Returns:
        True for https, at a host of the vendor or one of those, without a user name, with exactly
        the path of its robots and nothing but its token, of ASCII letters, digits, `_` and `-`;
        nothing else is ever called.
    """
    found = _WEBHOOK.fullmatch(address)
    if found is None or len(address) > ROBOT_ADDRESS_MOST:
        return False
    hosts, before = ROBOT_PLACES[kind]
    host, port = found["host"], found["port"]
    named = host if port is None else f"{host}:{port}"
    return named in {*hosts, *more_hosts} and found["before"] == before
