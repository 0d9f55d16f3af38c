from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.queries.answered_drafts import answered_drafts
from qa_app.services.audits.save_entries import save_entries
from tests.audits import ZONE, a_desk, all_met
from tests.people import NOON
from tests.statements import counted

LOCAL = datetime(2026, 3, 23, 12)


def test_a_draft_without_a_lack_is_told_from_one_that_is_begun(session: Session) -> None:
    desk = a_desk(session)
    first, *others = all_met()
    save_entries(session, desk.reader, desk.audit, [first], ZONE, at=NOON)
    assert answered_drafts(session, desk.reader, [desk.audit], LOCAL) == frozenset()
    save_entries(session, desk.reader, desk.audit, others, ZONE, at=NOON)
    assert answered_drafts(session, desk.reader, [desk.audit], LOCAL) == {desk.audit}
    assert answered_drafts(session, desk.second, [desk.audit], LOCAL) == frozenset()
    session.rollback()
    with counted(session) as statements:
        answered_drafts(session, desk.reader, [], LOCAL)
    assert not statements
