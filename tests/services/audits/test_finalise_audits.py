import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.holiday_table import holiday_years
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import (
    ZONE,
    Desk,
    a_draft,
    a_signed_desk,
    all_met,
    items,
    months,
    recounted,
)
from tests.people import NOON, OPERATOR

# signed on Monday 23 March 2026; ten working days on: 24-27 and 30-31 March, 1-3 April, and,
# 6 April being a day off, Tuesday 7 April; midnight in Shanghai is 16:00 UTC
LAST_MINUTE = datetime(2026, 4, 7, 15, 59, tzinfo=UTC)
AFTER = datetime(2026, 4, 7, 16, 0, tzinfo=UTC)


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def state(session: Session, desk: Desk) -> tuple[str | None, datetime | None]:
    row = session.get_one(AuditRow, desk.audit)
    found = row.result_state, row.final_at
    session.rollback()
    return found


def test_ten_working_days_later_it_is_final_and_not_a_minute_before(
    session: Session, desk: Desk
) -> None:
    assert finalise_audits(session, OPERATOR, ZONE, at=LAST_MINUTE) == 0
    assert state(session, desk) == ("provisional", None)
    assert finalise_audits(session, OPERATOR, ZONE, at=AFTER) == 1
    assert state(session, desk) == ("final", AFTER)
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[6:12] == (1, 1, 1_000_000, 1, 1, 1_000_000)
    assert whole[12] == whole[18] == 1  # band A, among all and among the final ones
    assert next(row[6:] for row in items(session) if row[2] == "A1") == (1, 1, 1, 0, 0)
    assert (months(session), items(session)) == recounted(session)


def test_a_second_run_finds_nothing_and_writes_nothing(session: Session, desk: Desk) -> None:
    finalise_audits(session, OPERATOR, ZONE, at=AFTER)
    count = select(func.count()).select_from(JournalRow)
    before = session.execute(count).scalar_one()
    session.rollback()
    assert finalise_audits(session, OPERATOR, ZONE, at=AFTER) == 0
    assert session.execute(count).scalar_one() == before


def test_one_journal_row_tells_how_many(session: Session, desk: Desk) -> None:
    finalise_audits(session, OPERATOR, ZONE, at=AFTER)
    row = session.execute(
        select(JournalRow).where(JournalRow.action == "audit:finalise")
    ).scalar_one()
    assert json.loads(row.detail)["count"] == 1


def test_drafts_void_ones_and_later_ones_stay_as_they_are(session: Session, desk: Desk) -> None:
    later = a_draft(session, desk.centre, desk.rubric, desk.reader)
    save_entries(session, desk.reader, later, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, later, ZONE, at=datetime(2026, 3, 24, 4, tzinfo=UTC))
    a_draft(session, desk.centre, desk.rubric, desk.reader)
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    assert finalise_audits(session, OPERATOR, ZONE, at=AFTER) == 0


def test_a_year_without_a_table_keeps_it_provisional(session: Session, desk: Desk) -> None:
    late = a_draft(session, desk.centre, desk.rubric, desk.reader)
    save_entries(session, desk.reader, late, all_met(), ZONE, at=NOON)
    last = holiday_years(session)["CN"][-1]
    session.rollback()
    sign_audit(session, desk.reader, late, ZONE, at=datetime(last, 12, 28, 4, tzinfo=UTC))
    assert finalise_audits(session, OPERATOR, ZONE, at=datetime(last + 1, 3, 1, tzinfo=UTC)) == 1
    assert session.get_one(AuditRow, late).result_state == "provisional"


def test_people_cannot_finalise(session: Session, desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        finalise_audits(session, desk.reader, ZONE, at=AFTER)


def test_a_final_audit_cannot_become_a_draft(session: Session, desk: Desk) -> None:
    finalise_audits(session, OPERATOR, ZONE, at=AFTER)
    with pytest.raises(DBAPIError):
        session.execute(update(AuditRow).where(AuditRow.id == desk.audit).values(state="draft"))
    session.rollback()
