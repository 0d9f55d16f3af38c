"""Resets of second factors that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.sealing import sealer_of
from qa_app.models.second_factors import FactorResetRow
from qa_app.queries.grants import is_manageable


@dataclass(frozen=True, slots=True)
class ResetLine:
    """A reset that waits.

    Attributes:
        id: Its number.
        name: Whose second factors.
        login_name: Their name for signing in.
        asked_by: Name of whoever asked.
        asked_at: When.
        reason: Why.
        is_mine: True for who asked, or whose account it is: they do not confirm it.
    """

    id: int
    name: str
    login_name: str
    asked_by: str
    asked_at: datetime
    reason: str
    is_mine: bool


def resets_waiting(session: Session, actor: Actor) -> tuple[ResetLine, ...]:
    """List resets that wait within reach.

    Args:
        session: A database session.
        actor: Who may confirm.

    Returns:
        Oldest first.
    """
    if not may(actor, Permission.FACTOR_CONFIRM):
        return ()
    asker = alias_of(AccountRow)
    rows = session.execute(
        select(
            FactorResetRow.id,
            FactorResetRow.account_id,
            FactorResetRow.asked_by,
            FactorResetRow.asked_at,
            FactorResetRow.reason,
            AccountRow.display_name,
            AccountRow.login_name,
            asker.display_name.label("asker"),
        )
        .join(AccountRow, AccountRow.id == FactorResetRow.account_id)
        .join(asker, asker.id == FactorResetRow.asked_by)
        .where(FactorResetRow.state == "waits")
        .order_by(FactorResetRow.id)
    ).all()
    sealer = sealer_of(session)
    return tuple(
        ResetLine(
            row.id,
            row.display_name,
            row.login_name,
            row.asker,
            row.asked_at,
            sealer.open(row.reason, f"factor_reset/{row.account_id}"),
            actor.account_id in {row.asked_by, row.account_id},
        )
        for row in rows
        if is_manageable(session, actor, row.account_id, Permission.FACTOR_CONFIRM)
    )


def is_reset_waiting(session: Session, account_id: int) -> bool:
    """Tell whether a reset of an account waits for a second person.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        True when one does.
    """
    query = select(FactorResetRow.id).where(
        FactorResetRow.account_id == account_id, FactorResetRow.state == "waits"
    )
    return session.scalar(query) is not None
