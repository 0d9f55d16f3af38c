"""Which signed reviews of a centre somebody knows who may not read all of them."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor
from qa_app.domain.series import NOTHING_CLOSED, Closed
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.queries.known_files import known_of_centre
from qa_app.queries.trends import centre_scope
from tests.follow_up import Followed, a_followed, sign

LATER = date(2030, 1, 1)


def known(session: Session, one: Followed, actor: Actor) -> Closed:
    row = session.execute(
        select(AuditRow.sample_type, AuditRow.reviewed_on).where(AuditRow.id == one.audit)
    ).one()
    path = session.get_one(CentreRow, one.desk.centre).place_path
    found = known_of_centre(session, actor, one.desk.centre, path, LATER)
    if row.reviewed_on is None:
        return NOTHING_CLOSED
    return found.of(one.desk.rubric, row.sample_type, "", month_of(row.reviewed_on))


def test_a_worker_knows_their_own_files_once_they_are_signed(session: Session) -> None:
    one = a_followed(session)
    assert known(session, one, one.worker).files == 0
    sign(session, one, "A1")
    assert known(session, one, one.worker).files == 1
    assert known(session, one, replace(one.worker, practitioner_id=None)).files == 0
    scope = centre_scope(session, one.worker, one.desk.centre, LATER)
    assert scope is not None
    assert (scope.sees_files, len(scope.known.months) > 0) == (False, True)
    # who may read every file needs no list of their own
    reader = centre_scope(session, one.desk.reader, one.desk.centre, LATER)
    assert reader is not None
    assert dict(reader.known.months) == {}


def test_whoever_handed_a_case_on_knows_its_result_still(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A1")
    case = session.execute(select(AuditRow.case_file_id).where(AuditRow.id == one.audit)).scalar()
    session.execute(update(CaseFileRow).where(CaseFileRow.id == case).values(practitioner_id=None))
    session.commit()
    assert known(session, one, one.worker).files == 1
