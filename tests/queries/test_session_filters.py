from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.session_standing import Standing, standing_of
from qa_app.domain.supervision import CancelReason, SessionState, SessionType
from qa_app.queries.session_filters import SessionFilter, filter_people
from qa_app.queries.supervision import session_head, sessions_between
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.sessions import DAY, Scene, a_scene, a_session
from tests.statements import counted

APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def talk(session: Session, scene: Scene, **fields: object) -> int:
    values = {"type": SessionType.INDIVIDUAL, "rubric_version_id": None, "files_wanted": 0}
    return a_session(session, scene, **{**values, **fields})


def test_people_are_those_of_sessions_and_centres_within_reach(
    session: Session, scene: Scene
) -> None:
    talk(session, scene)
    lead = (scene.supervisor.account_id, "lead")
    found = filter_people(session, scene.supervisor, None)
    assert (found.supervisors, found.practitioners) == ((lead,), ())
    codes = [code for _, code in filter_people(session, OPERATOR, scene.centre).practitioners]
    assert codes == sorted(codes)
    assert "W1" in codes
    worker = scene.workers["W1"]
    named = filter_people(session, scene.supervisor, None, practitioner_id=worker)
    assert named.practitioners == ((worker, "W1"),)
    far = filter_people(session, scene.elsewhere, None, practitioner_id=worker)
    assert (far.supervisors, far.practitioners) == ((), ())


def test_each_question_narrows_and_all_together_too(session: Session, scene: Scene) -> None:
    worker = scene.workers["W1"]
    named = talk(session, scene, people=(worker,))
    group = talk(session, scene, type=SessionType.GROUP)

    def ids(**asked: object) -> list[int]:
        only = SessionFilter(**asked)  # type: ignore[arg-type]
        return [one.id for one in sessions_between(session, OPERATOR, *APRIL, only=only)]

    assert ids() == [named, group]
    assert ids(practitioner_id=worker) == [named]
    assert ids(type=SessionType.GROUP) == [group]
    assert ids(supervisor_id=scene.supervisor.account_id) == [named, group]
    assert ids(supervisor_id=scene.reader.account_id) == []
    assert ids(centre_id=scene.centre, type=SessionType.GROUP, practitioner_id=worker) == []


def test_a_cancelled_session_counts_as_missed_until_the_end_of_its_chain_is_held(
    session: Session, scene: Scene
) -> None:
    def put_off(one: int, day: date) -> int:
        what = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, day)
        return settle_session(session, scene.supervisor, one, what, ZONE, at=NOON) or 0

    first = talk(session, scene)
    last = put_off(put_off(first, date(2026, 4, 16)), date(2026, 3, 23))

    def standings() -> list[Standing]:
        session.rollback()
        with counted(session) as statements:
            found = sessions_between(session, OPERATOR, date(2026, 3, 1), APRIL[1])
        assert len(statements) == 3
        return [standing_of(one.course, date(2026, 4, 2)) for one in found]

    assert standings() == [Standing.MISSED, Standing.MISSED, Standing.MISSED]
    held = SessionSettlement(SessionState.HELD)
    settle_session(session, scene.supervisor, last, held, ZONE, at=NOON)
    assert standings() == [Standing.HELD, Standing.MADE_UP, Standing.MADE_UP]
    head = session_head(session, OPERATOR, first)
    assert head is not None
    assert head.line.course.replacement is Standing.HELD
    assert head.line.planned_on == DAY
