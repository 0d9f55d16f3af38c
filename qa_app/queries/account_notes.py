"""What owners of accounts are told about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.models.ways_in import AccountNoteRow

_MAIL_DAYS = 8


@dataclass(frozen=True, slots=True)
class AccountNote:
    """Something that was done to an account.

    Attributes:
        id: The note.
        kind: What.
        at: When.
    """

    id: int
    kind: str
    at: datetime


def own_notes(session: Session, actor: Actor) -> tuple[AccountNote, ...]:
    """List what one is told about one's own account.

    Args:
        session: A database session.
        actor: Whose account.

    Returns:
        What was not put away, newest first.
    """
    row = AccountNoteRow
    rows = session.execute(
        select(row.id, row.kind, row.at)
        .where(row.account_id == actor.account_id, row.seen_at.is_(None))
        .order_by(row.id.desc())
    )
    return tuple(AccountNote(*one) for one in rows)


def notes_to_mail(
    session: Session, account_ids: Iterable[int], today: date
) -> dict[int, tuple[AccountNote, ...]]:
    """List what is fresh enough to tell owners of accounts by mail.

    Args:
        session: A database session.
        account_ids: The accounts.
        today: Local day.

    Returns:
        Account to its notes of the last days, oldest first, put away or not.
    """
    row = AccountNoteRow
    since = datetime.combine(today - timedelta(days=_MAIL_DAYS), time(), UTC)
    found: dict[int, tuple[AccountNote, ...]] = {}
    rows = session.execute(
        select(row.account_id, row.id, row.kind, row.at)
        .where(row.account_id.in_(list(account_ids)), row.at > since)
        .order_by(row.id)
    )
    for account_id, note_id, kind, noted_at in rows:
        note = AccountNote(note_id, kind, noted_at)
        found[account_id] = (*found.get(account_id, ()), note)
    return found
