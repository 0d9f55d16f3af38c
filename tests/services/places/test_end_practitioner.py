from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.places import PractitionerRow
from qa_app.services.places.end_practitioner import end_practitioner
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres


@pytest.fixture
def worker(session: Session) -> int:
    two_centres(session)
    found = select(PractitionerRow.id).where(PractitionerRow.code == "W1")
    return session.execute(found).scalar_one()


def ended_on(session: Session, worker: int) -> date | None:
    query = select(PractitionerRow.ended_on).where(PractitionerRow.id == worker)
    return session.execute(query).scalar_one()


def test_leaving_and_coming_back(session: Session, worker: int) -> None:
    end_practitioner(session, OPERATOR, worker, date(2026, 3, 1), at=NOON)
    assert ended_on(session, worker) == date(2026, 3, 1)
    end_practitioner(session, OPERATOR, worker, None, at=NOON)
    assert ended_on(session, worker) is None


def test_nobody_leaves_before_they_came(session: Session, worker: int) -> None:
    end_practitioner(session, OPERATOR, worker, date(2025, 1, 6), at=NOON)
    with pytest.raises(InvalidError):
        end_practitioner(session, OPERATOR, worker, date(2025, 1, 5), at=NOON)
    assert ended_on(session, worker) == date(2025, 1, 6)


def test_out_of_reach_unknown_and_not_allowed(session: Session, worker: int) -> None:
    elsewhere = person(Role.SYS_ADMIN, reach=Reach(centre_ids=frozenset({10**6})))
    for actor, who in ((elsewhere, worker), (OPERATOR, 10**6)):
        with pytest.raises(OutOfReachError):
            end_practitioner(session, actor, who, date(2026, 3, 1), at=NOON)
    with pytest.raises(NotAllowedError):
        end_practitioner(session, person(Role.CENTRE_MANAGER), worker, date(2026, 3, 1), at=NOON)
    assert ended_on(session, worker) is None
