from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreAreaRow, CentreRow
from qa_app.services.places.add_centre import NewCentre, add_centre
from tests.people import NOON, OPERATOR, person
from tests.register import some_areas, the_places

NEW = NewCentre(
    "A-1",
    BilingualText("中心甲", "Centre A"),
    "PL",
    "social_work_agency",
    ("social_work", "legal_aid", "social_work"),
    date(2026, 1, 1),
)


@pytest.fixture
def made(session: Session) -> dict[str, int]:
    some_areas(session)
    return the_places(session)


def centres(session: Session) -> int:
    return session.execute(select(func.count()).select_from(CentreRow)).scalar_one()


def test_a_centre_stands_in_its_place_with_its_areas(
    session: Session, made: dict[str, int]
) -> None:
    centre_id = add_centre(session, OPERATOR, NEW, at=NOON)
    row = session.get(CentreRow, centre_id)
    assert row is not None
    assert row.place_path == f"{made['YN']}/{made['KM']}/{made['PL']}/"
    assert (row.place_id, row.kind, row.onboarded_on) == (
        made["PL"],
        "social_work_agency",
        date(2026, 1, 1),
    )
    areas = session.execute(select(CentreAreaRow.area_code)).scalars()
    assert sorted(areas) == ["legal_aid", "social_work"]
    entry = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert entry is not None
    assert (entry.centre_id, entry.detail) == (centre_id, '{"count":1,"what":"centre"}')


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": "nowhere"}, "unknown_place"),
        ({"areas": ()}, "unknown_area"),
        ({"areas": ("social_work", "no_such")}, "unknown_area"),
        ({"code": "中心"}, "not_a_code"),
        ({"code": "a b"}, "not_a_code"),
        ({"name": BilingualText()}, "name_missing"),
    ],
)
def test_what_does_not_fit_is_refused(
    session: Session, made: dict[str, int], changes: dict, code: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_centre(session, OPERATOR, replace(NEW, **changes), at=NOON)
    assert refused.value.code == code
    assert centres(session) == 0


def test_a_code_is_used_once(session: Session, made: dict[str, int]) -> None:
    add_centre(session, OPERATOR, NEW, at=NOON)
    with pytest.raises(InvalidError) as refused:
        add_centre(session, OPERATOR, NEW, at=NOON)
    assert refused.value.code == "code_taken"
    assert centres(session) == 1


def test_a_place_out_of_reach_reads_as_unknown(session: Session, made: dict[str, int]) -> None:
    wuhua = Reach(place_paths=frozenset({f"{made['YN']}/{made['KM']}/{made['WH']}/"}))
    admin = person(Role.SYS_ADMIN, reach=wuhua)
    with pytest.raises(InvalidError) as refused:
        add_centre(session, admin, NEW, at=NOON)
    assert refused.value.code == "unknown_place"
    assert add_centre(session, admin, replace(NEW, place="WH"), at=NOON)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_no_other_role_adds_centres(session: Session, made: dict[str, int], role: Role) -> None:
    with pytest.raises(NotAllowedError):
        add_centre(session, person(role), NEW, at=NOON)
    assert centres(session) == 0
