from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionType
from qa_app.models.places import PractitionerRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.models.worker_rows import WorkerPostRow
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.places.end_practitioner import end_practitioner
from qa_app.services.supervision.move_session import move_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR, person
from tests.register import two_centres
from tests.sessions import DAY, a_scene, a_session


@pytest.fixture
def worker(session: Session) -> int:
    two_centres(session)
    found = select(PractitionerRow.id).where(PractitionerRow.code == "W1")
    return session.execute(found).scalar_one()


def ended_on(session: Session, worker: int) -> date | None:
    query = select(PractitionerRow.ended_on).where(PractitionerRow.id == worker)
    return session.execute(query).scalar_one()


def test_leaving_and_coming_back(session: Session, worker: int) -> None:
    end_practitioner(session, OPERATOR, worker, date(2026, 3, 1), ZONE, at=NOON)
    assert ended_on(session, worker) == date(2026, 3, 1)
    end_practitioner(session, OPERATOR, worker, None, ZONE, at=NOON)
    assert ended_on(session, worker) is None


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_of_two_at_once_each_ends_what_the_other_began(
    engine: Engine, session: Session, worker: int
) -> None:
    session.rollback()

    def leave(days: int) -> None:
        with Session(engine, info=dict(session.info)) as own:
            start.wait()
            last = date(2026, 3, 1) + timedelta(days=days)
            end_practitioner(own, OPERATOR, worker, last, ZONE, at=NOON)

    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(leave, days) for days in (0, 0, 1, 2, 3, 4, 5, 5)]:
            one.result()
    stands = WorkerPostRow.practitioner_id == worker, WorkerPostRow.ended_at.is_(None)
    (last,) = session.scalars(select(WorkerPostRow.left_on).where(*stands)).all()
    assert last == ended_on(session, worker)


def test_nobody_leaves_before_they_came(session: Session, worker: int) -> None:
    end_practitioner(session, OPERATOR, worker, date(2025, 1, 6), ZONE, at=NOON)
    with pytest.raises(InvalidError):
        end_practitioner(session, OPERATOR, worker, date(2025, 1, 5), ZONE, at=NOON)
    assert ended_on(session, worker) == date(2025, 1, 6)


def test_out_of_reach_unknown_and_not_allowed(session: Session, worker: int) -> None:
    elsewhere = person(Role.SYS_ADMIN, reach=Reach(centre_ids=frozenset({10**6})))
    for actor, who in ((elsewhere, worker), (OPERATOR, 10**6)):
        with pytest.raises(OutOfReachError):
            end_practitioner(session, actor, who, date(2026, 3, 1), ZONE, at=NOON)
    with pytest.raises(NotAllowedError):
        end_practitioner(
            session, person(Role.CENTRE_MANAGER), worker, date(2026, 3, 1), ZONE, at=NOON
        )
    assert ended_on(session, worker) is None


def expected(session: Session, session_id: int) -> list[int]:
    session.rollback()
    query = select(SessionPersonRow.practitioner_id).where(
        SessionPersonRow.session_id == session_id
    )
    return list(session.scalars(query.order_by(SessionPersonRow.practitioner_id)))


def test_who_leaves_is_expected_at_no_later_session(session: Session) -> None:
    scene = a_scene(session)
    one, two = scene.workers["W1"], scene.workers["W2"]
    plain = {"rubric_version_id": None, "files_wanted": 0}
    before, alone, both = (
        a_session(session, scene, type=fine, planned_on=day, people=people, **plain)
        for fine, day, people in (
            (SessionType.INDIVIDUAL, date(2026, 4, 1), (one,)),
            (SessionType.INDIVIDUAL, date(2026, 4, 9), (one,)),
            (SessionType.GROUP, date(2026, 4, 9), (one, two)),
        )
    )
    end_practitioner(session, OPERATOR, one, date(2026, 4, 1), ZONE, at=NOON)
    assert (expected(session, before), expected(session, both)) == ([one], [two])
    withdrawn = session.get_one(SupervisionSessionRow, alone)
    assert (withdrawn.state, withdrawn.cancel_reason) == ("cancelled", "person_left")
    session.rollback()
    assert checked_session_totals(session) == ()


def test_what_they_missed_in_post_stays_owed(session: Session) -> None:
    scene = a_scene(session)
    one = scene.workers["W1"]
    made = a_session(
        session,
        scene,
        type=SessionType.GROUP,
        people=(one,),
        rubric_version_id=None,
        files_wanted=0,
    )
    move = Move(SessionDay(DAY), SessionDay(date(2026, 5, 20)), MoveReason.UNIT_ASKED)
    in_may = datetime(2026, 5, 6, 4, tzinfo=UTC)
    move_session(session, scene.supervisor, made, move, ZONE, at=in_may)
    end_practitioner(session, OPERATOR, one, date(2026, 5, 10), ZONE, at=in_may)
    assert expected(session, made) == [one]
