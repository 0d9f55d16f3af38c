import pytest
from sqlalchemy import Engine, false
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.voiding import VoidReason
from qa_app.models.places import CentreRow
from qa_app.queries.signed import locked_signed
from qa_app.services.audits.ask_void import ask_void
from qa_app.services.audits.confirm_void import confirm_void
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, Desk, a_desk, all_met
from tests.people import NOON
from tests.statements import counted


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    save_entries(session, made.reader, made.audit, all_met(), ZONE, at=NOON)
    return made


def test_a_signed_audit_comes_with_its_place(session: Session, desk: Desk) -> None:
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    audit, place_path = locked_signed(session, desk.audit, CentreRow.id == desk.centre)
    assert (audit.id, audit.state) == (desk.audit, "signed")
    assert place_path == session.get_one(CentreRow, desk.centre).place_path


def test_a_void_one_is_found_to_be_told_from_none(session: Session, desk: Desk) -> None:
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    ask_void(session, desk.reader, desk.audit, VoidReason.WRONG_FILE, at=NOON)
    confirm_void(session, desk.second, desk.audit, ZONE, at=NOON)
    assert locked_signed(session, desk.audit)[0].state == "void"


def test_drafts_others_audits_and_none_at_all_are_out_of_reach(
    session: Session, desk: Desk
) -> None:
    with pytest.raises(OutOfReachError):
        locked_signed(session, desk.audit)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    for audit_id, condition in (
        (desk.audit, false()),
        (desk.audit, CentreRow.id != desk.centre),
        (10**9, CentreRow.id == desk.centre),
    ):
        with pytest.raises(OutOfReachError):
            locked_signed(session, audit_id, condition)


def test_the_row_is_locked_where_rows_can_be(engine: Engine, session: Session, desk: Desk) -> None:
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    with counted(session) as statements:
        locked_signed(session, desk.audit)
    is_locked = "FOR UPDATE OF audit" in statements[-1]
    assert is_locked is (engine.dialect.name == "postgresql")
