import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.services.operations.note_list import note_list
from tests.people import NOON, person


@pytest.mark.parametrize(
    ("role", "view"),
    [
        (Role.JUDICIAL_READER, "criteria_csv"),
        (Role.AUDIT_ADMIN, "journal"),
        (Role.CENTRE_MANAGER, "cases_csv"),
        (Role.CASEWORKER, "trends_csv"),
        (Role.CASEWORKER, "moved_csv"),
    ],
)
def test_a_list_handed_out_leaves_a_row(session: Session, role: Role, view: str) -> None:
    note_list(session, person(role), view, 7, at=NOON, centre_id=3)
    row = session.execute(select(JournalRow)).scalar_one()
    assert (row.action, row.actor_id, row.centre_id, row.detail) == (
        "list:read",
        1,
        3,
        f'{{"count":7,"view":"{view}"}}',
    )


@pytest.mark.parametrize(
    ("role", "view"),
    [
        (Role.SYS_ADMIN, "criteria_csv"),
        (Role.JUDICIAL_READER, "journal"),
        (Role.CASEWORKER, "cases_csv"),
        (Role.JUDICIAL_READER, "trends_csv"),
        (Role.JUDICIAL_READER, "moved_csv"),
    ],
)
def test_who_may_not_see_it_gets_nothing(session: Session, role: Role, view: str) -> None:
    with pytest.raises(NotAllowedError):
        note_list(session, person(role), view, 7, at=NOON)
    assert session.execute(select(JournalRow)).all() == []
