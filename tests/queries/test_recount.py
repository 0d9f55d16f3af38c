import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from qa_app.models.sealing import Sealer
from qa_app.models.trends import ItemTotalRow, MonthTotalRow
from qa_app.queries.counted_parts import readings
from qa_app.queries.recount import checked_totals, drifted_totals
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from tests.audits import ZONE, Desk, a_draft, a_signed_desk, all_met, minutes_later
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR
from tests.statements import after_reading


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def test_totals_that_signing_kept_equal_the_audits(session: Session, desk: Desk) -> None:
    (chunk,) = readings(session, desk.centre, "1/")
    assert [(one.audit_id, one.is_final) for one in chunk] == [(desk.audit, False)]
    assert drifted_totals(session) == ()
    finalise_audits(session, OPERATOR, ZONE, at=minutes_later(60 * 24 * 30))
    (chunk,) = readings(session, desk.centre, "1/")
    assert chunk[0].is_final
    assert drifted_totals(session) == ()


def test_a_wrong_number_and_a_missing_row_are_named(session: Session, desk: Desk) -> None:
    network = MonthTotalRow.scope == "n", MonthTotalRow.section == ""
    session.execute(update(MonthTotalRow).where(*network).values(file_count=3))
    session.execute(delete(ItemTotalRow).where(ItemTotalRow.scope == "n"))
    session.commit()
    month, *items = drifted_totals(session)
    assert (month.table, month.standing["file_count"], month.counted["file_count"]) == (
        "month_total",
        3,
        1,
    )
    assert month.key.startswith("n/")
    assert {one.table for one in items} == {"item_total"}
    counted = {"file_count": 1, "rated_count": 1}
    assert all(one.standing == {} and one.counted == counted for one in items)


def test_a_check_while_somebody_signs_is_no_false_alarm(
    session: Session, desk: Desk, engine: Engine
) -> None:
    draft = a_draft(session, desk.centre, desk.rubric, desk.reader)
    save_entries(session, desk.reader, draft, all_met(), ZONE, at=NOON)

    def sign() -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as other:
            sign_audit(other, desk.reader, draft, ZONE, at=NOON)

    with after_reading(engine, "audit", sign):
        assert checked_totals(session) == ()
    assert checked_totals(session) == ()


def test_what_was_taken_back_counts_nothing(session: Session, desk: Desk) -> None:
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(5))
    assert list(readings(session, desk.centre, "1/")) == []
    assert drifted_totals(session) == ()
