"""Calendar feeds: whose they are, what stands in them, which sessions a calendar shows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.calendar_feed import centre_feed_reach
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.places import CentreRow
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.sealing import sealer_of
from qa_app.models.supervision import SessionPersonRow, SessionStaffRow, SupervisionSessionRow
from qa_app.queries.actors import standing_of
from qa_app.queries.reach import centres_in, centres_within


@dataclass(frozen=True, slots=True)
class OpenFeed:
    """A feed that somebody asked for by its secret address.

    Attributes:
        actor: Whose it is, as they may act now.
        centre_id: Of which centre; None for the person's own sessions.
        centre_name: Its name; None for a person's feed.
        language: Language of its entries.
    """

    actor: Actor
    centre_id: int | None
    centre_name: BilingualText | None
    language: str


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed in a list; its address is known to nobody but who made it.

    Attributes:
        id: The feed.
        owner: Whose it is.
        is_mine: True for who asks.
        centre_name: Name of the centre; None for a person's own sessions.
        language: Language of its entries.
        made_at: When it was made.
    """

    id: int
    owner: str
    is_mine: bool
    centre_name: BilingualText | None
    language: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """A session as calendars show it.

    Attributes:
        id: It.
        sequence: How often it changed.
        centre_name: Name of its centre.
        type: What kind.
        planned_on: The day.
        starts_at: Local time; None when not agreed.
        ends_at: Local time; None when not agreed.
        is_cancelled: True when it was cancelled.
        changed_at: When it changed last.
    """

    id: int
    sequence: int
    centre_name: BilingualText
    type: SessionType
    planned_on: date
    starts_at: time | None
    ends_at: time | None
    is_cancelled: bool
    changed_at: datetime


