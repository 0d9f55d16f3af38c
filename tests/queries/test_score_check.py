import pytest
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.models.engine import read_only
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import HolidayYearRow
from qa_app.models.sealing import Sealer
from qa_app.queries.act_check import held_reviews
from qa_app.queries.score_check import checked_scores, checked_scores_of, signed_span
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met
from tests.conftest import FIELD_KEY
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    save_entries(session, made.reader, made.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, made.reader, made.audit, ZONE, at=NOON)
    a_draft(session, made.centre, made.rubric, made.reader)
    return made


def test_signed_and_void_audits_are_recomputed_drafts_are_not(session: Session, desk: Desk) -> None:
    assert signed_span(session) == (desk.audit, desk.audit, 1)
    assert held_reviews(session).unlike == []
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    acts = session.scalar(select(func.count()).select_from(JournalRow))
    (found,) = checked_scores(session, ZONE, 0, desk.audit + 1)
    assert (found.audits, found.drifted) == ((desk.audit,), ())
    assert held_reviews(session).unlike == []
    assert checked_scores_of(session, ZONE, [desk.audit, desk.audit + 1]).count == 1
    assert checked_scores_of(session, ZONE, [99]).count == 0
    assert session.scalar(select(func.count()).select_from(JournalRow)) == acts


def test_in_another_time_zone_the_reading_is_another_instant(session: Session, desk: Desk) -> None:
    # nothing here hangs on the hour, and the day of reading is kept by itself
    (found,) = checked_scores(session, "UTC", 0, desk.audit)
    assert found.drifted == ()


def test_the_database_refuses_every_change(engine: Engine, session: Session, desk: Desk) -> None:
    bound = read_only(engine)
    with Session(bound, info={"sealer": Sealer(FIELD_KEY)}) as reading:
        if engine.dialect.name == "sqlite":
            reading.execute(text("PRAGMA query_only = 1"))
        (found,) = checked_scores(reading, ZONE, 0, desk.audit)
        assert found.drifted == ()
        with pytest.raises(DBAPIError):
            reading.execute(insert(HolidayYearRow).values(region="XX", year=2026))
        reading.rollback()
        if engine.dialect.name == "sqlite":
            reading.execute(text("PRAGMA query_only = 0"))
