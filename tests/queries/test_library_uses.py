"""Items in force and the answers to them in reach, from totals; both databases."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.answer_counts import Answers
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.places import CentreRow
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.library_uses import (
    answers_by_centre,
    answers_within,
    items_in_force,
    network_place,
    uses_by_key,
)
from tests.builders import item, section
from tests.people import NOON, person
from tests.register import two_centres
from tests.sessions import publish

TODAY = date(2026, 3, 23)
NOW = month_of(TODAY)
CITED = item("A1", basis="standard", std=["MPL#11"])


def total(session: Session, scope: str, version: int, code: str, files: int, **fields) -> None:
    values = {"item_code": "A1", "sample_type": "random", "month": NOW, "final_count": 0, **fields}
    session.execute(
        insert(ItemTotalRow).values(
            scope=scope, rubric_version_id=version, code=code, file_count=files, **values
        )
    )
    session.commit()


def at(role: Role, *centres: int, paths: tuple[str, ...] = ()) -> Actor:
    reach = Reach(place_paths=frozenset(paths), centre_ids=frozenset(centres))
    return Actor(1, "甲", (Grant(role, reach),))


def path_of(session: Session, centre: int) -> str:
    return session.execute(select(CentreRow.place_path).where(CentreRow.id == centre)).scalar_one()


@pytest.fixture
def setting(session: Session) -> tuple[Session, int, int, int]:
    a, b = two_centres(session)
    session.rollback()
    version = publish(session, area="legal_aid", sections=[section("A", CITED, item("A2"))])
    for scope, met, unmet in (("n", 30, 9), (f"c:{a}", 20, 3), (f"c:{b}", 10, 6)):
        total(session, scope, version, "met", met)
        total(session, scope, version, "unmet", unmet)
    for place in path_of(session, a).split("/")[:-1]:
        total(session, f"p:{place}", version, "met", 20)
    return session, a, b, version


def test_only_versions_in_force(session: Session) -> None:
    publish(session, id="old", area="legal_aid")
    publish(session, id="hidden", area="legal_aid", hidden=True)
    publish(session, id="play", area="social_work")
    found = items_in_force(session, TODAY)
    assert {use.rubric for use in found} == {"old", "play"}
    assert {use.rubric for use in items_in_force(session, TODAY, "legal_aid")} == {"old"}
    assert items_in_force(session, date(2020, 1, 1)) == ()
    publish(session, id="old", area="legal_aid", version="2.0.0")
    again = {use.rubric: use.version for use in items_in_force(session, TODAY)}
    assert again["old"] == "2.0.0"


def test_answers_in_reach(setting) -> None:
    session, a, b, _version = setting
    uses = items_in_force(session, TODAY)

    def asked(actor: Actor) -> Answers:
        return {
            use.item.code: found
            for use, found in answers_within(session, actor, uses, TODAY, at=NOON)
        }["A1"]

    assert asked(person(Role.SENIOR_SUPERVISOR)) == Answers(30, 9)
    assert asked(at(Role.CENTRE_MANAGER, a)) == Answers(20, 3)
    assert asked(at(Role.CENTRE_MANAGER, a, b)) == Answers(30, 9)
    assert asked(at(Role.AUDITOR, a, paths=(path_of(session, a),))) == Answers(20, 0)
    assert asked(at(Role.JUDICIAL_READER, a)) == Answers()
    assert asked(person(Role.SYS_ADMIN)) == Answers()


def test_old_months_and_chosen_files_do_not_count(setting) -> None:
    session, _a, _b, version = setting
    for fields in (
        {"month": NOW - 12},
        {"sample_type": "purposive"},
        {"sample_type": "imported"},
        {"item_code": "A9"},
    ):
        total(session, "n", version, "unmet", 50, **fields)
    total(session, "n", version, "met", 4, month=NOW - 11)
    uses = items_in_force(session, TODAY)
    found = answers_within(session, person(Role.SENIOR_SUPERVISOR), uses, TODAY, at=NOON)
    assert found[0][1] == Answers(34, 9)


def test_centre_by_centre_in_the_order_of_the_register(setting) -> None:
    session, a, b, _version = setting
    use = items_in_force(session, TODAY)[0]

    def asked(actor: Actor) -> list[tuple[int, Answers]]:
        found = answers_by_centre(session, actor, use, TODAY, at=NOON)
        return [(one.centre_id, one.answers) for one in found]

    everywhere = asked(person(Role.SENIOR_SUPERVISOR))
    assert everywhere == [(a, Answers(20, 3)), (b, Answers(10, 6))]
    assert asked(at(Role.CASEWORKER, b)) == []
    assert asked(at(Role.JUDICIAL_READER, a)) == []
    sealed = answers_by_centre(
        session, person(Role.SENIOR_SUPERVISOR), replace(use, is_sealed=True), TODAY, at=NOON
    )
    assert [one.answers for one in sealed] == [Answers(20, 3, 20, 3), Answers(10, 6, 10, 6)]


def test_what_stands_in_files_that_stay_closed(setting) -> None:
    session, a, b, _version = setting
    uses = items_in_force(session, TODAY)

    def asked(actor: Actor, *, is_sealed: bool = False) -> Answers:
        sought = [replace(use, is_sealed=is_sealed) for use in uses]
        return answers_within(session, actor, sought, TODAY, at=NOON)[0][1]

    assert asked(at(Role.CENTRE_MANAGER, a)).closed_n == 0
    assert asked(at(Role.CASEWORKER, a)) == Answers()
    mixed = Actor(1, "甲", (*at(Role.CASEWORKER, b).grants, *at(Role.AUDITOR, a).grants))
    assert asked(mixed) == Answers(20, 3)
    # sealed readings are closed to everybody
    assert asked(at(Role.CENTRE_MANAGER, a), is_sealed=True) == Answers(20, 3, 20, 3)


def test_the_trend_that_covers_the_reach(setting) -> None:
    session, a, b, _version = setting
    path = path_of(session, a)
    node = int(path.split("/")[-2])
    assert network_place(session, person(Role.SENIOR_SUPERVISOR)) == 0
    assert network_place(session, at(Role.AUDITOR, paths=(path,))) == node
    assert network_place(session, at(Role.AUDITOR, a, paths=(path,))) == node
    assert network_place(session, at(Role.AUDITOR, a)) is None
    if path_of(session, b) != path:
        assert network_place(session, at(Role.AUDITOR, b, paths=(path,))) is None


def test_names_in_addresses(setting) -> None:
    session, *_rest = setting
    assert list(uses_by_key(items_in_force(session, TODAY))) == ["sample.A1", "sample.A2"]
