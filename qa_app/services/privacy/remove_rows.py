"""Remove rows whose time is over, and the names and addresses of people who left long ago."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import RowsForgotten
from qa_app.domain.retention import ROWS, Periods, Rule
from qa_app.models.accounts import AccountRow
from qa_app.models.reminders import MailAddressRow
from qa_app.models.transaction import transaction
from qa_app.queries.old_rows import LEFT, Rows, accounts_left, is_old, row_standings, rows_of
from qa_app.queries.retention import Before, before


def remove_rows(
    session: Session, actor: Actor, periods: Periods, zone: str, *, at: datetime
) -> dict[Rule, int]:
    """Remove what no period keeps any more; harmless when repeated.

    Args:
        session: A database session.
        actor: The system.
        periods: How long things stay.
        zone: Local time zone.
        at: The present.

    Returns:
        How many rows went under each rule, or how many accounts lost name and address; rules
        under which nothing was over are left out.

    Raises:
        NotAllowedError: A person asks.

    Source: docs/privacy/retention.md.
    """
    if not actor.is_system:
        raise NotAllowedError("retention:remove")
    today = local_day(at, zone)
    due = {one.rule for one in row_standings(session, periods, today, zone)}
    session.rollback()
    done: dict[Rule, int] = {}
    for rule in (one for one in (*ROWS, Rule.ACCOUNTS) if one in due):
        since = before(periods, rule, today, zone)
        event = RowsForgotten(actor=actor, at=at, rule=rule.value, before=since.day.isoformat())
        with transaction(session, event) as act:
            if rule is Rule.ACCOUNTS:
                done[rule] = _forget_accounts(session, since)
            else:
                done[rule] = sum(_remove(session, one, since) for one in rows_of(rule))
            act.learn(count=done[rule])
    return done


def _remove(session: Session, rows: Rows, since: Before) -> int:
    old = is_old(rows, since)
    count = session.execute(select(func.count()).select_from(rows.row).where(old)).scalar_one()
    session.execute(delete(rows.row).where(old))
    return count


def _forget_accounts(session: Session, since: Before) -> int:
    accounts = session.execute(select(AccountRow.id).where(accounts_left(since))).scalars().all()
    for account in accounts:
        name = f"{LEFT}{account}"
        session.execute(delete(MailAddressRow).where(MailAddressRow.account_id == account))
        session.execute(
            update(AccountRow)
            .where(AccountRow.id == account)
            .values(login_name=name, display_name=name, password_hash="", is_active=False)
        )
    return len(accounts)
