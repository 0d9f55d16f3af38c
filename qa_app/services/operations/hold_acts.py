"""Hold what is recorded against the journal once a day, for those who watch over it."""

from datetime import datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import Held
from qa_app.domain.health import ActsHeld
from qa_app.domain.trust_defaults import ACTS_HELD_HOURS
from qa_app.models.base import table_of
from qa_app.models.journal import SettingRow
from qa_app.models.transaction import lock_rows, touch
from qa_app.queries.act_check import held_acts
from qa_app.queries.health import ACTS_HELD, last_held, sealed_held


def hold_acts(session: Session, *, at: datetime) -> Held | None:
    """Hold every act of weight against the journal, unless it was done lately.

    What was found is kept outside the journal, sealed: it changes nothing that counts, and the next
    night finds it again.

    Args:
        session: A session without unsaved changes, with a sealer.
        at: The present.

    Returns:
        What was found; None where the last time is less than `ACTS_HELD_HOURS` ago.
    """
    before = last_held(session)
    if before is not None and timedelta() <= at - before.at < timedelta(hours=ACTS_HELD_HOURS):
        return None
    held = held_acts(session)
    first = held.unlike[0] if held.unlike else None
    kind, number = ("", "") if first is None else (first.kind.value, str(first.number))
    found = ActsHeld(at, held.acts, len(held.unlike), kind, number)
    value = sealed_held(session, found)
    make = postgresql.insert if lock_rows(session) else sqlite.insert
    new = make(table_of(SettingRow)).values(name=ACTS_HELD, value=value)
    touch(session, new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
    return held
