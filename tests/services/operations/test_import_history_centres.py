import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.models.journal import JournalRow
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow
from qa_app.services.operations.import_history_centres import (
    ImportedCentre,
    import_history_centres,
)
from tests.people import NOON, OPERATOR, person
from tests.services.operations.history import NORTH, NOWHERE, SOURCE, SOUTH


def bring_in(session: Session, *centres: ImportedCentre) -> int:
    return import_history_centres(session, OPERATOR, SOURCE, centres, at=NOON)


def centre(session: Session, code: str) -> CentreRow:
    return session.execute(select(CentreRow).where(CentreRow.code == code)).scalar_one()


def test_providers_become_centres_in_their_places(session: Session) -> None:
    assert bring_in(session, NORTH, SOUTH, NOWHERE) == 3
    top = session.execute(select(PlaceRow).where(PlaceRow.code == "SCT")).scalar_one()
    highland = session.execute(select(PlaceRow).where(PlaceRow.name_en == "Highland")).scalar_one()
    assert (top.path, top.level, top.parent_id) == (f"{top.id}/", "province", None)
    assert (highland.path, highland.level) == (f"{top.id}/{highland.id}/", "district")
    north = centre(session, "inspectorate:10")
    assert (north.place_id, north.place_path) == (highland.id, highland.path)
    assert (north.name_zh, north.name_en, north.kind) == ("North house",) * 2 + ("care home",)
    assert (north.source, north.onboarded_on) == ("inspectorate", NORTH.onboarded_on)
    # a provider whose place is not known stands at the top
    assert centre(session, "inspectorate:12").place_path == top.path


def test_the_area_comes_with_them(session: Session) -> None:
    bring_in(session, NORTH)
    area = session.get_one(AreaRow, "inspections")
    assert (area.name_zh, area.name_en, area.is_resource_area) == ("检查", "Inspections", False)
    north = centre(session, "inspectorate:10")
    assert session.execute(select(CentreAreaRow.centre_id, CentreAreaRow.area_code)).all() == [
        (north.id, "inspections")
    ]


def test_a_second_time_adds_only_what_is_new(session: Session) -> None:
    bring_in(session, NORTH)
    assert bring_in(session, replace(NORTH, name="Renamed"), SOUTH) == 1
    assert bring_in(session, NORTH, SOUTH) == 0
    assert centre(session, "inspectorate:10").name_en == "North house"
    counts = [
        session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (CentreRow, CentreAreaRow, PlaceRow)
    ]
    assert counts == [2, 2, 3]


def test_one_provider_listed_twice_is_one_centre(session: Session) -> None:
    assert bring_in(session, NORTH, NORTH) == 1


def test_the_journal_says_how_many(session: Session) -> None:
    bring_in(session, NORTH, SOUTH)
    bring_in(session, NORTH)
    rows = session.execute(select(JournalRow).order_by(JournalRow.seq)).scalars().all()
    details = [json.loads(row.detail) for row in rows]
    assert [(d["source"], d["step"], d["count"]) for d in details] == [
        ("inspectorate", "centres", 2),
        ("inspectorate", "centres", 0),
    ]
    assert details[0]["digest"] != details[1]["digest"]


def test_nothing_to_bring_in(session: Session) -> None:
    assert bring_in(session) == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_others_may_not(role: Role, session: Session) -> None:
    with pytest.raises(NotAllowedError):
        import_history_centres(session, person(role), SOURCE, [NORTH], at=NOON)
    assert session.execute(select(CentreRow)).first() is None
