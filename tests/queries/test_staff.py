from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Reach, Role
from qa_app.domain.permissions import Permission
from qa_app.models.accounts import AccountRow
from qa_app.queries.staff import account_as_actor, people_with, staff_of
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from tests.people import NOON, OPERATOR
from tests.sessions import CHEAP, a_scene


def test_an_account_stands_for_its_person(session: Session) -> None:
    scene = a_scene(session)
    found = account_as_actor(session, scene.reader.account_id or 0)
    assert found is not None
    assert (found.name, found.practitioner_id) == ("reader", scene.workers["W5"])
    (grant,) = found.grants
    assert (grant.role, grant.reach) == (Role.AUDITOR, Reach(centre_ids=frozenset({scene.centre})))
    assert account_as_actor(session, 10**9) is None


def test_a_disabled_account_stands_for_nobody(session: Session) -> None:
    scene = a_scene(session)
    session.execute(
        update(AccountRow).where(AccountRow.id == scene.reader.account_id).values(is_active=False)
    )
    session.commit()
    assert account_as_actor(session, scene.reader.account_id or 0) is None


def test_people_with_a_right_wherever_they_have_it(session: Session) -> None:
    a_scene(session)
    found = people_with(session, Permission.RUBRIC_PUBLISH)
    assert [one.name for one in found] == ["far", "lead"]
    assert people_with(session, Permission.ACCOUNT_MANAGE) == ()


def test_staff_are_those_whose_reach_covers_the_centre(session: Session) -> None:
    scene = a_scene(session)
    grants = (NewGrant(Role.SENIOR_SUPERVISOR, "KM"), NewGrant(Role.AUDITOR, None, "A"))
    add_account(
        session,
        OPERATOR,
        NewAccount("city", "city", "four unrelated words here", grants),
        CHEAP,
        at=NOON,
    )
    path = "1/2/3/"
    readers = staff_of(session, Permission.AUDIT_SCORE, scene.centre, path)
    assert [one.name for one in readers] == ["city", "lead", "reader"]
    planners = staff_of(session, Permission.SESSION_PLAN, scene.centre, path)
    assert [one.name for one in planners] == ["city", "lead"]
    elsewhere = staff_of(session, Permission.SESSION_PLAN, scene.other_centre, "9/8/7/")
    assert [one.name for one in elsewhere] == ["far"]
