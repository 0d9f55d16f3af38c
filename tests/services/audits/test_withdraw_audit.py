from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.models.audits import AuditRow
from qa_app.models.findings import ActionReadingRow
from qa_app.models.journal import JournalRow
from qa_app.queries.audits import entries_of
from qa_app.services.audits.open_audit import open_audit
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from tests.audits import (
    ZONE,
    Desk,
    a_case_file,
    a_draft,
    a_signed_desk,
    change,
    items,
    minutes_later,
    months,
)
from tests.follow_up import a_followed, actions, failing, sign
from tests.people import NOON, OPERATOR


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def test_it_is_a_draft_again_with_its_answers_and_out_of_the_totals(
    session: Session, desk: Desk
) -> None:
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(30))
    row = session.get_one(AuditRow, desk.audit)
    assert (row.state, row.result_state, row.signed_at, row.band, row.explanation) == (
        "draft",
        None,
        None,
        None,
        None,
    )
    assert len(entries_of(session, desk.audit)) == 3
    assert (months(session), items(session)) == ([], [])
    session.rollback()
    save_entries(session, desk.reader, desk.audit, [change("A1", "partly", 1)], ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(31))
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[6:9] == (1, 1, 812_500)


def test_it_is_journaled(session: Session, desk: Desk) -> None:
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(1))
    rows = session.execute(select(JournalRow.action).order_by(JournalRow.seq)).scalars().all()
    assert rows[-2:] == ["audit:sign", "audit:withdraw"]


def refused(session: Session, desk: Desk, code: str, minute: int = 1) -> None:
    with pytest.raises(ConflictError, match=code):
        withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(minute))
    assert session.get_one(AuditRow, desk.audit).state == "signed"
    assert len(months(session)) == 15


def test_after_half_an_hour_it_is_too_late(session: Session, desk: Desk) -> None:
    refused(session, desk, "too_late", 31)


def test_once_somebody_else_has_opened_it_it_stands(session: Session, desk: Desk) -> None:
    open_audit(session, desk.manager, desk.audit, desk.centre, at=minutes_later(1))
    refused(session, desk, "opened", 2)


def test_opening_counts_by_the_order_of_the_journal_not_by_the_clock(
    session: Session, desk: Desk
) -> None:
    # whoever opened it read the clock just before the signer did, and then had to wait
    earlier = NOON - timedelta(milliseconds=200)
    open_audit(session, desk.manager, desk.audit, desk.centre, at=earlier)
    refused(session, desk, "opened")


def test_opening_an_earlier_signature_does_not_count_against_a_later_one(
    session: Session, desk: Desk
) -> None:
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(1))
    sign_audit(session, desk.reader, desk.audit, ZONE, at=minutes_later(2))
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(3))
    assert session.get_one(AuditRow, desk.audit).state == "draft"


def test_who_signs_no_more_at_the_centre_withdraws_no_more(session: Session, desk: Desk) -> None:
    for grants in (desk.elsewhere.grants, desk.manager.grants, ()):
        with pytest.raises(OutOfReachError):
            withdraw_audit(
                session, replace(desk.reader, grants=grants), desk.audit, at=minutes_later(1)
            )


def test_the_signer_may_look_at_it_first(session: Session, desk: Desk) -> None:
    open_audit(session, desk.reader, desk.audit, desk.centre, at=minutes_later(1))
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(2))
    assert session.get_one(AuditRow, desk.audit).state == "draft"


def test_what_is_final_stands(session: Session, desk: Desk) -> None:
    session.get_one(AuditRow, desk.audit).result_state = "final"
    session.commit()
    refused(session, desk, "settled")


def test_nobody_but_the_signer_withdraws(session: Session, desk: Desk) -> None:
    for actor in (desk.second, desk.manager, desk.elsewhere, OPERATOR):
        with pytest.raises(OutOfReachError):
            withdraw_audit(session, actor, desk.audit, at=minutes_later(1))


def test_a_draft_cannot_be_withdrawn(session: Session, desk: Desk) -> None:
    withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(1))
    with pytest.raises(OutOfReachError):
        withdraw_audit(session, desk.reader, desk.audit, at=minutes_later(2))


def test_what_was_read_since_is_no_later_reading_of_an_action_that_is_gone(
    session: Session,
) -> None:
    one = a_followed(session)
    sign(session, one, "B1")
    file = a_case_file(session, one.desk.centre, "KM-26-0000-00099")
    fields = {"centre": one.desk.centre, "rubric": one.desk.rubric, "reader": one.desk.reader}
    later = a_draft(session, file=file, **fields)
    save_entries(session, one.desk.reader, later, failing(), ZONE, at=minutes_later(5))
    sign_audit(session, one.desk.reader, later, ZONE, at=minutes_later(6))
    noted = session.execute(select(ActionReadingRow.audit_id)).scalars().all()
    assert noted == [later]
    session.rollback()
    withdraw_audit(session, one.desk.reader, one.audit, at=minutes_later(10))
    assert session.execute(select(ActionReadingRow)).all() == []
    assert actions(session) == []
