from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.end_session import end_session
from qa_app.services.accounts.note_use import note_use
from tests.people import NOON, person
from tests.services.accounts.conftest import a_session_of

MINUTE = timedelta(minutes=1)


def last_seen(session: Session):
    return session.execute(select(LoginSessionRow.last_seen_at)).scalar_one()


def test_at_most_once_a_minute_and_outside_the_journal(session: Session, account: int) -> None:
    living = a_session_of(session, account)
    before = session.execute(select(func.count()).select_from(JournalRow)).scalar_one()
    note_use(session, living, NOON, at=NOON + MINUTE - timedelta(seconds=1))
    assert last_seen(session) == NOON
    note_use(session, living, NOON, at=NOON + MINUTE)
    assert last_seen(session) == NOON + MINUTE
    after = session.execute(select(func.count()).select_from(JournalRow)).scalar_one()
    assert after == before


def test_an_ended_session_is_not_in_use(session: Session, account: int) -> None:
    living = a_session_of(session, account)
    end_session(session, person(Role.AUDITOR, account_id=account), living, "signed_out", at=NOON)
    note_use(session, living, NOON, at=NOON + 5 * MINUTE)
    assert last_seen(session) == NOON
