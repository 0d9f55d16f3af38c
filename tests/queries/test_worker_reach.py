"""Whose workers, trainings and places of trainings somebody sees."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register import NewPlace
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.queries.worker_reach import (
    recorded_worker,
    training_seen,
    worker_by_code,
    workers_named,
    workers_seen,
)
from qa_app.services.places.add_place import add_place
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.people import NOON, OPERATOR
from tests.register import two_centres


@pytest.fixture
def centres(session: Session) -> tuple[int, int]:
    """A in Panlong with W1 and W2, B in Wuhua with W1 and W9; no centre in Chenggong."""
    made = two_centres(session)
    new = NewPlace("CG", BilingualText("呈贡区"), "district", "KM")
    add_place(session, OPERATOR, new, at=NOON)
    add_practitioner(
        session, OPERATOR, NewPractitioner("B", "W1", "legal_aid", date(2025, 1, 6)), at=NOON
    )
    return made


def at(*centre_ids: int) -> Reach:
    return Reach(centre_ids=frozenset(centre_ids))


def holder(*grants: tuple[Role, Reach], practitioner: int | None = None) -> Actor:
    return Actor(7, "x", tuple(Grant(*one) for one in grants), practitioner_id=practitioner)


def number(session: Session, centre: int, code: str) -> int:
    query = select(PractitionerRow.id).where(
        PractitionerRow.centre_id == centre, PractitionerRow.code == code
    )
    return session.execute(query).scalar_one()


def workers(session: Session, condition: ColumnElement[bool]) -> Sequence[str]:
    query = (
        select(CentreRow.code + PractitionerRow.code)
        .select_from(PractitionerRow)
        .join(CentreRow, CentreRow.id == PractitionerRow.centre_id)
        .where(condition)
        .order_by(CentreRow.code, PractitionerRow.code)
    )
    return session.scalars(query).all()


def test_workers_of_centres_in_reach_are_seen_and_oneself(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    own = number(session, b, "W1")
    manager = (Role.CENTRE_MANAGER, at(a))
    assert workers(session, workers_seen(holder())) == []
    assert workers(session, workers_seen(holder(practitioner=own))) == ["BW1"]
    assert workers(session, workers_seen(holder(manager))) == ["AW1", "AW2"]
    assert workers(session, workers_seen(holder(manager, practitioner=own))) == [
        "AW1",
        "AW2",
        "BW1",
    ]
    assert workers(session, workers_seen(system_actor("x"))) == ["AW1", "AW2", "BW1", "BW9"]


def test_a_caseworker_is_named_alone_of_those_who_attended(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    own = number(session, a, "W1")
    caseworker, manager = (Role.CASEWORKER, at(a)), (Role.CENTRE_MANAGER, at(b))
    assert workers(session, workers_named(holder(caseworker))) == []
    assert workers(session, workers_named(holder(caseworker, practitioner=own))) == ["AW1"]
    assert workers(session, workers_named(holder(manager))) == ["BW1", "BW9"]
    assert workers(session, workers_named(holder(manager, practitioner=own))) == [
        "AW1",
        "BW1",
        "BW9",
    ]


def test_trainings_of_places_in_reach_and_around_a_centre_are_seen(
    session: Session, centres: tuple[int, int]
) -> None:
    city = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "KM")).one()

    def seen(actor: Actor) -> set[str]:
        return set(session.scalars(select(PlaceRow.code).where(training_seen(actor))))

    assert seen(holder((Role.CENTRE_MANAGER, at(centres[0])))) == {"YN", "KM", "PL"}
    branch = Reach(place_paths=frozenset({city}))
    assert seen(holder((Role.SENIOR_SUPERVISOR, branch))) == {"YN", "KM", "PL", "WH", "CG"}
    assert seen(holder()) == set()


def test_a_worker_is_found_by_both_codes_within_reach(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    everywhere = holder((Role.CENTRE_MANAGER, at(a, b)))
    record = Permission.TRAINING_RECORD
    assert worker_by_code(session, everywhere, record, ("B", "W1")) == (
        number(session, b, "W1"),
        b,
    )
    assert worker_by_code(session, everywhere, record, ("B", "W2")) is None
    one = holder((Role.CENTRE_MANAGER, at(a)))
    assert worker_by_code(session, one, record, ("B", "W1")) is None
    found = recorded_worker(session, everywhere, number(session, b, "W1"))
    assert found is not None
    assert found[0] == b
    assert recorded_worker(session, one, number(session, b, "W1")) is None
    assert recorded_worker(session, holder(), number(session, b, "W1")) is None
