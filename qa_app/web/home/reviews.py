"""Reviews that wait for somebody, and what was lately signed, as Today tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask_babel import ngettext

from qa_app import clock
from qa_app.domain.defaults import NEXT_DAYS, ROWS_AT_A_GLANCE, ROWS_PER_PAGE, SOON_DAYS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.extensions import database
from qa_app.queries.answered_drafts import answered_drafts
from qa_app.queries.barred_drafts import BarredDraft, barred_within
from qa_app.queries.today import (
    DraftLine,
    SignedLately,
    VoidRequest,
    count_drafts,
    drafts_to_sign,
    lately_signed,
    void_requests,
)
from qa_app.web.settings import installation


@dataclass(frozen=True, slots=True)
class ReviewsToday:
    """The reviews of one person.

    Attributes:
        drafts: Theirs that are due soon.
        count: How many of theirs are open, due soon or not.
        answered: Which of `drafts` are answered as a whole and not signed.
        to_void: Requests to void a review that wait for them.
        barred: Files whose reviewer may not read them, for who gives them to another.
        changed: What was signed lately, at a glance.
        has_more_changed: True when more was.
    """

    drafts: tuple[DraftLine, ...] = ()
    count: int = 0
    answered: frozenset[int] = frozenset()
    to_void: tuple[VoidRequest, ...] = ()
    barred: tuple[BarredDraft, ...] = ()
    changed: tuple[SignedLately, ...] = ()
    has_more_changed: bool = False


def reviews_today(actor: Actor, day: date) -> ReviewsToday:
    """List the reviews that wait for a person.

    Args:
        actor: Who looks.
        day: Local day.

    Returns:
        The reviews, each list for who may do something about it.
    """
    read = database(), actor
    voids, gives = may(actor, Permission.AUDIT_VOID), may(actor, Permission.SAMPLE_DRAW)
    to_void = void_requests(*read, ROWS_PER_PAGE) if voids else ()
    barred = barred_within(*read, day, ROWS_PER_PAGE) if gives else ()
    if not may(actor, Permission.AUDIT_READ):
        return ReviewsToday(to_void=to_void, barred=barred)
    drafts = drafts_to_sign(*read, day + timedelta(days=SOON_DAYS), ROWS_PER_PAGE)
    since = clock.now() - timedelta(days=NEXT_DAYS)
    changed = lately_signed(*read, since, ROWS_AT_A_GLANCE + 1)
    return ReviewsToday(
        drafts=drafts,
        count=count_drafts(*read),
        answered=_answered(actor, drafts),
        to_void=to_void,
        barred=barred,
        changed=changed[:ROWS_AT_A_GLANCE],
        has_more_changed=len(changed) > ROWS_AT_A_GLANCE,
    )


def _answered(actor: Actor, drafts: Iterable[DraftLine]) -> frozenset[int]:
    begun = [one.audit_id for one in drafts if one.answered_count]
    local = clock.now().astimezone(ZoneInfo(installation().timezone))
    read_at = local.replace(tzinfo=None, second=0, microsecond=0)
    return answered_drafts(database(), actor, begun, read_at)


def due_words(drafts: Iterable[DraftLine], day: date) -> tuple[str, str]:
    """Say how many reviews are overdue and due this week, for the title of the page.

    Args:
        drafts: The reviews.
        day: Local day.

    Returns:
        Two clauses; empty where there are none.
    """
    due = [one.due_on for one in drafts if one.due_on is not None]
    late = sum(on < day for on in due)
    soon = sum(day <= on <= day + timedelta(days=SOON_DAYS) for on in due)
    return (
        ngettext("%(num)d review overdue", "%(num)d reviews overdue", late) if late else "",
        ngettext("%(num)d review due this week", "%(num)d reviews due this week", soon)
        if soon
        else "",
    )


def to_void_words(count: int) -> str:
    """Say how many requests to void wait; empty without one.

    Args:
        count: How many.

    Returns:
        The clause.
    """
    return str(ngettext("%(num)d void request", "%(num)d void requests", count)) if count else ""


def barred_words(count: int) -> str:
    """Say how many files need another reviewer; empty without one.

    Args:
        count: How many.

    Returns:
        The clause.
    """
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)d file needs another reviewer", "%(num)d files need another reviewer", count
        )
    )
