"""So many questions for aggregates a minute; whoever asks more is told of once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import NewGrant, Role
from qa_app.models.journal import JournalRow
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.health import daily_findings
from qa_app.services.access.hear_question import hear_question
from qa_app.services.accounts.add_account import NewAccount, add_account
from tests.people import NOON, OPERATOR, person
from tests.sessions import CHEAP

BURST = "aggregates_burst"


@pytest.mark.both_databases
def test_the_sixty_first_is_not_heard_and_told_of_once(session: Session) -> None:
    new = NewAccount("guard", "guard", "four unrelated words here", (NewGrant(Role.SEC_ADMIN),))
    guard = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    reader, other = person(Role.JUDICIAL_READER), person(Role.JUDICIAL_READER, account_id=9)

    def heard(minute: int) -> int:
        at = NOON + timedelta(minutes=minute)
        return sum(hear_question(session, reader, at=at) for _ in range(70))

    def told() -> list[tuple[str | None, str]]:
        query = select(JournalRow.object_id, JournalRow.outcome)
        rows = session.execute(query.where(JournalRow.action == "aggregates:burst"))
        found = [(row[0], row[1]) for row in rows]
        session.rollback()
        return found

    assert heard(0) == 60
    assert hear_question(session, other, at=NOON)
    assert (heard(1), heard(2)) == (60, 60)
    assert told() == [("1", "refused")]
    notes = select(AccountNoteRow.account_id).where(AccountNoteRow.kind == "aggregates_burst")
    assert session.scalars(notes).all() == [guard]
    session.rollback()
    # it stands where the state of the system is told, for a day
    shown = [one.params for one in daily_findings(session, NOON, NOON.date()) if one.code == BURST]
    assert shown == [{"count": 1}]
    tomorrow = daily_findings(session, NOON + timedelta(days=2), NOON.date())
    assert BURST not in {one.code for one in tomorrow}
    session.rollback()
    # a day later once more
    assert heard(24 * 60) == 60
    assert len(told()) == 2
