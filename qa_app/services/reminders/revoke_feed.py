"""Make a secret address of a calendar open nothing any more."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.reminder_events import FeedRevoked
from qa_app.models.places import CentreRow
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.transaction import locked, transaction
from qa_app.queries.reach import centres_within


def revoke_feed(session: Session, actor: Actor, feed_id: int, *, at: datetime) -> int | None:
    """Revoke a feed; once revoked, it stays so.

    Args:
        session: A database session.
        actor: Its owner, or who looks after the links of its centre.
        feed_id: The feed.
        at: The present.

    Returns:
        Its centre; None for a feed of a person.

    Raises:
        OutOfReachError: There is no such feed that the actor may revoke, or it is revoked.
    """
    row = CalendarFeedRow
    within = centres_within(actor, Permission.LINK_MANAGE)
    manages = row.centre_id.in_(select(CentreRow.id).where(within))
    query = select(row).where(
        row.id == feed_id,
        row.revoked_at.is_(None),
        or_(row.account_id == actor.account_id, manages),
    )
    with transaction(session, FeedRevoked(actor=actor, at=at, object_id=feed_id)) as act:
        found = session.execute(locked(session, query, row)).scalar_one_or_none()
        if found is None:
            raise OutOfReachError("calendar_feed")
        centre_id = found.centre_id
        act.learn(centre_id=centre_id)
        session.execute(update(row).where(row.id == feed_id).values(revoked_at=at))
    return centre_id
