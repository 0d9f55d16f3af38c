"""A reading takes the place of a counted one: totals stay right, the earlier one is kept."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.places import CentreRow
from qa_app.models.replacing import open_replacement, take_place
from qa_app.queries.audits import entries_of
from qa_app.queries.readings import counted_reading
from qa_app.queries.recount import drifted_totals
from tests.audits import Desk, a_signed_desk
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def test_another_reading_counts_and_the_earlier_one_stays(session: Session, desk: Desk) -> None:
    old = session.get_one(AuditRow, desk.audit)
    values = {"reading": "moderated", "reader_id": desk.second.account_id, "created_at": NOON}
    carried = Entry(EntryKind.ANSWER, "A1", "unmet", "两人商定")
    made = open_replacement(session, old, values, [carried])
    entry = entries_of(session, made)[0]
    assert (entry.key, entry.value, entry.note) == ("A1", "unmet", "两人商定")
    stands = session.execute(
        select(AuditEntryRow.audit_id).where(AuditEntryRow.audit_id == desk.audit)
    ).all()
    assert len(stands) == 3
    path = session.get_one(CentreRow, desk.centre).place_path
    before = counted_reading(session, old, path, is_final=False)
    codes = {"A1": "unmet", "A2": "met", "B1": "met"}
    frozen = {
        "state": "signed",
        "result_state": "provisional",
        "reviewed_on": old.reviewed_on,
        "score_millionths": 625_000,
        "band": "C",
        "band_position": 3,
        "explanation": (old.explanation or "").replace('"A1":"met"', '"A1":"unmet"'),
    }
    session.execute(update(AuditRow).where(AuditRow.id == made).values(**frozen))
    new = session.get_one(AuditRow, made, populate_existing=True)
    after = counted_reading(session, new, path, is_final=False)
    assert after.codes == codes
    take_place(session, before, after, NOON)
    session.commit()
    row = session.get_one(AuditRow, desk.audit, populate_existing=True)
    assert (row.state, row.counted_until) == ("replaced", NOON)
    assert new.replaces_id == desk.audit
    assert drifted_totals(session) == ()
    with pytest.raises(LookupError):
        take_place(session, before, replace(after, audit_id=made), NOON)


def test_there_may_be_nothing_to_carry(session: Session, desk: Desk) -> None:
    old = session.get_one(AuditRow, desk.audit)
    values = {"reading": "amended", "reader_id": desk.second.account_id, "created_at": NOON}
    assert entries_of(session, open_replacement(session, old, values, [])) == ()
