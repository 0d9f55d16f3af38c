import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.services.audits.open_audit import open_audit
from tests.audits import Desk, a_desk
from tests.people import NOON


@pytest.fixture
def desk(session: Session) -> Desk:
    made = a_desk(session)
    session.get_one(AuditRow, made.audit).state = "signed"
    session.commit()
    return made


def rows(session: Session) -> int:
    query = select(func.count()).select_from(JournalRow).where(JournalRow.action == "audit:read")
    return session.execute(query).scalar_one()


def test_looking_into_an_audit_is_journaled(session: Session, desk: Desk) -> None:
    open_audit(session, desk.manager, desk.audit, desk.centre, at=NOON)
    row = session.execute(select(JournalRow).where(JournalRow.action == "audit:read")).scalar_one()
    assert (row.actor_id, row.object_id, row.centre_id, row.detail) == (
        desk.manager.account_id,
        str(desk.audit),
        desk.centre,
        '{"request":null,"view":"report","why":"own_centre"}',
    )


def test_who_does_not_reach_it_is_refused_and_not_journaled(session: Session, desk: Desk) -> None:
    everywhere = Reach(is_everything=True)
    caseworker = Actor(99, "社工", (Grant(Role.CASEWORKER, everywhere),))
    judicial = Actor(99, "检察官丁", (Grant(Role.JUDICIAL_READER, everywhere),))
    for actor in (desk.elsewhere, caseworker, judicial):
        with pytest.raises(OutOfReachError):
            open_audit(session, actor, desk.audit, desk.centre, at=NOON)
    assert rows(session) == 0


def test_a_wrong_centre_is_refused(session: Session, desk: Desk) -> None:
    with pytest.raises(OutOfReachError):
        open_audit(session, desk.manager, desk.audit, desk.centre + 1, at=NOON)
    with pytest.raises(OutOfReachError):
        open_audit(session, desk.manager, 10**9, desk.centre, at=NOON)
    assert rows(session) == 0
