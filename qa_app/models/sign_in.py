"""Failed sign-ins, counted under the account or, for unknown names, under the name's digest."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.models.accounts import AccountRow, SignInFailureRow
from qa_app.models.base import table_of
from qa_app.models.transaction import lock_rows


def locked_failures(
    session: Session, account_id: int | None, login_digest: str
) -> tuple[int, datetime | None]:
    """Read the failures of a name and keep attempts beside this one waiting until it ends.

    Args:
        session: A session inside `transaction`.
        account_id: The account of that name; None when there is none.
        login_digest: SHA-256 (hex) of the name.

    Returns:
        Failures in a row and the last of them; None when there was none.
    """
    if account_id is None:
        make = postgresql.insert if lock_rows(session) else sqlite.insert
        table = table_of(SignInFailureRow)
        new = make(table).values(login_digest=login_digest, failed_count=0)
        session.execute(new.on_conflict_do_nothing())
        query = select(SignInFailureRow.failed_count, SignInFailureRow.last_failed_at).where(
            SignInFailureRow.login_digest == login_digest
        )
    else:
        query = select(AccountRow.failed_count, AccountRow.last_failed_at).where(
            AccountRow.id == account_id
        )
    row = session.execute(query.with_for_update() if lock_rows(session) else query).one()
    return row.failed_count, row.last_failed_at


def count_failure(session: Session, account_id: int | None, login_digest: str, at: datetime) -> int:
    """Count one more failure.

    Args:
        session: A session inside `transaction`, after `locked_failures`.
        account_id: The account of that name; None when there is none.
        login_digest: SHA-256 (hex) of the name.
        at: The present.

    Returns:
        Failures in a row, this one included.
    """
    row = SignInFailureRow if account_id is None else AccountRow
    is_it = (
        SignInFailureRow.login_digest == login_digest
        if account_id is None
        else AccountRow.id == account_id
    )
    failed_count: int = session.execute(
        update(row)
        .where(is_it)
        .values(failed_count=row.failed_count + 1, last_failed_at=at)
        .returning(row.failed_count)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return failed_count
