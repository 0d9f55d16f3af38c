import json

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.bars import ConflictReason, Tie, TieKind
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.act_seals import SEAL
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.queries.audits import audit_head
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.readers.record_tie import NewTie, record_tie
from tests.audits import ZONE, Desk, a_desk, a_draft, all_met, items, months, recounted
from tests.one_hand import refuses_one_hand
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    other = a_draft(session, made.centre, made.rubric, made.reader)
    for audit in (made.audit, other):
        save_entries(session, made.reader, audit, all_met(), ZONE, at=NOON)
        sign_audit(session, made.reader, audit, ZONE, at=NOON)
    return made


def test_two_people_take_it_out_of_the_totals_and_it_stays_visible(
    session: Session, desk: Desk
) -> None:
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    assert session.get_one(AuditRow, desk.audit).state == "signed"
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[6] == 2
    session.rollback()
    refuses_one_hand(
        session,
        lambda: confirm_void(session, desk.second, desk.audit, ZONE, at=NOON),
        desk.second,
        desk.reader,
    )
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[6:9] == (1, 1, 1_000_000)
    assert (months(session), items(session)) == recounted(session)
    head = audit_head(session, desk.manager, desk.audit)
    assert head is not None
    assert (head.state, head.void_reason, head.score_millionths) == ("void", "wrong_file", 10**6)


def test_both_steps_are_journaled_with_the_reason(session: Session, desk: Desk) -> None:
    ask_void(session, desk.reader, desk.audit, "own_case", at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    rows = session.execute(
        select(JournalRow).where(JournalRow.action == "audit:void").order_by(JournalRow.seq)
    ).scalars()
    told = [(row.actor_id, json.loads(row.detail)) for row in rows]
    assert len({detail.pop(SEAL) for _, detail in told}) == 2  # what was recorded differs
    assert told == [
        (desk.reader.account_id, {"reason": "own_case", "step": "ask"}),
        (desk.second.account_id, {"reason": "own_case", "step": "confirm"}),
    ]


def test_a_final_result_leaves_the_final_totals_too(session: Session, desk: Desk) -> None:
    from qa_app.services.audits.finalise_audits import finalise_audits
    from tests.people import OPERATOR
    from tests.services.audits.test_finalise_audits import AFTER

    assert finalise_audits(session, OPERATOR, ZONE, at=AFTER) == 2
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=AFTER)
    confirm_void(session, desk.second, desk.audit, ZONE, at=AFTER)
    whole = next(row for row in months(session) if row[0] == "n" and row[3] == "")
    assert whole[6:12] == (1, 1, 1_000_000, 1, 1, 1_000_000)


def test_the_one_who_asked_cannot_confirm(session: Session, desk: Desk) -> None:
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    with pytest.raises(ConflictError, match="same_person"):
        confirm_void(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, desk.audit).state == "signed"


def test_whoever_read_it_does_not_confirm(session: Session, desk: Desk) -> None:
    ask_void(session, desk.second, desk.audit, "wrong_file", at=NOON)
    with pytest.raises(ConflictError, match="own_reading"):
        confirm_void(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, desk.audit).state == "signed"


def test_whoever_is_tied_to_the_centre_does_not_confirm(session: Session, desk: Desk) -> None:
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    tie = Tie(TieKind.CONFLICT, desk.centre, None, NOON.date(), reason=ConflictReason.FAMILY)
    record_tie(session, desk.second, NewTie(desk.second.account_id or 0, tie), at=NOON)
    with pytest.raises(ConflictError, match="barred"):
        confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    assert session.get_one(AuditRow, desk.audit).state == "signed"


def test_nothing_is_confirmed_that_nobody_asked(session: Session, desk: Desk) -> None:
    with pytest.raises(ConflictError, match="not_asked"):
        confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)


def test_asking_twice_and_a_made_up_reason_are_refused(session: Session, desk: Desk) -> None:
    with pytest.raises(InvalidError, match="unknown_reason"):
        ask_void(session, desk.reader, desk.audit, "because", at=NOON)
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    with pytest.raises(ConflictError, match="asked_before"):
        ask_void(session, desk.second, desk.audit, "own_case", at=NOON)


def test_void_is_the_end(session: Session, desk: Desk) -> None:
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    for again in (
        lambda: ask_void(session, desk.second, desk.audit, "own_case", at=NOON),
        lambda: confirm_void(session, desk.second, desk.audit, ZONE, at=NOON),
    ):
        with pytest.raises(ConflictError, match="settled"):
            again()
    for state in ("draft", "signed"):
        with pytest.raises(DBAPIError):
            session.execute(update(AuditRow).where(AuditRow.id == desk.audit).values(state=state))
        session.rollback()


def test_out_of_reach_and_without_the_right_there_is_nothing(session: Session, desk: Desk) -> None:
    ask_void(session, desk.reader, desk.audit, "wrong_file", at=NOON)
    for actor in (desk.elsewhere, desk.manager):
        with pytest.raises(OutOfReachError):
            ask_void(session, actor, desk.audit, "own_case", at=NOON)
        with pytest.raises(OutOfReachError):
            confirm_void(session, actor, desk.audit, ZONE, at=NOON)
