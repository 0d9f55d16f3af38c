from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.places import PlaceRow
from qa_app.queries.caseloads import ceiling_for, ceilings
from qa_app.services.workers.set_ceiling import set_ceiling
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres

LATER = NOON + timedelta(days=1)
DAY = date(2026, 1, 1)


@pytest.fixture
def city(session: Session) -> tuple[int, str]:
    two_centres(session)
    row = session.execute(select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == "KM")).one()
    session.rollback()
    return row.id, row.path


def test_the_nearest_ceiling_holds_from_its_day_on(session: Session, city: tuple[int, str]) -> None:
    place, path = city
    district = session.execute(
        select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == "PL")
    ).one()
    session.rollback()
    set_ceiling(session, OPERATOR, (place, "legal_aid"), (30, DAY), at=NOON)
    set_ceiling(session, OPERATOR, (district.id, "legal_aid"), (20, date(2026, 2, 1)), at=NOON)
    found = ceilings(session, NOON)

    def most(where: str, area: str, day: date) -> int | None:
        one = ceiling_for(found, where, area, day)
        return None if one is None else one.most

    assert most(district.path, "legal_aid", date(2026, 3, 1)) == 20
    assert most(district.path, "legal_aid", date(2026, 1, 15)) == 30
    assert most(path, "legal_aid", date(2026, 3, 1)) == 30
    assert most(path, "legal_aid", date(2025, 12, 31)) is None
    assert most(path, "social_work", date(2026, 3, 1)) is None


def test_another_number_from_the_same_day_corrects_it(
    session: Session, city: tuple[int, str]
) -> None:
    where = (city[0], "legal_aid")
    first = set_ceiling(session, OPERATOR, where, (30, DAY), at=NOON)
    assert set_ceiling(session, OPERATOR, where, (30, DAY), at=NOON) == first
    set_ceiling(session, OPERATOR, where, (25, DAY), at=LATER)
    assert [one.most for one in ceilings(session, NOON)] == [30]
    assert [one.most for one in ceilings(session, LATER)] == [25]


def test_what_cannot_be_and_who_may_not(session: Session, city: tuple[int, str]) -> None:
    for area, most, code in (("legal_aid", 0, "ceiling_unfit"), ("x", 5, "unknown_area")):
        with pytest.raises(InvalidError) as refused:
            set_ceiling(session, OPERATOR, (city[0], area), (most, DAY), at=NOON)
        assert refused.value.code == code
    beyond = Reach(place_paths=frozenset({"999/"}))
    for actor, place in (
        (person(Role.CENTRE_MANAGER), city[0]),
        (person(Role.SENIOR_SUPERVISOR, reach=beyond), city[0]),
        (OPERATOR, 10**6),
    ):
        with pytest.raises(OutOfReachError):
            set_ceiling(session, actor, (place, "legal_aid"), (20, DAY), at=NOON)
