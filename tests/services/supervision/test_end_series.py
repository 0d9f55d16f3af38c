from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import CancelReason, SessionState
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.session_totals import SessionMonthRow
from qa_app.queries.session_recount import checked_session_totals
from qa_app.services.supervision.end_series import end_series
from qa_app.services.supervision.extend_series import extend_series
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.series import a_series, on_day, planned
from tests.sessions import Scene, a_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_what_was_to_come_is_withdrawn_and_today_stays(session: Session, scene: Scene) -> None:
    today = date(2026, 3, 23)
    made = a_series(session, scene, rule="FREQ=WEEKLY", starts_on=today)
    assert len(planned(session, made)) == 14
    assert end_series(session, scene.supervisor, made, 1, ZONE, at=NOON) == 13
    assert planned(session, made) == [today]
    assert session.get_one(SessionSeriesRow, made).state == "ended"
    assert extend_series(session, OPERATOR, ZONE, at=NOON).added == 0


def test_not_twice_not_by_an_old_page_not_from_elsewhere(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            end_series(session, actor, made, 1, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="series_changed_meanwhile"):
        end_series(session, scene.supervisor, made, 2, ZONE, at=NOON)
    session.rollback()
    end_series(session, scene.supervisor, made, 1, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="series_ended"):
        end_series(session, scene.supervisor, made, 2, ZONE, at=NOON)


def month_of_worker(session: Session, month: date) -> list[tuple[int, int, int]]:
    session.rollback()
    query = select(SessionMonthRow).where(
        SessionMonthRow.scope == "practitioner", SessionMonthRow.month == month
    )
    return [(one.due, one.held, one.cancelled) for one in session.scalars(query)]


@pytest.mark.parametrize("way", ["cancelled", "moved"])
def test_what_was_missed_and_put_off_stays_owed(session: Session, scene: Scene, way: str) -> None:
    made = a_series(
        session,
        scene,
        people=(scene.workers["W1"],),
        rule="FREQ=MONTHLY;BYMONTHDAY=-1",
        starts_on=date(2026, 4, 30),
    )
    missed, supervisor = on_day(session, made, date(2026, 4, 30)).id, scene.supervisor
    session.rollback()
    in_may, new_day = datetime(2026, 5, 6, 4, tzinfo=UTC), date(2026, 5, 20)
    if way == "cancelled":
        travel = SessionSettlement(SessionState.CANCELLED, CancelReason.TRAVEL, new_day)
        settle_session(session, supervisor, missed, travel, ZONE, at=in_may)
    else:
        seen, wanted = SessionDay(date(2026, 4, 30)), SessionDay(new_day)
        asked = Move(seen, wanted, MoveReason.UNIT_ASKED)
        move_session(session, supervisor, missed, asked, ZONE, at=in_may)
    april = [(1, 0, int(way == "cancelled"))]
    assert month_of_worker(session, date(2026, 4, 1)) == april
    end_series(session, supervisor, made, 1, ZONE, at=in_may)
    assert planned(session, made) == [new_day]
    assert month_of_worker(session, date(2026, 4, 1)) == april
    assert checked_session_totals(session) == ()
