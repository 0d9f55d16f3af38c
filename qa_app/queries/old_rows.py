"""Rows that stay for some days only, and accounts of people who left long ago."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa_app.domain.retention import Periods, Rule
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.audits import IdempotencyRow
from qa_app.models.base import Base
from qa_app.models.places import PractitionerRow
from qa_app.models.reminders import OutboxMessageRow
from qa_app.models.ways_in import AddressTryRow, KnownDeviceRow
from qa_app.queries.retention import Before, Condition, OverdueTexts, before

LEFT = "left-"
"""What the name of an account begins with once its own was forgotten."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table that are removed when they are old.

    Attributes:
        rule: Under which period.
        row: The table's class.
        ended: When a row came to its end; rows without this moment stay.
    """

    rule: Rule
    row: type[Base]
    ended: InstrumentedAttribute[object]


OLD: tuple[Rows, ...] = (
    Rows(Rule.NETWORK, LoginSessionRow, LoginSessionRow.last_seen_at),
    Rows(Rule.NETWORK, KnownDeviceRow, KnownDeviceRow.used_at),
    Rows(Rule.MESSAGES, OutboxMessageRow, OutboxMessageRow.settled_at),
    Rows(Rule.FORM_KEYS, IdempotencyRow, IdempotencyRow.done_at),
    Rows(Rule.TRIES, AddressTryRow, AddressTryRow.minute_at),
)
"""Every kind of row that is removed.

Failures under names that no account has stay (`models.accounts.SignInFailureRow` says why).
"""


def rows_of(rule: Rule) -> tuple[Rows, ...]:
    """Give the kinds of rows under one rule.

    Args:
        rule: Under which period.

    Returns:
        Empty for a rule that reduces texts.
    """
    return tuple(one for one in OLD if one.rule is rule)


def is_old(rows: Rows, since: Before) -> Condition:
    """Say in SQL which rows are removed.

    Args:
        rows: Which kind.
        since: The first day that is kept.

    Returns:
        A condition.
    """
    return rows.ended < since.at


def accounts_left(since: Before) -> Condition:
    """Say in SQL whose names and addresses are forgotten.

    Args:
        since: The first day that is kept.

    Returns:
        A condition on accounts: of workers who left before, and of others that are disabled and
        were not used since.
    """
    worker = exists().where(
        PractitionerRow.id == AccountRow.practitioner_id, PractitionerRow.ended_on < since.day
    )
    used = exists().where(
        LoginSessionRow.account_id == AccountRow.id, LoginSessionRow.last_seen_at >= since.at
    )
    unused = and_(
        AccountRow.practitioner_id.is_(None),
        AccountRow.is_active.is_(False),
        AccountRow.created_at < since.at,
        or_(AccountRow.password_set_at.is_(None), AccountRow.password_set_at < since.at),
        ~used,
    )
    return and_(or_(worker, unused), ~AccountRow.login_name.startswith(LEFT))


def row_standings(
    session: Session, periods: Periods, today: date, zone: str
) -> tuple[OverdueTexts, ...]:
    """Count what will be removed.

    Args:
        session: A database session.
        periods: How long things stay.
        today: The local day.
        zone: Local time zone.

    Returns:
        The tables in which something is over.
    """
    kinds = [
        (one.rule, one.row, is_old(one, before(periods, one.rule, today, zone))) for one in OLD
    ]
    since = before(periods, Rule.ACCOUNTS, today, zone)
    kinds.append((Rule.ACCOUNTS, AccountRow, accounts_left(since)))
    counted = (
        OverdueTexts(
            rule,
            row.__tablename__,
            session.execute(select(func.count()).select_from(row).where(old)).scalar_one(),
            0,
        )
        for rule, row, old in kinds
    )
    return tuple(one for one in counted if one.due)
