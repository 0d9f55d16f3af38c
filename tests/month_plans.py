"""A branch with something due: two centres, a lead over the city, a second one beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.models.places import PlaceRow
from qa_app.models.sessions import keep_session
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.month_plans import MonthPlan, plan_within
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.supervision.propose_month import MonthWanted, propose_month
from tests.audits import ZONE
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.sessions import CHEAP, Scene, a_scene

TODAY = date(2026, 3, 23)
"""A Monday, the day of NOON."""
PASSWORD = "four unrelated words here"
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
__all__ = ["ZONE"]


@dataclass(frozen=True)
class Branch:
    """Ids and people.

    Attributes:
        scene: Centre A with W1 and W2 in Panlong, centre B with W9 in Wuhua.
        city: Node of Kunming, to which both belong.
        lead: Supervises the city.
        second: Supervises the city as well.
        district: Supervises Panlong only.
    """

    scene: Scene
    city: int
    panlong: int
    lead: Actor
    second: Actor
    district: Actor

    def account(self, actor: Actor) -> int:
        return actor.account_id or 0


@kept
def a_branch(session: Session, **more: str) -> Branch:
    scene = a_scene(session)
    present = clock.today(ZONE).year
    years = sorted({2026, 2027, present, present + 1})
    day = {year: (date(year, 1, 1), False, "元旦", "New Year") for year in years}
    tables = [HolidayYear("CN", year, (day[year],)) for year in years]
    load_holidays(session, OPERATOR, tables, at=NOON)
    paths = {row.code: (row.id, row.path) for row in session.query(PlaceRow)}
    session.rollback()
    lead, second, district = (
        _someone(session, name, place, paths[place][1], **more)
        for name, place in (("city", "KM"), ("city2", "KM"), ("district", "PL"))
    )
    return Branch(scene, paths["KM"][0], paths["PL"][0], lead, second, district)


def _someone(session: Session, name: str, place: str, path: str, **more: str) -> Actor:
    new = NewAccount(
        name, name, more.get("password", PASSWORD), (NewGrant(Role.SENIOR_SUPERVISOR, place, None),)
    )
    account_id = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    reach = Reach(place_paths=frozenset({path}))
    return Actor(account_id, name, (Grant(Role.SENIOR_SUPERVISOR, reach),))


def held(
    session: Session,
    centre: int,
    supervisor: int,
    on: date,
    people: tuple[int, ...] = (),
    fine: SessionType = SessionType.FIELD_SUPPORT_VISIT,
    state: SessionState = SessionState.HELD,
) -> int:
    values = {
        "centre_id": centre,
        "type": fine.value,
        "planned_on": on,
        "supervisor_id": supervisor,
    }
    made = keep_session(session, values, people, supervisor, NOON)
    session.query(SupervisionSessionRow).filter_by(id=made).update({"state": state.value})
    session.commit()
    return made


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def add_row(session: Session, table: type, **values: object) -> None:
    session.execute(insert(table).values(**values))
    session.commit()


def proposed_month(session: Session, branch: Branch) -> int:
    wanted = MonthWanted(branch.city, MARCH)
    return propose_month(session, branch.lead, wanted, ZONE, at=NOON)


def plan_of(session: Session, branch: Branch, plan_id: int) -> MonthPlan:
    session.rollback()
    found = plan_within(session, branch.lead, plan_id)
    session.rollback()
    assert found is not None
    return found
