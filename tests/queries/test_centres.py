"""The register of centres: within reach, by name, page after page."""

from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.people import Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.centres import (
    CentreFilter,
    area_names,
    centre_head,
    centres_page,
    count_centres,
    place_choices,
)
from qa_app.services.places.add_centre import NewCentre, add_centre
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.statements import counted

SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
TODAY = date(2026, 3, 23)
ALL = CentreFilter()


def more_centres(session: Session, count: int) -> None:
    for number in range(count):
        name = BilingualText(f"站点{number:02}", f"Station {number:02}")
        new = NewCentre(f"S{number:02}", name, "PL", "social_work_agency", ("social_work",))
        add_centre(session, OPERATOR, new, at=NOON)


def names(session: Session, wanted: CentreFilter, actor=SUPERVISOR) -> list[str]:
    return [one.name.en for one in centres_page(session, actor, wanted)]


def test_names_are_found_in_both_languages_and_codes(session: Session) -> None:
    two_centres(session)
    assert names(session, ALL) == ["Centre A", "Centre B"]
    assert names(session, CentreFilter("心甲")) == ["Centre A"]
    assert names(session, CentreFilter("centre b")) == ["Centre B"]
    assert names(session, CentreFilter("b")) == ["Centre B"]
    assert names(session, CentreFilter("%")) == []
    assert names(session, CentreFilter("_")) == []
    assert count_centres(session, SUPERVISOR, CentreFilter("心")) == 2


@pytest.mark.both_databases
def test_letters_in_a_chinese_name_are_found_in_either_size(session: Session) -> None:
    two_centres(session)
    name = BilingualText("YN联合中心", "Joint centre")
    new = NewCentre("J01", name, "PL", "social_work_agency", ("social_work",))
    add_centre(session, OPERATOR, new, at=NOON)
    assert names(session, CentreFilter("yn联")) == names(session, CentreFilter("YN联"))
    assert names(session, CentreFilter("yn联")) == ["Joint centre"]


def test_lists_are_narrowed_by_place_and_area(session: Session) -> None:
    two_centres(session)
    places = {one.name.en: one.id for one in place_choices(session, SUPERVISOR, 2)}
    assert names(session, CentreFilter(place_id=places["Kunming"])) == ["Centre A", "Centre B"]
    assert names(session, CentreFilter(place_id=places["Wuhua"])) == ["Centre B"]
    assert names(session, CentreFilter(place_id=10**9)) == []
    assert names(session, CentreFilter(area="social_work")) == ["Centre A"]
    assert names(session, CentreFilter(area="none")) == []


def test_pages_follow_each_other_without_a_gap(session: Session) -> None:
    two_centres(session)
    more_centres(session, 27)
    first = centres_page(session, SUPERVISOR, ALL)
    assert len(first) == 26
    last = first[24]
    second = centres_page(session, SUPERVISOR, ALL, (last.place_code, last.code))
    # Panlong before Wuhua: centre A and the stations there come first, centre B last
    assert [one.name.en for one in second] == [
        "Station 24",
        "Station 25",
        "Station 26",
        "Centre B",
    ]
    assert count_centres(session, SUPERVISOR, ALL) == 29


def test_nobody_sees_a_centre_out_of_reach(session: Session) -> None:
    a, b = two_centres(session)
    manager = person(Role.CENTRE_MANAGER, reach=Reach(centre_ids=frozenset({b})))
    assert names(session, ALL, manager) == ["Centre B"]
    assert count_centres(session, manager, ALL) == 1
    assert centre_head(session, manager, a, TODAY) is None
    assert [one.name.en for one in place_choices(session, manager, None)] == ["Wuhua"]
    assert [one.name.en for one in place_choices(session, manager, 2)] == ["Wuhua"]
    judge = person(Role.JUDICIAL_READER)
    assert names(session, ALL, judge) == []
    assert centre_head(session, judge, a, TODAY) is None


def test_places_go_down_step_by_step(session: Session) -> None:
    two_centres(session)
    steps = [
        [(one.name.en, one.depth) for one in place_choices(session, SUPERVISOR, place)]
        for place in (None, 1, 2)
    ]
    assert steps == [
        [("Yunnan", 0)],
        [("Yunnan", 0), ("Kunming", 1)],
        # in order of their Chinese names: Pánlóng before Wǔhuá
        [("Yunnan", 0), ("Kunming", 1), ("Panlong", 2), ("Wuhua", 2)],
    ]
    district = person(Role.SENIOR_SUPERVISOR, reach=Reach(place_paths=frozenset({"1/2/3/"})))
    assert [one.name.en for one in place_choices(session, district, None)] == ["Panlong"]


def test_the_head_names_place_areas_and_the_next_session(session: Session) -> None:
    a, _ = two_centres(session)
    for day, state in ((20, "planned"), (24, "cancelled"), (30, "planned"), (31, "planned")):
        session.execute(
            insert(SupervisionSessionRow).values(
                centre_id=a,
                type="group",
                planned_on=date(2026, 3, day),
                supervisor_id=_an_account(session),
                state=state,
                files_wanted=0,
                created_at=NOON,
            )
        )
    session.commit()
    head = centre_head(session, SUPERVISOR, a, TODAY)
    assert head is not None
    assert [place.en for place in head.places] == ["Yunnan", "Kunming", "Panlong"]
    assert [code for code, _ in head.areas] == ["social_work", "legal_aid"]
    assert head.next_session is not None
    assert head.next_session[1] == date(2026, 3, 30)
    assert centre_head(session, SUPERVISOR, 10**9, TODAY) is None


def test_areas_come_in_the_order_of_the_register(session: Session) -> None:
    two_centres(session)
    codes = [code for code, _ in area_names(session)]
    assert codes.index("social_work") < codes.index("legal_aid") < codes.index("psychological")


def test_a_page_costs_two_statements_however_long_the_register(session: Session) -> None:
    two_centres(session)
    counts = []
    for more in (0, 30):
        more_centres(session, more)
        with counted(session) as seen:
            centres_page(session, SUPERVISOR, ALL)
        counts.append(len(seen))
    assert counts == [2, 2]


def _an_account(session: Session) -> int:
    from sqlalchemy import select

    from qa_app.models.accounts import AccountRow
    from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
    from tests.web.conftest import CHEAP, PASSWORD

    found = session.execute(select(AccountRow.id)).scalar()
    if found is not None:
        return found
    session.rollback()
    new = NewAccount("duda", "督导甲", PASSWORD, (NewGrant(Role.SENIOR_SUPERVISOR),))
    return add_account(session, OPERATOR, new, CHEAP, at=NOON)
