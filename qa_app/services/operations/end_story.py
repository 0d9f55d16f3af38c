"""Note where the invented acts of a demonstration end: their order is no sign of a wrong clock."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.models.base import table_of
from qa_app.models.journal import SettingRow
from qa_app.models.transaction import lock_rows, touch
from qa_app.queries.clock_steps import STORY_END, sealed_end


def end_story(session: Session) -> None:
    """Keep the last act of the journal as the end of the story, outside the journal and sealed.

    A story is told subject by subject, each over its two years, so its acts stand in another order
    than their days.

    Args:
        session: A session without unsaved changes, with a sealer.
    """
    value = sealed_end(session)
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    new = make(table_of(SettingRow)).values(name=STORY_END, value=value)
    touch(session, new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
