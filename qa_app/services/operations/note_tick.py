"""Note that what was due has been done, for those who watch over the installation."""

from datetime import UTC, datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.models.base import table_of
from qa_app.models.journal import SettingRow
from qa_app.models.transaction import lock_rows, touch
from qa_app.queries.health import LAST_TICK


def note_tick(session: Session, *, at: datetime) -> None:
    """Keep when `qa tick` came to its end; the journal holds what it did, not that it ran.

    Args:
        session: A session without unsaved changes.
        at: The present.
    """
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    value = at.astimezone(UTC).isoformat()
    new = make(table_of(SettingRow)).values(name=LAST_TICK, value=value)
    touch(session, new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
