from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.journal import JournalRow
from qa_app.models.running_limits import RunningEventRow
from qa_app.services.limits.record_event import record_event
from tests.audits import ZONE
from tests.builders import item, section
from tests.limits import Scene, a_scene, clock, happened, limits, local, record
from tests.people import NOON
from tests.register import official_codes
from tests.sessions import publish

# noon of Monday 23 March 2026 in Shanghai
RECEIVED = happened("received", "2026-03-23", "09:00")


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def journal(session: Session, action: str) -> int:
    query = select(func.count()).select_from(JournalRow).where(JournalRow.action == action)
    found = session.scalar(query)
    session.rollback()
    return found or 0


def test_a_record_starts_the_limits_at_once(session: Session, scene: Scene) -> None:
    made = record(session, scene, RECEIVED)
    found = limits(session, scene.files[0])
    assert {code: row.state for code, row in found.items()} == {
        "A1": "running",
        "A2": "cannot_tell",
    }
    one = found["A1"]
    assert (one.limit_at, one.started_at) == (
        local("2026-03-24", "09:00"),
        local("2026-03-23", "09:00"),
    )
    assert (one.centre_id, one.event, one.responsible) == (scene.centre, "screened", "centre")
    assert (found["A2"].untold, found["A2"].needs) == ("fact", ["crisis"])
    row = session.scalars(select(JournalRow).where(JournalRow.action == "limit:record")).one()
    assert (row.object_id, row.centre_id) == (str(made), scene.centre)
    assert "2026" not in row.detail  # the journal knows no date of a case


def test_the_act_is_done_in_time_or_late(session: Session, scene: Scene) -> None:
    record(session, scene, RECEIVED)
    record(session, scene, happened("screened", "2026-03-23", "11:00"))
    assert limits(session, scene.files[0])["A1"].state == "met"
    record(session, scene, RECEIVED, file=1)
    later = NOON + timedelta(days=3)
    record(session, scene, happened("screened", "2026-03-25", "11:00"), file=1, at=later)
    assert limits(session, scene.files[1])["A1"].state == "met_late"


def test_the_same_record_twice_is_one(session: Session, scene: Scene) -> None:
    first = record(session, scene, RECEIVED)
    assert record(session, scene, RECEIVED) == first
    assert session.scalar(select(func.count()).select_from(RunningEventRow)) == 1
    session.rollback()
    assert journal(session, "limit:record") == 1


def test_another_moment_needs_the_record_that_was_seen(session: Session, scene: Scene) -> None:
    first = record(session, scene, RECEIVED)
    other = happened("received", "2026-03-22", "09:00")
    for replaces in (None, first + 1):
        with pytest.raises(ConflictError, match="event_stands"):
            record(session, scene, other, replaces=replaces)
    second = record(session, scene, other, replaces=first)
    assert second != first
    with pytest.raises(ConflictError, match="event_stands"):
        record(session, scene, happened("received", "2026-03-21"), replaces=first)
    assert limits(session, scene.files[0])["A1"].state == "overdue"
    kept = session.scalars(select(RunningEventRow).order_by(RunningEventRow.id)).all()
    assert [row.taken_back_at is None for row in kept] == [False, True]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (happened("nobody", "2026-03-23"), "event_unknown"),
        (happened("screened", "2026-03-23", "12:01"), "time_ahead"),
        (happened("screened", "2026-03-24"), "time_ahead"),
        (happened("screened", "1989-12-31"), "day_too_early"),
    ],
)
def test_what_cannot_have_happened_is_refused(
    session: Session, scene: Scene, what, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        record(session, scene, what)
    assert limits(session, scene.files[0]) == {}


def test_who_may_record(session: Session, scene: Scene) -> None:
    record(session, scene, RECEIVED, actor=scene.worker)
    for actor, file in (
        (scene.worker, 1),  # a file of a colleague
        (scene.supervisor, 0),  # reads, and records nothing
        (scene.elsewhere, 0),
        (scene.judge, 0),
        (scene.manager, 2),  # closed years ago
        (replace(scene.worker, practitioner_id=None), 0),
    ):
        with pytest.raises(OutOfReachError):
            record(session, scene, RECEIVED, actor=actor, file=file)
    with pytest.raises(OutOfReachError):
        record_event(session, scene.manager, scene.other_file, RECEIVED, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        record_event(session, scene.manager, 10**9, RECEIVED, ZONE, at=NOON)


def test_a_clock_that_was_set_back_hides_what_lies_ahead_of_it(
    session: Session, scene: Scene
) -> None:
    record(session, scene, RECEIVED)
    record(
        session,
        scene,
        happened("asked", "2026-03-20"),
        at=NOON - timedelta(hours=4),
    )
    # at eight nothing had been received yet; noon brings it back
    assert set(limits(session, scene.files[0])) == {"A4"}
    record(session, scene, happened("decided", "2026-03-23", "10:00"))
    assert set(limits(session, scene.files[0])) == {"A1", "A2", "A4"}


def test_limits_run_by_rubrics_that_count_at_the_centre(session: Session, scene: Scene) -> None:
    official_codes(session)
    # centre A stands in Panlong; the events of the other rubric are its own
    events = [{"id": "visited", "zh": "家访", "en": "Visited"}]
    events.append({"id": "written", "zh": "记录", "en": "Written up"})
    parts = [section("B", item("B1", scale="time3", clock=clock("visited", "written", "24h")))]
    fields = {"clocks": events, "area": "social_work", "sections": parts}
    publish(session, id="wuhua", region="CN-530102", **fields)
    visited = happened("visited", "2026-03-23", "09:00")
    with pytest.raises(InvalidError, match="event_unknown"):
        record(session, scene, visited)
    assert limits(session, scene.files[0]) == {}
    publish(session, id="panlong", region="CN-530103", **fields)
    record(session, scene, visited)
    assert set(limits(session, scene.files[0])) == {"B1"}
