from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.models.places import PractitionerRow
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.sessions import at_centre, someone

DAY = date(2026, 1, 5)


def workers(session: Session) -> int:
    return session.execute(select(func.count()).select_from(PractitionerRow)).scalar_one()


def test_the_same_code_may_stand_in_two_centres(session: Session) -> None:
    _, b = two_centres(session)
    new = NewPractitioner("B", "W1", "legal_aid", DAY)
    row = session.get(PractitionerRow, add_practitioner(session, OPERATOR, new, at=NOON))
    assert row is not None
    assert (row.centre_id, row.code, row.area_code, row.started_on, row.ended_on) == (
        b,
        "W1",
        "legal_aid",
        DAY,
        None,
    )


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewPractitioner("A", "W1", "social_work", DAY), "code_taken"),
        (NewPractitioner("A", "W7", "psychological", DAY), "unknown_centre"),
        (NewPractitioner("C", "W7", "legal_aid", DAY), "unknown_centre"),
        (NewPractitioner("A", "李某", "legal_aid", DAY), "not_a_code"),
        (NewPractitioner("A", "x" * 41, "legal_aid", DAY), "not_a_code"),
    ],
)
def test_what_does_not_fit_is_refused(session: Session, new: NewPractitioner, code: str) -> None:
    two_centres(session)
    with pytest.raises(InvalidError) as refused:
        add_practitioner(session, OPERATOR, new, at=NOON)
    assert refused.value.code == code
    assert workers(session) == 3


def test_a_centre_out_of_reach_reads_as_unknown(session: Session) -> None:
    _, b = two_centres(session)
    admin = at_centre(someone(session, "keeper", Role.SYS_ADMIN, "B"), Role.SYS_ADMIN, b)
    with pytest.raises(InvalidError) as refused:
        add_practitioner(session, admin, NewPractitioner("A", "W7", "legal_aid", DAY), at=NOON)
    assert refused.value.code == "unknown_centre"
    assert add_practitioner(session, admin, NewPractitioner("B", "W7", "legal_aid", DAY), at=NOON)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_no_other_role_adds_workers(session: Session, role: Role) -> None:
    two_centres(session)
    with pytest.raises(NotAllowedError):
        add_practitioner(
            session, person(role), NewPractitioner("A", "W7", "legal_aid", DAY), at=NOON
        )


def test_a_first_day_more_than_a_year_ahead_is_refused(session: Session) -> None:
    two_centres(session)
    last = NOON.date() + timedelta(days=366)
    late = NewPractitioner("A", "W8", "social_work", last + timedelta(days=1))
    with pytest.raises(InvalidError, match="first_day"):
        add_practitioner(session, OPERATOR, late, at=NOON)
    assert add_practitioner(
        session, OPERATOR, NewPractitioner("A", "W8", "social_work", last), at=NOON
    )
