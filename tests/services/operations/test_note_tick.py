from datetime import timedelta

from sqlalchemy.orm import Session

from qa_app.models.transaction import journal_head
from qa_app.queries.health import figures_now
from qa_app.services.operations.note_tick import note_tick
from tests.people import NOON


def test_the_last_run_is_kept_and_no_act_of_the_journal(session: Session) -> None:
    before = journal_head(session)
    assert figures_now(session).last_tick is None
    note_tick(session, at=NOON)
    note_tick(session, at=NOON + timedelta(minutes=5))
    assert figures_now(session).last_tick == NOON + timedelta(minutes=5)
    assert journal_head(session) == before
