import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.places import PlaceRow
from qa_app.services.places.add_place import NewPlace, add_place
from tests.people import NOON, OPERATOR, person
from tests.register import the_places

NAME = BilingualText("某地", "Some place")


def test_a_branch_is_a_prefix_of_its_paths(session: Session) -> None:
    made = the_places(session)
    rows = session.execute(select(PlaceRow.code, PlaceRow.path))
    paths = {row.code: row.path for row in rows}
    assert paths == {
        "YN": f"{made['YN']}/",
        "KM": f"{made['YN']}/{made['KM']}/",
        "PL": f"{made['YN']}/{made['KM']}/{made['PL']}/",
        "WH": f"{made['YN']}/{made['KM']}/{made['WH']}/",
    }
    entries = session.execute(select(JournalRow).where(JournalRow.action == "place:change"))
    assert [entry.object_id for entry in entries.scalars()] == [
        str(made[code]) for code in ("YN", "KM", "PL", "WH")
    ]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewPlace("X", NAME, "village", "PL"), "unknown_level"),
        (NewPlace("PL", NAME, "district", "KM"), "code_taken"),
        (NewPlace("X", NAME, "district", "YN"), "wrong_parent"),
        (NewPlace("X", NAME, "city", "PL"), "wrong_parent"),
        (NewPlace("X", NAME, "city", "nowhere"), "wrong_parent"),
        (NewPlace("X", NAME, "city", None), "wrong_parent"),
        (NewPlace("昆明", NAME, "province"), "not_a_code"),
        (NewPlace("", NAME, "province"), "not_a_code"),
        (NewPlace("X", BilingualText(" ", ""), "province"), "name_missing"),
    ],
)
def test_what_does_not_fit_the_tree_is_refused(session: Session, new: NewPlace, code: str) -> None:
    the_places(session)
    with pytest.raises(InvalidError) as refused:
        add_place(session, OPERATOR, new, at=NOON)
    assert refused.value.code == code
    assert session.execute(select(func.count()).select_from(PlaceRow)).scalar_one() == 4


def test_an_administrator_of_a_city_adds_below_it_only(session: Session) -> None:
    made = the_places(session)
    kunming = Reach(place_paths=frozenset({f"{made['YN']}/{made['KM']}/"}))
    admin = person(Role.SYS_ADMIN, reach=kunming)
    assert add_place(session, admin, NewPlace("X", NAME, "district", "KM"), at=NOON)
    for new in (NewPlace("Y", NAME, "city", "YN"), NewPlace("Z", NAME, "province")):
        with pytest.raises(InvalidError) as refused:
            add_place(session, admin, new, at=NOON)
        assert refused.value.code == "wrong_parent"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYS_ADMIN])
def test_no_other_role_changes_the_tree(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        add_place(session, person(role), NewPlace("YN", NAME, "province"), at=NOON)
    assert session.execute(select(func.count()).select_from(PlaceRow)).scalar_one() == 0
