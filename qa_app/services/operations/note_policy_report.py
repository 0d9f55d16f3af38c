"""Note that a browser reported something that the content policy stopped."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.trust_defaults import POLICY_NOTED_MINUTES
from qa_app.models.base import table_of
from qa_app.models.journal import SettingRow
from qa_app.models.transaction import lock_rows, touch
from qa_app.queries.health import POLICY_REPORT


def note_policy_report(session: Session, directive: str, *, at: datetime) -> None:
    """Keep when a rule of the policy last stopped something.

    Anybody may send a report: so it is a time for each rule and no list, renewed at most every
    `POLICY_NOTED_MINUTES`, and left out where nothing can be saved.

    Args:
        session: A session without unsaved changes.
        directive: The rule that a report named.
        at: The present.
    """
    name, now = f"{POLICY_REPORT}{directive}", at.astimezone(UTC)
    since = now - timedelta(minutes=POLICY_NOTED_MINUTES)
    noted = session.scalar(select(SettingRow.value).where(SettingRow.name == name))
    if noted is not None and datetime.fromisoformat(noted) > since:
        return
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    value = now.isoformat()
    new = make(table_of(SettingRow)).values(name=name, value=value)
    changed = new.on_conflict_do_update(index_elements=["name"], set_={"value": value})
    touch(session, changed, is_needed=False)
