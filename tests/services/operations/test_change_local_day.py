"""Local days off are entered once, by who keeps the table, and plans and series keep them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import NeedOnDay
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.domain.plan_rules import PlanRule
from qa_app.domain.text import BilingualText
from qa_app.models.journal import JournalRow
from qa_app.models.local_days import LocalDayRow
from qa_app.models.places import PlaceRow
from qa_app.queries.holidays import marked_days
from qa_app.queries.local_days import closed_days, local_days
from qa_app.services.operations.change_local_day import LocalDayChange, change_local_day
from qa_app.services.supervision.put_on_day import put_on_day
from tests.month_plans import TODAY, ZONE, Branch, a_branch, plan_of, proposed_month
from tests.people import NOON, OPERATOR, person
from tests.series import a_series, on_day, terms

NAME = BilingualText("泼水节", "Water-Splashing Festival")
FRIDAY = date(2026, 3, 27)


@pytest.fixture
def branch(session: Session) -> Branch:
    return a_branch(session)


def enter(session: Session, code: str = "PL", on: date = FRIDAY, **more: object) -> bool:
    values = {"is_centre": False, "name": NAME, **more}
    change = LocalDayChange(code, on=on, **values)  # type: ignore[arg-type]
    done = change_local_day(session, OPERATOR, change, at=NOON)
    session.rollback()
    return done


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(LocalDayRow)) or 0


def test_a_branch_and_a_centre_are_closed(session: Session, branch: Branch) -> None:
    a, b = branch.scene.centre, branch.scene.other_centre
    assert enter(session)
    assert enter(session, "B", date(2026, 3, 30), is_centre=True)
    found = closed_days(session, [a, b], TODAY, date(2026, 4, 30))
    assert found == {a: {FRIDAY}, b: {date(2026, 3, 30)}}
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.centre_id) == ("holiday:local", b)
    session.rollback()
    assert [(one.code, one.is_centre) for one in local_days(session, OPERATOR, TODAY)] == [
        ("PL", False),
        ("B", True),
    ]
    told = marked_days(session, "CN", FRIDAY, FRIDAY, a).days[FRIDAY]
    assert (told.is_working, told.name) == (False, NAME)
    assert marked_days(session, "CN", FRIDAY, FRIDAY, b).days == {}


def test_entered_twice_is_once_and_another_name_is_told(session: Session, branch: Branch) -> None:
    assert enter(session)
    assert not enter(session)
    with pytest.raises(ConflictError, match="day_taken"):
        enter(session, name=BilingualText("别的", ""))
    session.rollback()
    assert enter(session, is_removed=True)
    with pytest.raises(ConflictError, match="day_gone"):
        enter(session, is_removed=True)
    assert count(session) == 0


def test_bad_input_out_of_reach_and_not_allowed(session: Session, branch: Branch) -> None:
    for more, code in (
        ({"name": BilingualText("", "")}, "no_name"),
        ({"name": BilingualText("很" * 61, "")}, "long_name"),
    ):
        with pytest.raises(InvalidError, match=code):
            enter(session, **more)
    for more in ({"code": "NOWHERE"}, {"code": "PL", "is_centre": True}):
        with pytest.raises(OutOfReachError):
            enter(session, **more)
    with pytest.raises(NotAllowedError):
        change_local_day(
            session, person(Role.AUDITOR), LocalDayChange("PL", False, FRIDAY, NAME), at=NOON
        )
    assert count(session) == 0


def test_the_plan_keeps_to_it_and_a_person_is_told(session: Session, branch: Branch) -> None:
    days = [TODAY + timedelta(days=one) for one in range(9) if (TODAY.weekday() + one) % 7 < 5]
    for day in days:
        if day != FRIDAY:
            enter(session, on=day)
    plan = plan_of(session, branch, proposed_month(session, branch))
    of_a = [one for one in plan.lines if one.need.centre_id == branch.scene.centre]
    # the one day on which the branch is open
    assert {one.day for one in of_a} <= {FRIDAY}
    assert of_a
    lead = branch.account(branch.lead)
    wanted = NeedOnDay("centre", branch.scene.centre, date(2026, 3, 31), days[1], lead)
    with pytest.raises(InvalidError, match="rules_bend") as fault:
        put_on_day(session, branch.lead, wanted, ZONE, at=NOON)
    assert PlanRule.LOCAL_DAY_OFF in fault.value.params["rules"]


def test_a_series_goes_to_the_next_day_that_is_open(session: Session, branch: Branch) -> None:
    thursday = date(2026, 4, 9)
    enter(session, "A", thursday, is_centre=True)
    made = a_series(session, branch.scene)
    assert terms(branch.scene).starts_on <= thursday
    assert on_day(session, made, thursday + timedelta(days=1)).series_on == thursday


def test_an_administrator_of_a_district_closes_nothing_beyond_it(
    session: Session, branch: Branch
) -> None:
    path = session.scalars(select(PlaceRow.path).where(PlaceRow.code == "PL")).one()
    keeper = person(Role.SYS_ADMIN, reach=Reach(place_paths=frozenset({path})))
    session.rollback()
    for code, is_centre in (("KM", False), ("WH", False), ("B", True)):
        change = LocalDayChange(code, is_centre, FRIDAY, NAME)
        with pytest.raises(OutOfReachError):
            change_local_day(session, keeper, change, at=NOON)
        session.rollback()
    for code, is_centre in (("PL", False), ("A", True)):
        change = LocalDayChange(code, is_centre, FRIDAY, NAME)
        assert change_local_day(session, keeper, change, at=NOON)
        assert not change_local_day(session, keeper, change, at=NOON)
        session.rollback()
    enter(session, "B", is_centre=True)
    found = local_days(session, keeper, TODAY)
    assert [(one.code, one.where.en) for one in found] == [("PL", "Panlong"), ("A", "Centre A")]