def open_feed(session: Session, digest: str) -> OpenFeed | None:
    """Find a feed by the digest of its token.

    Args:
        session: A database session.
        digest: SHA-256 (hex) of the token. Which rows have digests near it says nothing about
            tokens, so an index may look for it.

    Returns:
        The feed; None when there is none, it was revoked, its owner's account is disabled, or
        they may not read those sessions any more: all of them alike.
    """
    row = session.execute(
        select(
            CalendarFeedRow.account_id,
            CalendarFeedRow.centre_id,
            CalendarFeedRow.language,
            CentreRow.place_path,
            CentreRow.name_zh,
            CentreRow.name_en,
        )
        .outerjoin(CentreRow, CentreRow.id == CalendarFeedRow.centre_id)
        .where(CalendarFeedRow.digest == digest, CalendarFeedRow.revoked_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    owner = standing_of(session, [row.account_id]).get(row.account_id)
    if owner is None or not may(owner.actor, Permission.SESSION_READ):
        return None
    if row.centre_id is None:
        return OpenFeed(owner.actor, None, None, row.language)
    if not centre_feed_reach(owner.actor).covers(row.centre_id, row.place_path):
        return None
    name = BilingualText(row.name_zh, row.name_en)
    return OpenFeed(owner.actor, row.centre_id, name, row.language)


def sessions_of_feed(
    session: Session, feed: OpenFeed, since: date, cancelled_since: datetime
) -> tuple[CalendarSession, ...]:
    """List the sessions that stand in a feed, with one query.

    Args:
        session: A database session.
        feed: The feed.
        since: First day.
        cancelled_since: What was cancelled earlier is left out.

    Returns:
        By day and session.
    """
    row = SupervisionSessionRow
    whose = _own(feed.actor) if feed.centre_id is None else row.centre_id == feed.centre_id
    query = _sessions().where(
        whose,
        centres_within(feed.actor, Permission.SESSION_READ),
        row.planned_on >= since,
        or_(row.state != SessionState.CANCELLED.value, row.settled_at >= cancelled_since),
    )
    found = session.execute(query.order_by(row.planned_on, row.id)).all()
    return tuple(_told(one) for one in found)


def session_for_calendar(session: Session, actor: Actor, session_id: int) -> CalendarSession | None:
    """Find one session within reach.

    Args:
        session: A database session.
        actor: Who asks.
        session_id: The session.

    Returns:
        The session; None when there is none or it is out of reach.
    """
    query = _sessions().where(
        SupervisionSessionRow.id == session_id, centres_within(actor, Permission.SESSION_READ)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else _told(found)


def own_feeds(session: Session, actor: Actor) -> tuple[FeedLine, ...]:
    """List the feeds of an account that still open something.

    Args:
        session: A database session.
        actor: Whose.

    Returns:
        Newest first.
    """
    return _feeds(session, actor, CalendarFeedRow.account_id == actor.account_id)


def has_feeds(session: Session, account_id: int) -> bool:
    """Tell whether an account has feeds that still open something.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        True with one of its own or of a centre.
    """
    row = CalendarFeedRow
    query = select(row.id).where(row.account_id == account_id, row.revoked_at.is_(None))
    return session.scalar(query.limit(1)) is not None


def feeds_of_centre(session: Session, actor: Actor, centre_id: int) -> tuple[FeedLine, ...]:
    """List the feeds of a centre: one's own, and everybody's for who looks after its links.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.

    Returns:
        Newest first.
    """
    manages = centres_in(reach_of(actor, Permission.LINK_MANAGE))
    return _feeds(
        session,
        actor,
        CalendarFeedRow.centre_id == centre_id,
        or_(CalendarFeedRow.account_id == actor.account_id, manages),
    )


@dataclass(frozen=True, slots=True)
class LinkedCentre:
    """A centre whose calendar or robots somebody may see.

    Attributes:
        name: Its name.
        place_path: Path of its node.
    """

    name: BilingualText
    place_path: str


def centre_of_links(session: Session, actor: Actor, centre_id: int) -> LinkedCentre | None:
    """Find a centre whose calendar somebody may subscribe to, or whose links they look after.

    Args:
        session: A database session.
        actor: Who asks.
        centre_id: The centre.

    Returns:
        The centre; None when there is none or it is out of reach.
    """
    reach = centre_feed_reach(actor).joined(reach_of(actor, Permission.LINK_MANAGE))
    row = session.execute(
        select(CentreRow.name_zh, CentreRow.name_en, CentreRow.place_path).where(
            CentreRow.id == centre_id, centres_in(reach)
        )
    ).one_or_none()
    if row is None:
        return None
    return LinkedCentre(BilingualText(row.name_zh, row.name_en), row.place_path)


def installation_mark(session: Session) -> str:
    """Give what tells this installation from every other, for the names of calendar entries.

    Args:
        session: A database session.

    Returns:
        A name that stays as long as the key of the installation.
    """
    return f"{sealer_of(session).digest('calendars', 'installation')[:16]}.plumbline"


def _feeds(session: Session, actor: Actor, *where: ColumnElement[bool]) -> tuple[FeedLine, ...]:
    rows = session.execute(
        select(CalendarFeedRow, AccountRow.display_name, CentreRow.name_zh, CentreRow.name_en)
        .join(AccountRow, AccountRow.id == CalendarFeedRow.account_id)
        .outerjoin(CentreRow, CentreRow.id == CalendarFeedRow.centre_id)
        .where(CalendarFeedRow.revoked_at.is_(None), *where)
        .order_by(CalendarFeedRow.id.desc())
    ).all()
    return tuple(
        FeedLine(
            id=feed.id,
            owner=owner,
            is_mine=feed.account_id == actor.account_id,
            centre_name=None if feed.centre_id is None else BilingualText(zh, en),
            language=feed.language,
            made_at=feed.made_at,
        )
        for feed, owner, zh, en in rows
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    row = SupervisionSessionRow
    joined = exists().where(
        SessionStaffRow.session_id == row.id, SessionStaffRow.account_id == actor.account_id
    )
    own = or_(row.supervisor_id == actor.account_id, joined)
    if actor.practitioner_id is None:
        return own
    expected = exists().where(
        SessionPersonRow.session_id == row.id,
        SessionPersonRow.practitioner_id == actor.practitioner_id,
    )
    return or_(own, expected)


def _sessions() -> Select[*tuple[Any, ...]]:
    return select(SupervisionSessionRow, CentreRow.name_zh, CentreRow.name_en).join(
        CentreRow, CentreRow.id == SupervisionSessionRow.centre_id
    )


def _told(found: Any) -> CalendarSession:
    row: SupervisionSessionRow = found[0]
    return CalendarSession(
        id=row.id,
        sequence=row.sequence,
        centre_name=BilingualText(found.name_zh, found.name_en),
        type=SessionType(row.type),
        planned_on=row.planned_on,
        starts_at=row.starts_at_time,
        ends_at=row.ends_at_time,
        is_cancelled=row.state == SessionState.CANCELLED.value,
        changed_at=row.changed_at or row.created_at,
    )
