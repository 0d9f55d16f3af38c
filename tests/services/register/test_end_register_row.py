import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.models.journal import JournalRow
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.services.register.test_import_register_list import checked, rows, take_in

TABLE = LIST_TABLES["documents"]


def test_a_row_is_ended_once_by_who_may_write_it(session: Session) -> None:
    _centre, other = two_centres(session)
    lines = checked(session, OPERATOR, "documents", rows("documents"))
    take_in(session, OPERATOR, "documents", lines)
    ended = EndedRow(TABLE, lines[0], RowEndedWhy.OVER)
    elsewhere = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({other})))
    reader = person(Role.AUDITOR)
    for actor in (elsewhere, reader):
        with pytest.raises(OutOfReachError):
            end_register_row(session, actor, ended, ZONE, at=NOON)
        session.rollback()
    number = end_register_row(session, OPERATOR, ended, ZONE, at=NOON)
    row = session.get_one(CentreDocumentRow, number)
    assert (row.ended_why, row.ended_at) == ("over", NOON)
    assert (
        session.scalars(select(JournalRow.action).order_by(JournalRow.seq)).all()[-1]
        == "register:change"
    )
    session.rollback()
    with pytest.raises(ConflictError, match="row_gone"):
        end_register_row(session, OPERATOR, ended, ZONE, at=NOON)
    session.rollback()
    unknown = EndedRow(TABLE, {**lines[0], "number": "nothing"}, RowEndedWhy.OVER)
    with pytest.raises(OutOfReachError):
        end_register_row(session, OPERATOR, unknown, ZONE, at=NOON)
