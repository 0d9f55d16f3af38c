"""Who read and how files were drawn, kept in step with the signed reviews."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.new_stretches import UNDRAWN
from qa_app.domain.people import Actor
from qa_app.models.audits import AuditRow
from qa_app.models.trends import ReadingMonthRow
from qa_app.queries.recount import drifted_totals
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.audits.withdraw_audit import withdraw_audit
from qa_app.services.operations.rebuild_totals import rebuild_totals
from tests.audits import ZONE, Desk, a_draft, a_signed_desk, all_met, minutes_later
from tests.people import NOON, OPERATOR
from tests.statements import counted

JULY = 2026 * 12 + 6


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_signed_desk(session)


def kept(session: Session) -> list[tuple[int, str, int]]:
    rows = session.execute(
        select(
            ReadingMonthRow.reader_id, ReadingMonthRow.design, ReadingMonthRow.file_count
        ).order_by(ReadingMonthRow.design)
    )
    return [tuple(row) for row in rows]


def signed(session: Session, desk: Desk, **fields: str) -> int:
    draft = a_draft(session, desk.centre, desk.rubric, desk.reader, **fields)
    save_entries(session, desk.reader, draft, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, draft, ZONE, at=NOON)
    return draft


def reader_of(desk: Desk) -> int:
    reader: Actor = desk.reader
    assert reader.account_id is not None
    return reader.account_id


def test_signing_notes_the_reader_and_the_design(session: Session, desk: Desk) -> None:
    signed(session, desk, drawn_as="simple/number")
    signed(session, desk, drawn_as="simple/number")
    signed(session, desk, drawn_as="all", sample_type="census")
    who = reader_of(desk)
    assert kept(session) == [
        (who, UNDRAWN, 1),
        (who, "census/all", 1),
        (who, "random/simple/number", 2),
    ]
    assert drifted_totals(session) == ()


def test_what_was_chosen_on_purpose_is_not_noted(session: Session, desk: Desk) -> None:
    before = kept(session)
    signed(session, desk, sample_type="purposive")
    assert kept(session) == before
    assert drifted_totals(session) == ()


def test_becoming_final_changes_nothing_and_withdrawing_takes_away(
    session: Session, desk: Desk
) -> None:
    draft = signed(session, desk, drawn_as="simple/number")
    withdraw_audit(session, desk.reader, draft, at=minutes_later(1))
    who = reader_of(desk)
    assert kept(session) == [(who, UNDRAWN, 1), (who, "random/simple/number", 0)]
    with counted(session) as seen:
        finalise_audits(session, OPERATOR, ZONE, at=minutes_later(60 * 24 * 30))
    assert not [one for one in seen if "INTO reading_month" in one]
    assert drifted_totals(session) == ()


def test_signing_keeps_it_in_one_statement(session: Session, desk: Desk) -> None:
    draft = a_draft(session, desk.centre, desk.rubric, desk.reader, drawn_as="all")
    save_entries(session, desk.reader, draft, all_met(), ZONE, at=NOON)
    with counted(session) as seen:
        sign_audit(session, desk.reader, draft, ZONE, at=NOON)
    assert len([one for one in seen if "reading_month" in one]) == 1


def test_a_wrong_number_is_named_and_put_right(session: Session, desk: Desk) -> None:
    session.execute(update(ReadingMonthRow).values(file_count=9))
    session.commit()
    (drift,) = drifted_totals(session)
    assert (drift.table, drift.standing, drift.counted) == (
        "reading_month",
        {"file_count": 9},
        {"file_count": 1},
    )
    session.rollback()
    assert rebuild_totals(session, OPERATOR, at=NOON) == 1
    assert drifted_totals(session) == ()


def test_how_a_signed_file_was_drawn_cannot_change(session: Session, desk: Desk) -> None:
    with pytest.raises(Exception, match="frozen"):
        session.execute(update(AuditRow).where(AuditRow.id == desk.audit).values(drawn_as="all"))
    session.rollback()
