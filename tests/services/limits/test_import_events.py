from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.event_list import EventEntry
from qa_app.models.places import CentreRow
from qa_app.models.running_limits import RunningEventRow
from qa_app.queries.event_lists import EventCounts
from qa_app.services.limits.import_events import EventList, import_events
from tests.audits import ZONE
from tests.limits import Scene, a_scene, happened, limits, more_files, record
from tests.people import NOON
from tests.sessions import reference

ONE, TWO, CLOSED, OTHER = (reference(number) for number in (1, 2, 3, 4))
LINES = (
    EventEntry(ONE, happened("received", "2026-03-23", "09:00")),
    EventEntry(ONE, happened("screened", "2026-03-23", "10:00")),
    EventEntry(TWO, happened("asked", "2026-03-20")),
)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def take_in(session: Session, scene: Scene, *lines: EventEntry, actor=None, centre: int = 0):
    session.rollback()
    chosen = EventList(centre or scene.centre, lines)
    done = import_events(session, actor or scene.manager, chosen, ZONE, at=NOON)
    session.rollback()
    return done


def standing(session: Session) -> int:
    query = select(func.count()).select_from(RunningEventRow)
    found = session.scalar(query.where(RunningEventRow.taken_back_at.is_(None)))
    session.rollback()
    return found or 0


def test_a_list_starts_its_limits_and_twice_adds_nothing(session: Session, scene: Scene) -> None:
    assert take_in(session, scene, *LINES) == EventCounts(3, 0, 0)
    assert limits(session, scene.files[0])["A1"].state == "met"
    assert limits(session, scene.files[1])["A4"].state == "running"
    assert take_in(session, scene, *LINES) == EventCounts(0, 0, 3)
    assert session.scalar(select(func.count()).select_from(RunningEventRow)) == 3


def test_another_moment_corrects(session: Session, scene: Scene) -> None:
    record(session, scene, happened("received", "2026-03-22", "09:00"))
    assert take_in(session, scene, *LINES) == EventCounts(2, 1, 0)
    assert standing(session) == 3
    assert session.scalar(select(func.count()).select_from(RunningEventRow)) == 4


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (EventEntry(CLOSED, happened("received", "2026-03-20")), "case_unknown"),
        (EventEntry(OTHER, happened("received", "2026-03-20")), "case_unknown"),
        (EventEntry(ONE, happened("nobody", "2026-03-20")), "event_unknown"),
        (EventEntry(ONE, happened("received", "2026-03-24")), "time_ahead"),
    ],
)
def test_one_faulty_line_keeps_all_out(
    session: Session, scene: Scene, line: EventEntry, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        take_in(session, scene, LINES[2], line)
    assert standing(session) == 0


def test_who_may_not(session: Session, scene: Scene) -> None:
    for actor in (scene.supervisor, scene.elsewhere, scene.judge):
        with pytest.raises(OutOfReachError):
            take_in(session, scene, *LINES, actor=actor)
    with pytest.raises(OutOfReachError):
        take_in(session, scene, *LINES, centre=scene.other_centre)
    with pytest.raises(InvalidError, match="no_rows"):
        take_in(session, scene)
    # a worker takes in a list of their own files, and of no other
    assert take_in(session, scene, *LINES[:2], actor=scene.worker) == EventCounts(2, 0, 0)
    with pytest.raises(InvalidError, match="case_unknown"):
        take_in(session, scene, LINES[2], actor=scene.worker)


def test_a_large_list_is_one_act(session: Session, scene: Scene) -> None:
    references = more_files(session, scene, 1200)
    lines = [EventEntry(one, happened("received", "2026-03-20", "09:00")) for one in references]
    assert take_in(session, scene, *lines) == EventCounts(1200, 0, 0)
    assert take_in(session, scene, *lines) == EventCounts(0, 0, 1200)


def test_a_centre_that_will_close_records_until_its_last_day(
    session: Session, scene: Scene
) -> None:
    def closes(on: date) -> None:
        where = CentreRow.id == scene.centre
        session.execute(update(CentreRow).where(where).values(closed_on=on))
        session.commit()

    closes(NOON.date() + timedelta(days=60))
    assert take_in(session, scene, *LINES).added == 3
    closes(NOON.date())
    with pytest.raises(OutOfReachError):
        take_in(session, scene, *LINES)
