from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.people import Reach, Role
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.register import (
    area_tree,
    centre_card,
    centres_below,
    centres_to_choose,
    everyday_areas,
    practitioners_page,
)
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.people import NOON, OPERATOR, person
from tests.readings import published
from tests.register import AREAS, two_centres
from tests.statements import counted

EDIT = Permission.PLACE_EDIT


def path(session: Session, code: str) -> str:
    return session.execute(select(PlaceRow.path).where(PlaceRow.code == code)).scalar_one()


def test_the_tree_stands_in_order_with_centres_counted(session: Session) -> None:
    two_centres(session)
    nodes = area_tree(session, OPERATOR, EDIT)
    assert [(node.code, node.depth, node.centre_count) for node in nodes] == [
        ("YN", 0, 2),
        ("KM", 1, 2),
        ("PL", 2, 1),
        ("WH", 2, 1),
    ]


def test_a_branch_in_reach_is_seen_from_its_own_root(session: Session) -> None:
    _, b = two_centres(session)
    km = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({path(session, "KM")})))
    top = area_tree(session, km, EDIT)[0]
    assert (top.code, top.depth, top.parent_id) == (
        "KM",
        0,
        None,
    )
    only_b = person(Role.SYS_ADMIN, reach=Reach(centre_ids=frozenset({b})))
    assert [node.code for node in area_tree(session, only_b, EDIT)] == ["WH"]
    assert area_tree(session, person(Role.AUDITOR), EDIT) == ()


def test_centres_of_a_branch_in_pages(session: Session) -> None:
    two_centres(session)
    for n in range(30):
        new = NewCentre(f"P{n:02}", BilingualText("某", "Some"), "PL", "law_firm", ("legal_aid",))
        add_centre(session, OPERATOR, new, at=NOON)
    nodes = {node.code: node for node in area_tree(session, OPERATOR, EDIT)}
    with counted(session) as statements:
        first = centres_below(session, OPERATOR, nodes["KM"])
    assert len(statements) == 2
    assert [one.code for one in first] == ["A", "B", *(f"P{n:02}" for n in range(24))]
    rest = centres_below(session, OPERATOR, nodes["KM"], first[24].code)
    assert [one.code for one in rest] == [f"P{n:02}" for n in range(23, 30)]
    assert [one.code for one in centres_below(session, OPERATOR, nodes["WH"])] == ["B"]
    assert first[0].practitioner_count == 2
    assert first[0].areas == (AREAS["social_work"], AREAS["legal_aid"])
    wuhua = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({path(session, "WH")})))
    assert [one.code for one in centres_below(session, wuhua, nodes["KM"])] == ["B"]


def test_a_card_within_reach(session: Session) -> None:
    a, b = two_centres(session)
    card = centre_card(session, OPERATOR, a, EDIT)
    assert card is not None
    assert (card.code, card.kind, card.place.en) == ("A", "social_work_agency", "Panlong")
    assert list(card.areas) == ["social_work", "legal_aid"]
    manager = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({b})))
    assert centre_card(session, manager, a, Permission.PRACTITIONER_READ) is None
    assert centre_card(session, manager, b, Permission.PRACTITIONER_READ) is not None
    assert centre_card(session, manager, b, EDIT) is None
    assert centre_card(session, OPERATOR, 10**6, EDIT) is None


def test_workers_in_pages(session: Session) -> None:
    a, _ = two_centres(session)
    for n in range(28):
        new = NewPractitioner("A", f"X{n:02}", "legal_aid", date(2026, 1, 5))
        add_practitioner(session, OPERATOR, new, at=NOON)
    card = centre_card(session, OPERATOR, a, EDIT)
    assert card is not None
    first = practitioners_page(session, card)
    assert len(first) == 26
    rest = practitioners_page(session, card, first[24].code)
    codes = [line.code for line in (*first[:25], *rest)]
    assert codes == ["W1", "W2", *(f"X{n:02}" for n in range(28))]


def test_areas_of_everyday_rubrics_in_their_order(session: Session) -> None:
    two_centres(session)
    assert everyday_areas(session) == {}
    published(session, id="two", area="legal_aid")
    published(session, id="one", area="social_work")
    published(session, id="reference", area="psychological", hidden=True)
    found = everyday_areas(session)
    assert list(found.items()) == list(AREAS.items())[:2]


def test_an_area_of_a_retired_rubric_is_not_offered(session: Session) -> None:
    two_centres(session)
    version = published(session, area="legal_aid")
    session.execute(
        update(RubricVersionRow).where(RubricVersionRow.id == version).values(status="retired")
    )
    session.commit()
    assert everyday_areas(session) == {}


TODAY = date(2026, 3, 2)


def test_centres_to_choose_are_open_own_and_within_reach(session: Session) -> None:
    a, b = two_centres(session)
    both = centres_to_choose(session, OPERATOR, EDIT, TODAY)
    assert [(one.code, one.place.zh) for one in both] == [("A", "盘龙区"), ("B", "五华区")]
    wuhua = session.execute(select(PlaceRow.path).where(PlaceRow.code == "WH")).scalar_one()
    local = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({wuhua})))
    assert [one.code for one in centres_to_choose(session, local, EDIT, TODAY)] == ["B"]
    session.execute(update(CentreRow).where(CentreRow.id == a).values(closed_on=date(2026, 1, 1)))
    session.execute(update(CentreRow).where(CentreRow.id == b).values(source="elsewhere"))
    session.commit()
    assert centres_to_choose(session, OPERATOR, EDIT, TODAY) == ()


def test_no_place_is_no_tree(session: Session) -> None:
    assert area_tree(session, OPERATOR, EDIT) == ()
