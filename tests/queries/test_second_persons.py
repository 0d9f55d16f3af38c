from sqlalchemy.orm import Session

from qa_app.domain.people import NewGrant, Role
from qa_app.queries.second_persons import second_persons
from qa_app.services.standards.start_rubric_draft import NewDraft, start_rubric_draft
from tests.agreements import account
from tests.builders import LIBRARY, a_file
from tests.people import NOON
from tests.sessions import a_scene

EVERYWHERE = {"region": "CN"}
LEAD = NewGrant(Role.SENIOR_SUPERVISOR, "KM")
"""The city in which both centres of the scene lie."""


def test_nobody_is_the_second_where_nobody_else_reaches_all_centres(session: Session) -> None:
    assert second_persons(session, "sample", EVERYWHERE, None) == ()
    a_scene(session)  # two senior supervisors, each of a centre: neither could publish it
    assert second_persons(session, "sample", EVERYWHERE, None) == ()
    account(session, "city", LEAD)
    assert second_persons(session, "sample", EVERYWHERE, None) == ("city",)


def test_one_alone_is_no_second(session: Session) -> None:
    a_scene(session)
    session.connection().exec_driver_sql("DELETE FROM role_grant WHERE role = 'senior_supervisor'")
    account(session, "city", LEAD)
    assert second_persons(session, "sample", EVERYWHERE, None) == ()


def test_whoever_wrote_the_open_draft_is_no_second(session: Session) -> None:
    a_scene(session)
    first = account(session, "first", LEAD)
    account(session, "second", LEAD)
    assert second_persons(session, "own", EVERYWHERE, None) == ("first", "second")
    start_rubric_draft(session, first, NewDraft(plain=a_file(id="own")), LIBRARY, at=NOON)
    assert second_persons(session, "own", EVERYWHERE, None) == ("second",)
    assert second_persons(session, "other", EVERYWHERE, None) == ("first", "second")
