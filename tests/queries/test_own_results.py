"""A caseworker's own results and sessions: theirs alone, and when a result becomes final."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.supervision import SessionType
from qa_app.models.supervision import SessionPersonRow
from qa_app.queries.own_results import own_results, sessions_taken_part_in
from tests.audits import ZONE, holidays
from tests.people import NOON
from tests.queries.test_today import audit, signed
from tests.sessions import DAY, Scene, a_scene, a_session, reference, some_files
from tests.statements import counted


@pytest.fixture
def scene(session: Session) -> Scene:
    """Files 1 to 4 are W1's, 5 and 6 W2's."""
    made = a_scene(session)
    some_files(session, made.centre, 4, practitioner_id=made.workers["W1"])
    some_files(session, made.centre, 2, start=5, practitioner_id=made.workers["W2"])
    return made


def worker(scene: Scene, code: str | None = "W1", centre: int | None = None) -> Actor:
    reach = Reach(centre_ids=frozenset({centre or scene.centre}))
    practitioner = None if code is None else scene.workers[code]
    return Actor(77, "worker", (Grant(Role.CASEWORKER, reach),), practitioner_id=practitioner)


def test_their_own_provisional_ones_first_and_newest_first(session: Session, scene: Scene) -> None:
    final = audit(session, scene, 1, state="signed", result_state="final", signed_at=NOON, band="A")
    old = signed(session, scene, 2, NOON - timedelta(days=2), stop_count=1, gate_count=2)
    new = signed(session, scene, 3, NOON - timedelta(days=1))
    signed(session, scene, 5, NOON)  # of another worker
    audit(session, scene, 4)  # a draft
    found = own_results(session, worker(scene), ZONE, 9)
    assert [one.audit_id for one in found] == [new, old, final]
    assert [one.is_final for one in found] == [False, False, True]
    assert (found[1].reference, found[1].red_lines, found[1].must_pass) == (reference(2), 1, 2)
    assert found[2].band == "A"
    assert found[2].answer_until is None
    assert len(own_results(session, worker(scene), ZONE, 2)) == 2


def test_nothing_without_a_practitioner_or_out_of_reach(session: Session, scene: Scene) -> None:
    signed(session, scene, 1, NOON)
    assert own_results(session, worker(scene, None), ZONE, 9) == ()
    assert own_results(session, worker(scene, "W9", scene.other_centre), ZONE, 9) == ()
    # the file is theirs, but they no longer work at its centre
    assert own_results(session, worker(scene, "W1", scene.other_centre), ZONE, 9) == ()
    assert own_results(session, Actor(77, "x"), ZONE, 9) == ()


def test_void_ones_are_no_results(session: Session, scene: Scene) -> None:
    audit(session, scene, 1, state="void", result_state="provisional", signed_at=NOON)
    assert own_results(session, worker(scene), ZONE, 9) == ()


def test_the_day_to_answer_is_unknown_without_a_holiday_table(
    session: Session, scene: Scene
) -> None:
    signed(session, scene, 1, datetime(2026, 3, 23, 4, tzinfo=UTC))
    (one,) = own_results(session, worker(scene), ZONE, 9)
    assert one.answer_until is None
    holidays(session)
    (one,) = own_results(session, worker(scene), ZONE, 9)
    assert one.answer_until == date(2026, 4, 7)  # see test_signing


def test_sessions_that_name_them(session: Session, scene: Scene) -> None:
    made = [
        a_session(
            session, scene, type=SessionType.INDIVIDUAL, rubric_version_id=None, planned_on=on
        )
        for on in (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2))
    ]
    for number, code in ((0, "W1"), (1, "W2"), (2, "W1")):
        session.execute(
            insert(SessionPersonRow).values(
                session_id=made[number], practitioner_id=scene.workers[code]
            )
        )
    session.commit()
    assert sessions_taken_part_in(session, worker(scene), DAY) == {made[0], made[2]}
    assert sessions_taken_part_in(session, worker(scene), DAY + timedelta(days=1)) == {made[2]}
    assert sessions_taken_part_in(session, worker(scene, None), DAY) == frozenset()


def test_queries_do_not_grow_with_files(session: Session, scene: Scene) -> None:
    signed(session, scene, 1, NOON)
    own_results(session, worker(scene), ZONE, 9)  # versions are kept once read
    session.rollback()  # each count begins a transaction, as a request does
    with counted(session) as few:
        own_results(session, worker(scene), ZONE, 9)
    for number in (2, 3, 4):
        signed(session, scene, number, NOON)
    with counted(session) as many:
        own_results(session, worker(scene), ZONE, 9)
    assert len(many) == len(few)
