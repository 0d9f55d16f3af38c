from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.session_blocks import Block
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.domain.supervision_records import RecordState
from qa_app.models.journal import JournalRow
from qa_app.models.records import SupervisionRecordRow
from qa_app.queries.record_content import block_in
from qa_app.services.records.open_record import open_record
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON
from tests.records import EVENING, Talk, a_talk, begin


@pytest.fixture
def talk(session: Session) -> Talk:
    return a_talk(session)


def test_it_starts_from_the_plan(session: Session, talk: Talk) -> None:
    begin(session, talk)
    row = session.get_one(SupervisionRecordRow, talk.session_id)
    assert (row.state, row.held_on, row.written_by) == (
        RecordState.DRAFT,
        date(2026, 4, 9),
        talk.lead.account_id,
    )
    meeting = block_in(session, talk.session_id, Block.MEETING)
    assert (meeting.revision, meeting.content.rows) == (1, ({"person": "W1"},))
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id, entry.centre_id) == (
        "record:open",
        str(talk.session_id),
        talk.scene.centre,
    )


def test_twice_is_once(session: Session, talk: Talk) -> None:
    begin(session, talk)
    before = session.scalar(select(func.count()).select_from(JournalRow))
    session.rollback()
    begin(session, talk, datetime(2026, 4, 20, tzinfo=UTC))
    assert session.scalar(select(func.count()).select_from(JournalRow)) == before
    assert session.get_one(SupervisionRecordRow, talk.session_id).written_at == EVENING


def test_not_before_its_day(session: Session, talk: Talk) -> None:
    # 23:59 on the evening before, in Shanghai
    with pytest.raises(InvalidError, match="not_yet"):
        begin(session, talk, datetime(2026, 4, 8, 15, 59, tzinfo=UTC))


def test_not_of_a_cancelled_session(session: Session, talk: Talk) -> None:
    moved = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, date(2026, 4, 16))
    settle_session(session, talk.lead, talk.session_id, moved, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="session_cancelled"):
        begin(session, talk)


def test_only_who_leads_it(session: Session, talk: Talk) -> None:
    for other in (talk.scene.elsewhere, talk.scene.reader, talk.worker):
        with pytest.raises(OutOfReachError):
            open_record(session, other, talk.session_id, ZONE, at=EVENING)
    with pytest.raises(OutOfReachError):
        open_record(session, talk.lead, 999, ZONE, at=EVENING)
