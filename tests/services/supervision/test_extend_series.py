from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionState
from qa_app.models.accounts import AccountRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.supervision import SessionPersonRow
from qa_app.services.supervision.extend_series import Extended, extend_series
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.series import START, a_series, a_table, on_day, planned
from tests.sessions import Scene, a_scene

HELD = SessionSettlement(SessionState.HELD)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    a_table(session)
    return made


def extend(session: Session, at: datetime, zone: str = ZONE) -> Extended:
    session.rollback()
    return extend_series(session, OPERATOR, zone, at=at)


def test_a_week_later_one_more_and_then_none(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    week = datetime(2026, 4, 9, 4, tzinfo=UTC)
    assert extend(session, week) == Extended(1, ())
    assert planned(session, made)[-1] == date(2026, 7, 9)
    rows = session.scalar(select(func.count()).select_from(JournalRow))
    assert extend(session, week) == Extended(0, ())
    # a run that finds nothing to do leaves no trace
    assert session.scalar(select(func.count()).select_from(JournalRow)) == rows


def test_a_clock_set_back_takes_nothing_away(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    first = on_day(session, made, START).id
    settle_session(
        session, scene.supervisor, first, HELD, ZONE, at=datetime(2026, 4, 2, 4, tzinfo=UTC)
    )
    before = planned(session, made)
    assert extend(session, datetime(2026, 1, 5, 4, tzinfo=UTC)) == Extended(0, ())
    assert planned(session, made) == before
    assert planned(session, made, "held") == [START]


def test_days_that_went_by_without_a_run_show_as_missed(session: Session, scene: Scene) -> None:
    made = a_series(session, scene, rule="FREQ=WEEKLY;BYDAY=TH;COUNT=20")
    assert len(planned(session, made)) == 14
    assert extend(session, datetime(2026, 12, 1, 4, tzinfo=UTC)) == Extended(6, ())
    assert len(planned(session, made)) == 20


def test_the_next_one_is_counted_from_the_last_one_held(session: Session, scene: Scene) -> None:
    made = a_series(session, scene, rule=None, months_after=1, starts_on=date(2026, 3, 31))
    at = datetime(2026, 3, 31, 4, tzinfo=UTC)
    assert extend(session, at) == Extended(0, ())
    first = on_day(session, made, date(2026, 3, 31)).id
    settle_session(session, scene.supervisor, first, HELD, ZONE, at=at)
    # 30 April: a month on from the 31st of a longer one
    assert extend(session, at) == Extended(1, ())
    assert extend(session, at) == Extended(0, ())
    row = on_day(session, made, date(2026, 4, 30))
    assert (row.due_on, row.series_on) == (date(2026, 4, 30), date(2026, 4, 30))


def test_people_who_left_are_not_expected(session: Session, scene: Scene) -> None:
    worker = scene.workers["W1"]
    made = a_series(session, scene, people=(worker,))
    session.execute(
        update(PractitionerRow).where(PractitionerRow.id == worker).values(ended_on=START)
    )
    session.commit()
    extend(session, datetime(2026, 4, 9, 4, tzinfo=UTC))
    last = on_day(session, made, date(2026, 7, 9)).id
    named = select(func.count()).where(SessionPersonRow.session_id == last)
    assert session.scalar(named) == 0


def test_a_closed_centre_lets_it_run_out_and_a_leader_who_left_is_named(
    session: Session, scene: Scene
) -> None:
    made = a_series(session, scene)
    closes = update(CentreRow).where(CentreRow.id == scene.centre)
    session.execute(closes.values(closed_on=date(2026, 7, 5)))
    session.commit()
    week = datetime(2026, 4, 9, 4, tzinfo=UTC)
    assert extend(session, week) == Extended(0, ())
    session.execute(closes.values(closed_on=None))
    leaves = update(AccountRow).where(AccountRow.id == scene.supervisor.account_id)
    session.execute(leaves.values(is_active=False))
    session.commit()
    assert extend(session, week) == Extended(0, (made,))


def test_the_horizon_follows_the_local_day_also_when_the_clock_changes(
    session: Session, scene: Scene
) -> None:
    # in New York, 1 November 2026 has 25 hours; the run is at 23:30 and, 30 minutes on, at 00:00
    made = a_series(session, scene, starts_on=date(2026, 8, 6))
    count = len(planned(session, made))
    zone = "America/New_York"
    first_needed = date(2026, 8, 6) + timedelta(days=98)  # Thursday 12 November
    day = first_needed - timedelta(days=92)
    assert day == date(2026, 8, 12)
    late = datetime(2026, 8, 12, 3, 59, tzinfo=UTC)  # 23:59 on the 11th
    assert extend(session, late, zone).added == 0
    assert extend(session, late + timedelta(minutes=1), zone).added == 1
    assert planned(session, made)[-1] == first_needed
    assert len(planned(session, made)) == count + 1


def test_a_series_goes_on_when_its_first_session_was_held_before_its_day(
    session: Session, scene: Scene
) -> None:
    made = a_series(session, scene, rule=None, months_after=1, starts_on=date(2026, 4, 30))
    first = on_day(session, made, date(2026, 4, 30)).id
    session.rollback()
    held_on = date(2026, 3, 24)
    move = Move(SessionDay(date(2026, 4, 30)), SessionDay(held_on), MoveReason.UNIT_ASKED)
    move_session(session, scene.supervisor, first, move, ZONE, at=NOON)
    then = NOON + timedelta(days=1)
    settle_session(
        session, scene.supervisor, first, SessionSettlement(SessionState.HELD), ZONE, at=then
    )
    assert extend_series(session, OPERATOR, ZONE, at=then).added == 1
    assert planned(session, made) == [date(2026, 4, 24)]
