"""Note when an account first worked without the second factor that it needs."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.models.base import table_of
from qa_app.models.second_factors import FactorStateRow
from qa_app.models.transaction import lock_rows, touch


def note_due(session: Session, account_id: int, *, at: datetime) -> None:
    """Begin the days of grace; they begin once.

    Args:
        session: A session without unsaved changes.
        account_id: The account.
        at: The present.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    table = table_of(FactorStateRow)
    new = make(table).values(account_id=account_id, failed_count=0, due_since=at)
    touch(
        session,
        new.on_conflict_do_update(
            index_elements=["account_id"],
            set_={"due_since": at},
            where=table.c.due_since.is_(None),
        ),
        is_needed=False,
    )
