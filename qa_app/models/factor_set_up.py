"""What follows when a second factor comes into force or goes."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.one_time_codes import recovery_code, recovery_codes
from qa_app.domain.people import Actor
from qa_app.domain.second_factors import Strength
from qa_app.models.factor_check import locked_state, recovery_digest
from qa_app.models.login_sessions import end_sessions, tell_owner
from qa_app.models.password_again import living_session
from qa_app.models.second_factors import CodeCardRow, CodeSeedRow, RecoveryCodeRow

Waits = TypeVar("Waits", CodeCardRow, CodeSeedRow)


def put_in_force(session: Session, actor: Actor, session_id: int, *, at: datetime) -> None:
    """Let this session count as one of two factors, end every other one, and tell the owner.

    Args:
        session: A session inside `transaction`.
        actor: Whose second factor.
        session_id: The session in which a first answer was right.
        at: The present.

    Raises:
        NotAllowedError: The session has ended meanwhile (`session_ended`).
    """
    row = living_session(session, actor, session_id)
    row.strength, row.factor_at = Strength.TWO.value, at
    end_sessions(session, row.account_id, "factor", at, but=row.token_digest)
    state = locked_state(session, row.account_id)
    state.due_since, state.failed_count, state.last_failed_at = None, 0, None
    tell_owner(session, row.account_id, "factor_added", at)


def give_recovery_codes(
    session: Session, account_id: int, bits: int, *, at: datetime
) -> tuple[str, ...]:
    """Make recovery codes in place of those before.

    Args:
        session: A session inside `transaction`.
        account_id: Whose.
        bits: `RECOVERY_BITS` unpredictable bits.
        at: The present.

    Returns:
        The codes; only their digests are kept.
    """
    forget_recovery_codes(session, account_id)
    codes = recovery_codes(bits)
    session.execute(
        insert(RecoveryCodeRow),
        [
            {
                "account_id": account_id,
                "digest": recovery_digest(session, account_id, recovery_code(code)),
                "made_at": at,
            }
            for code in codes
        ],
    )
    return codes


def forget_recovery_codes(session: Session, account_id: int) -> None:
    """Forget the recovery codes of an account.

    Args:
        session: A session inside `transaction`.
        account_id: Whose.
    """
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))


def held_waiting(
    session: Session, kind: type[Waits], account_id: int, *conditions: ColumnElement[bool]
) -> Waits | None:
    """Find the newest card or seed of an account that waits for its first code.

    Args:
        session: A session inside `transaction`, after `locked_state`.
        kind: `CodeCardRow` or `CodeSeedRow`.
        account_id: Whose.
        conditions: What else it must be.

    Returns:
        Its row; None when nothing waits.
    """
    query = select(kind).where(
        kind.account_id == account_id,
        kind.confirmed_at.is_(None),
        kind.ended_at.is_(None),
        *conditions,
    )
    return session.execute(query.order_by(kind.id.desc()).limit(1)).scalar_one_or_none()


def confirm(session: Session, row: CodeCardRow | CodeSeedRow, *, at: datetime) -> None:
    """Let a card or seed take the place of every other one of its account.

    Args:
        session: A session inside `transaction`.
        row: What waited, after its first code was right.
        at: The present.
    """
    kind = type(row)
    session.execute(
        update(kind)
        .where(kind.account_id == row.account_id, kind.id != row.id, kind.ended_at.is_(None))
        .values(ended_at=at)
    )
    row.confirmed_at = at
