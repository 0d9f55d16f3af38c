"""Ends, in a database that was put back, whatever would let somebody in as of the backup."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Update, func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.trust_defaults import CARD_CODES_SKIPPED, FACTOR_GRACE_DAYS
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.login_sessions import tell_owner
from qa_app.models.reminders import CalendarFeedRow
from qa_app.models.second_factors import CardCodeRow, CodeCardRow, RecoveryCodeRow
from qa_app.models.ways_in import AccountLinkRow


@dataclass(frozen=True, slots=True)
class EndedWaysIn:
    """How much of what lets people in was ended after a restore.

    Attributes:
        sessions: Sessions that went on when the backup was made.
        links: Invitations and links that reset a password.
        calendars: Secret addresses of calendars.
        recovery_codes: Recovery codes that were not used when the backup was made.
        cards: Cards of codes, which end soon and begin further on.
        approvals: Approvals by which somebody opens a case file; none tells which were ended since.
    """

    sessions: int
    links: int
    calendars: int
    recovery_codes: int
    cards: int
    approvals: int


def end_ways_in(session: Session, at: datetime) -> EndedWaysIn:
    """End what may have been ended or used up since the backup, and tell the owners.

    Nothing in a backup tells what was used after it. Cards are the only second factor of some,
    so they do not end at once: without one a password alone would set up the next. Their next
    codes are passed over, as those may have been used.

    Args:
        session: A session inside `transaction`.
        at: The present.

    Returns:
        How much it was.
    """
    link, feed, code = AccountLinkRow, CalendarFeedRow, RecoveryCodeRow
    one = LoginSessionRow
    sessions = update(one).where(one.ended_at.is_(None))
    links = update(link).where(link.closed_at.is_(None))
    calendars = update(feed).where(feed.revoked_at.is_(None))
    codes = update(code).where(code.used_at.is_(None))
    approvals = update(AccessRequestRow).where(
        AccessRequestRow.ended_at.is_(None), AccessRequestRow.expires_at > at
    )
    ended = EndedWaysIn(
        sessions=_done(session, sessions.values(ended_at=at, end_reason="restored")),
        links=_done(session, links.values(closed_at=at)),
        calendars=_done(session, calendars.values(revoked_at=at)),
        recovery_codes=_done(session, codes.values(used_at=at)),
        cards=_shorten_cards(session, at),
        approvals=_done(session, approvals.values(ended_at=at)),
    )
    for account_id in session.scalars(select(AccountRow.id).where(AccountRow.is_active)).all():
        tell_owner(session, account_id, "restored", at)
    return ended


def _shorten_cards(session: Session, at: datetime) -> int:
    card, code = CodeCardRow, CardCodeRow
    until = at + timedelta(days=FACTOR_GRACE_DAYS)
    in_force = card.ended_at.is_(None) & (card.expires_at > at)
    turn = func.row_number().over(partition_by=code.card_id, order_by=code.turn).label("turn")
    waiting = (
        select(code.id, turn)
        .join(card, card.id == code.card_id)
        .where(in_force, code.used_at.is_(None))
        .subquery()
    )
    next_ones = select(waiting.c.id).where(waiting.c.turn <= CARD_CODES_SKIPPED)
    _done(session, update(code).where(code.id.in_(next_ones)).values(used_at=at))
    count = session.scalar(select(func.count()).select_from(card).where(in_force)) or 0
    _done(session, update(card).where(in_force, card.expires_at > until).values(expires_at=until))
    return count


def _done(session: Session, statement: Update) -> int:
    done: Any = session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
