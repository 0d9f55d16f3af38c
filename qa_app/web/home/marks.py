"""Possible unreported harm and flagged items that wait for a person today."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import ROWS_AT_A_GLANCE, ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.escalations import open_harms
from qa_app.queries.item_flags import flagged_readings
from qa_app.queries.no_harm_asks import given_to_others
from qa_app.web.locale import page_language
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.marks import FLAG_REASONS


@dataclass(frozen=True, slots=True)
class HarmToday:
    """Possible harm without an outcome.

    Attributes:
        address: Where its outcome is given.
        reference: The file's reference; empty when the whole centre is read.
        centre_name: The centre's name.
        until: When an outcome is needed, in words.
        is_late: True when that is over.
        asks_me: True when the person is asked to confirm that it was no harm.
    """

    address: str
    reference: str
    centre_name: BilingualText
    until: str
    is_late: bool
    asks_me: bool


@dataclass(frozen=True, slots=True)
class FlaggedToday:
    """A result of which items are flagged.

    Attributes:
        address: Its report.
        reference: The file's reference; empty when the whole centre was read.
        centre_name: The centre's name.
        items: Its items, each with why.
    """

    address: str
    reference: str
    centre_name: BilingualText
    items: tuple[tuple[str, str], ...]


def harms_today(actor: Actor) -> tuple[HarmToday, ...]:
    """List possible harm that waits for its outcome.

    Args:
        actor: Reader of the file, or supervisor of the centre.

    Returns:
        Longest waiting first.
    """
    words, now, zone = Words(page_language()), clock.now(), installation().timezone
    return tuple(
        HarmToday(
            url_for("marks.harm", harm_id=one.id),
            one.reference or "",
            one.centre_name,
            words.instant(one.until, zone),
            is_late=one.until < now,
            asks_me=one.asks(actor.account_id),
        )
        for one in open_harms(database(), actor, ROWS_PER_PAGE)
    )


@dataclass(frozen=True, slots=True)
class HarmGiven:
    """A question about possible harm that was given to somebody else.

    Attributes:
        address: Where the harm is shown.
        reference: The file's reference; empty when the whole centre is read.
        centre_name: The centre's name.
        said: Who gave it to whom, and when.
    """

    address: str
    reference: str
    centre_name: BilingualText
    said: str


def harms_given(actor: Actor, since: datetime) -> tuple[HarmGiven, ...]:
    """List what a supervisor was asked and need not answer any more.

    Args:
        actor: Who was asked.
        since: The earliest instant that counts.

    Returns:
        What was given away last, first.
    """
    words, zone = Words(page_language()), installation().timezone
    return tuple(
        HarmGiven(
            url_for("marks.harm", harm_id=one.harm_id),
            one.reference or "",
            one.centre_name,
            str(
                _(
                    "%(by)s asked %(second)s instead of you, %(at)s.",
                    by=one.by,
                    second=one.second,
                    at=words.instant(one.at, zone),
                )
            ),
        )
        for one in given_to_others(database(), actor, since, ROWS_AT_A_GLANCE)
    )


def flagged_today(actor: Actor) -> tuple[FlaggedToday, ...]:
    """List provisional results with flagged items, for who moderates.

    Args:
        actor: Who.

    Returns:
        Signed first, first.
    """
    words = Words(page_language())
    return tuple(
        FlaggedToday(
            url_for("singles.show", audit_id=one.audit_id)
            if one.is_asked
            else url_for("papers.report", audit_id=one.audit_id),
            one.reference or "",
            one.centre_name,
            tuple((flag.item, words.say(FLAG_REASONS[flag.reason])) for flag in one.flags),
        )
        for one in flagged_readings(database(), actor, ROWS_AT_A_GLANCE)
    )


def harm_count_words(count: int) -> str:
    """Say how much possible harm waits, for the heading of the page.

    Args:
        count: How much.

    Returns:
        The words; empty for none.
    """
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d possible unreported harm", "%(num)d times possible unreported harm", count
        )
    )
