from datetime import date, time

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.people import Role
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionState
from qa_app.models.audits import AuditRow
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.queries.series_days import series_stands, what_changes
from qa_app.services.supervision.change_series import SeriesChange, change_series
from qa_app.services.supervision.extend_series import extend_series
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.reassign_session import reassign_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.series import START, a_series, a_table, on_day, planned, terms
from tests.sessions import Scene, a_scene, at_centre, someone

TODAY = date(2026, 3, 23)


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    a_table(session)
    return made


def change(session: Session, scene: Scene, made: int, revision: int = 1, **fields: object):
    wanted = SeriesChange(made, revision, terms(scene, **fields))
    return change_series(session, scene.supervisor, wanted, ZONE, at=NOON)


def test_what_the_preview_says_is_what_happens(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    before = planned(session, made)
    assert len(before) == 14
    # a file is read in the session of 23 April
    drawn = on_day(session, made, date(2026, 4, 23)).id
    session.execute(
        insert(AuditRow).values(
            centre_id=scene.centre,
            area_code="legal_aid",
            rubric_version_id=scene.rubric,
            session_id=drawn,
            sample_type="random",
            state="draft",
            created_at=NOON,
        )
    )
    session.commit()
    wanted = terms(scene, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", starts_on=date(2026, 4, 16))
    told = what_changes(session, wanted, series_stands(session, made), TODAY, scene.centre)
    assert planned(session, made) == before
    done = change(
        session, scene, made, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", starts_on=date(2026, 4, 16)
    )
    assert done == told
    assert [one.id for one in done.bound] == [drawn]
    after = planned(session, made)
    assert after == [
        *(date(2026, 4, day) for day in (2, 9, 16, 23, 30)),
        *(date(2026, 5, day) for day in (14, 28)),
        *(date(2026, 6, day) for day in (11, 25)),
        date(2026, 7, 9),
    ]
    assert [one.day for one in done.added] == [date(2026, 7, 9)]
    assert len(done.removed) == len(before) + 1 - len(after)
    withdrawn = session.scalars(
        select(SupervisionSessionRow).where(SupervisionSessionRow.state == "cancelled")
    ).all()
    assert {(one.cancel_reason, one.series_on, one.replaced_by_id) for one in withdrawn} == {
        ("series_changed", None, None)
    }
    # and the nightly run adds nothing that the change did not
    assert extend_series(session, OPERATOR, ZONE, at=NOON).added == 0


def test_there_and_back_again(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    before = planned(session, made)
    change(session, scene, made, rule="FREQ=WEEKLY;BYDAY=TU", starts_on=date(2026, 3, 31))
    # Tuesday 5 May is off
    assert {day.weekday() for day in planned(session, made)} == {1, 2}
    change(session, scene, made, 2)
    # a day before the last terms begin stays with the terms that named it
    assert planned(session, made) == [date(2026, 3, 31), *before]


def test_kept_sessions_get_time_people_and_supervisor(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    worker = scene.workers["W1"]
    done = change(session, scene, made, starts_at=time(9), ends_at=time(10), people=(worker,))
    assert (done.added, done.removed, len(done.kept)) == ((), (), 14)
    row = on_day(session, made, START)
    assert (row.starts_at_time, row.ends_at_time, row.sequence) == (time(9), time(10), 1)
    people = select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == row.id)
    assert list(session.scalars(people)) == [worker]


def test_what_was_held_stays_held(session: Session, scene: Scene) -> None:
    made = a_series(session, scene, starts_on=TODAY, rule="FREQ=DAILY")
    held = on_day(session, made, TODAY).id
    settle_session(
        session, scene.supervisor, held, SessionSettlement(SessionState.HELD), ZONE, at=NOON
    )
    change(session, scene, made, rule="FREQ=WEEKLY;BYDAY=FR", starts_on=TODAY)
    assert session.get_one(SupervisionSessionRow, held).state == "held"
    assert date(2026, 3, 24) not in planned(session, made)


def test_two_who_change_one_series(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    change(session, scene, made, rule="FREQ=WEEKLY;BYDAY=TU", starts_on=date(2026, 3, 31))
    with pytest.raises(ConflictError, match="series_changed_meanwhile"):
        change(session, scene, made, rule="FREQ=WEEKLY;BYDAY=WE")
    session.rollback()
    assert session.get_one(SessionSeriesRow, made).rule == "FREQ=WEEKLY;BYDAY=TU"


def test_bad_input_and_out_of_reach(session: Session, scene: Scene) -> None:
    made = a_series(session, scene)
    before = planned(session, made)
    with pytest.raises(InvalidError, match="unfit_start"):
        change(session, scene, made, starts_on=date(2026, 3, 1))
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            change_series(session, actor, SeriesChange(made, 1, terms(scene)), ZONE, at=NOON)
    assert planned(session, made) == before


def test_what_was_changed_for_one_session_alone_stays(session: Session, scene: Scene) -> None:
    one, two = scene.workers["W1"], scene.workers["W2"]
    nine = {"starts_at": time(9), "ends_at": time(10)}
    made = a_series(session, scene, people=(one,), **nine)
    other = at_centre(
        someone(session, "other", Role.SENIOR_SUPERVISOR, "A"),
        Role.SENIOR_SUPERVISOR,
        scene.centre,
    )
    moved, given = (on_day(session, made, date(2026, 4, day)).id for day in (9, 16))
    session.rollback()
    here, there = SessionDay(date(2026, 4, 9), time(9)), SessionDay(date(2026, 4, 10), time(15))
    move = Move(here, there, MoveReason.UNIT_ASKED)
    move_session(session, scene.supervisor, moved, move, ZONE, at=NOON)
    lead, others = scene.supervisor.account_id or 0, other.account_id or 0
    hand = HandOver(lead, others, HandOverReason.AWAY)
    reassign_session(session, scene.supervisor, given, hand, ZONE, at=NOON)
    session.execute(
        update(SessionPersonRow)
        .where(SessionPersonRow.session_id == given)
        .values(practitioner_id=two)
    )
    session.commit()
    change(session, scene, made, people=(one,), until_on=date(2026, 6, 18), **nine)
    session.expire_all()
    stays = session.get_one(SupervisionSessionRow, moved)
    assert (stays.planned_on, stays.starts_at_time) == (date(2026, 4, 10), time(15))
    assert session.get_one(SupervisionSessionRow, given).supervisor_id == others
    # a change of the time reaches the others only
    change(session, scene, made, 2, people=(one,), starts_at=time(14), ends_at=time(15))
    session.expire_all()
    times = {
        key: session.get_one(SupervisionSessionRow, key).starts_at_time for key in (moved, given)
    }
    assert times == {moved: time(15), given: time(14)}
    assert session.get_one(SupervisionSessionRow, given).supervisor_id == others
    people = select(SessionPersonRow.practitioner_id).where(SessionPersonRow.session_id == given)
    assert list(session.scalars(people)) == [two]
