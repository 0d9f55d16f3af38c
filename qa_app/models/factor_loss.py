"""Second factors that are lost end all at once."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from qa_app.domain.second_factors import long_due
from qa_app.domain.sign_in import LinkKind
from qa_app.models.accounts import AccountRow
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_set_up import forget_recovery_codes
from qa_app.models.login_sessions import close_links, end_feeds, end_sessions, tell_owner
from qa_app.models.second_factors import CodeCardRow, CodeSeedRow, PasskeyRow
from qa_app.models.transaction import lock_rows


def lose_factors(session: Session, account_id: int, at: datetime) -> None:
    """End every second factor of an account, its sessions and open links, and tell its owner.

    Where a role needs a second factor, the next sign-in opens nothing but the page on which one
    is set up: there are no days of grace. A link that sets the password was made while the second
    factor kept its maker out, so it opens nothing any more. Neither do its addresses of calendars.

    Args:
        session: A session inside `transaction`.
        account_id: The account.
        at: The present.
    """
    if lock_rows(session):  # a link that is being made meanwhile is seen here, or sees the loss
        session.execute(select(AccountRow.id).where(AccountRow.id == account_id).with_for_update())
    for row in (CodeSeedRow, CodeCardRow):
        session.execute(
            update(row)
            .where(row.account_id == account_id, row.ended_at.is_(None))
            .values(ended_at=at)
        )
    session.execute(delete(PasskeyRow).where(PasskeyRow.account_id == account_id))
    forget_recovery_codes(session, account_id)
    state = locked_state(session, account_id)
    state.failed_count, state.last_failed_at = 0, None
    state.due_since, state.reset_at = long_due(at), at
    close_links(session, account_id, at, LinkKind.RESET)
    end_sessions(session, account_id, "factor", at)
    end_feeds(session, account_id, at)
    tell_owner(session, account_id, "factor_reset", at)
