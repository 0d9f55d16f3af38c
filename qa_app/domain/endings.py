"""What ends soon in register and library, told by mail once each at 90, 30 and 7 days before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from qa_app.domain.defaults import STANDING_TOLD_DAYS, STANDING_WARNING_DAYS
from qa_app.domain.register_status import warns_on
from qa_app.domain.reminders import Reminder, ReminderKind


class Ending(StrEnum):
    """What ends, in the order in which a reminder tells it."""

    STANDING = "standing"
    PAPER = "paper"
    LICENCE = "licence"
    CHECK = "check"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, order=True)
class Ends:
    """One thing that ends.

    Attributes:
        what: What it is.
        thing: What tells it apart from others of its kind; it stays here and is never sent.
        until: Its last day.
    """

    what: Ending
    thing: str
    until: date


Told = Collection[tuple[int, Ends]]
"""How many days ahead at most something was told, and what."""


def of_endings(ends: Iterable[Ends], told: Told, today: date) -> list[Reminder]:
    """Tell what ends soon, each thing once at each warning.

    Whoever could not be told in time, because the thing was recorded late or nobody ran the
    command, is told at the nearest warning alone, as long as it has not ended.

    Args:
        ends: What ends.
        told: What the same receiver was told before.
        today: Local day.

    Returns:
        At most one reminder for each warning; none once everything was told.
    """
    fresh: dict[int, list[Ends]] = {}
    for one in sorted(set(ends)):
        step = warns_on(one.until, today, STANDING_WARNING_DAYS)
        if step is not None and (step, one) not in told:
            fresh.setdefault(step, []).append(one)
    return [_reminder(step, fresh[step]) for step in sorted(fresh)]


def _reminder(step: int, ends: list[Ends]) -> Reminder:
    kinds = [one.what for one in ends]
    content = {
        "count": len(ends),
        "ahead": step,
        "parts": {what.value: kinds.count(what) for what in Ending if what in kinds},
        "until": max(one.until for one in ends).isoformat(),
        "things": [[one.what.value, one.thing, one.until.isoformat()] for one in ends],
    }
    first = ends[0]
    key = f"ends:{step}:{first.what.value}.{first.thing}.{first.until}"
    return Reminder(key, ReminderKind.ENDS, content)


def of_red_line(snapshot_id: int, day: date) -> Reminder:
    """Tell that the criteria were evaluated anew because of a red line; once for each evaluation.

    Args:
        snapshot_id: The evidence that was frozen.
        day: Its day.

    Returns:
        The reminder, worth sending for `STANDING_TOLD_DAYS`.
    """
    until = day + timedelta(days=STANDING_TOLD_DAYS)
    content = {"count": 1, "day": day.isoformat(), "until": until.isoformat()}
    return Reminder(f"red_line:{snapshot_id}", ReminderKind.RED_LINE, content)


def of_set_aside(objection_id: int, day: date) -> Reminder:
    """Tell that a decision was set aside on objection; once for each objection.

    Args:
        objection_id: The objection.
        day: Local day on which its panel ended.

    Returns:
        The reminder, worth sending for `STANDING_TOLD_DAYS`.
    """
    until = day + timedelta(days=STANDING_TOLD_DAYS)
    content = {"count": 1, "day": day.isoformat(), "until": until.isoformat()}
    return Reminder(f"set_aside:{objection_id}", ReminderKind.SET_ASIDE, content)


def told_in(content: Mapping[str, Any]) -> set[tuple[int, Ends]]:
    """Read from a message what it told.

    Args:
        content: Content of a message about what ends.

    Returns:
        How many days ahead at most, and each thing.
    """
    return {
        (int(content["ahead"]), Ends(Ending(what), thing, date.fromisoformat(until)))
        for what, thing, until in content["things"]
    }
