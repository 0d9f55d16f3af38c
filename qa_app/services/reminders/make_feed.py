"""Give somebody a secret address of a calendar; only the digest of its token is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.calendar_feed import centre_feed_reach
from qa_app.domain.defaults import FEEDS_MOST
from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.reminder_events import FeedMade
from qa_app.models.accounts import AccountRow
from qa_app.models.idempotency import RepeatedError, Request, answered, claim, settle
from qa_app.models.login_sessions import tell_owner
from qa_app.models.places import CentreRow
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.reach import centres_in


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to be made.

    Attributes:
        digest: SHA-256 (hex) of its token.
        language: Language of its entries.
        centre_id: All sessions of this centre; None for the person's own.
        key: Random key of the form; the same key twice makes one feed.
    """

    digest: str
    language: str
    centre_id: int | None = None
    key: str | None = None


def make_feed(session: Session, actor: Actor, new: NewFeed, *, at: datetime) -> bool:
    """Make a feed; its owner is told, as of every other way to what they see.

    Args:
        session: A database session.
        actor: Whose it is.
        new: What is made.
        at: The present.

    Returns:
        True when it was made; False when the form was sent before and its first token stands, so
        that the one of this call opens nothing.

    Raises:
        NotAllowedError: The actor reads no sessions.
        OutOfReachError: There is no such centre whose sessions the actor reads.
        InvalidError: They have `FEEDS_MOST` feeds already (`too_many_feeds`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    if actor.account_id is None or not may(actor, Permission.SESSION_READ):
        raise NotAllowedError(Permission.SESSION_READ.value)
    body = f"{new.centre_id}\n{new.language}"
    request = Request(actor.account_id, new.key, "feed:make", body)
    if answered(session, request) is not None:
        return False
    event = FeedMade(actor=actor, at=at, centre_id=new.centre_id)
    try:
        with transaction(session, event) as act:
            claim(session, request, at)
            _check(session, actor, actor.account_id, new.centre_id)
            feed_id = session.execute(
                insert(CalendarFeedRow)
                .values(
                    account_id=actor.account_id,
                    centre_id=new.centre_id,
                    digest=new.digest,
                    language=new.language,
                    made_at=at,
                )
                .returning(CalendarFeedRow.id)
            ).scalar_one()
            settle(session, request, feed_id)
            tell_owner(session, actor.account_id, "feed_made", at)
            act.learn(object_id=feed_id)
    except RepeatedError:
        return False
    return True


def _check(session: Session, actor: Actor, account_id: int, centre_id: int | None) -> None:
    if centre_id is not None:
        within = centres_in(centre_feed_reach(actor))
        query = select(CentreRow.id).where(CentreRow.id == centre_id, within)
        if session.execute(query).first() is None:
            raise OutOfReachError("centre")
    if lock_rows(session):
        # one at a time, so that two windows do not go beyond the bound together
        session.execute(select(AccountRow.id).where(AccountRow.id == account_id).with_for_update())
    count = session.execute(
        select(func.count())
        .select_from(CalendarFeedRow)
        .where(CalendarFeedRow.account_id == account_id, CalendarFeedRow.revoked_at.is_(None))
    ).scalar_one()
    if count >= FEEDS_MOST:
        raise InvalidError("too_many_feeds", most=FEEDS_MOST)
