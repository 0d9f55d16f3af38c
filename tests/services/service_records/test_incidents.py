"""Incidents: recorded and handled by the centre, judged by a supervisor, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.incidents import Handling, IncidentKind, Judgement, NewIncident
from qa_app.domain.service_threads import Form, RecordKind
from qa_app.models.service_records import IncidentRow, IncidentStatementRow
from qa_app.queries.incidents import incidents_page, one_incident, stated_until
from qa_app.queries.service_records import SeenVersion
from qa_app.services.service_records.move_incident import IncidentMove, move_incident
from qa_app.services.service_records.record_incident import record_incident
from qa_app.services.service_records.state_incidents import state_incidents
from qa_app.services.service_records.take_back_record import take_back_record
from tests.audits import ZONE
from tests.service_records import NOW, TODAY, ServiceScene, a_service, count, steps_of

KNOWN = datetime(2026, 3, 30, 2, tzinfo=UTC)
NEW = NewIncident(IncidentKind.PRIVACY, date(2026, 3, 29), KNOWN, "名单被发到了群里。")
CONFIRMED = IncidentMove(judgement=Judgement.CONFIRMED)


@pytest.fixture
def scene(session: Session) -> ServiceScene:
    return a_service(session)


def seen(session: Session, scene: ServiceScene, thread: str) -> SeenVersion:
    found = one_incident(session, scene.manager, thread)
    assert found is not None
    session.rollback()
    return found.seen


def recorded(
    session: Session, scene: ServiceScene, key: str = "k1", **changes: object
) -> SeenVersion:
    new, form = replace(NEW, **changes), Form(scene.centre, key)
    thread = record_incident(session, scene.manager, form, new, ZONE, at=NOW)
    return seen(session, scene, thread)


def test_an_incident_is_contained_judged_and_handled(session: Session, scene: ServiceScene) -> None:
    at = first = recorded(session, scene)
    assert recorded(session, scene) == first
    moves = [
        (scene.manager, IncidentMove(contained_at=KNOWN + timedelta(hours=3))),
        (scene.supervisor, CONFIRMED),
        *((scene.manager, IncidentMove(handling=(one, TODAY))) for one in Handling),
    ]
    for actor, move in moves:
        assert len(incidents_page(session, scene.centre, is_open=True)) == 1
        session.rollback()
        move_incident(session, actor, at, move, ZONE, at=NOW)
        at = seen(session, scene, first.thread)
    found = one_incident(session, scene.supervisor, first.thread)
    assert found is not None
    assert (found.text, found.incident.is_handled) == (NEW.text, True)
    assert incidents_page(session, scene.centre, is_open=True) == ()
    assert len(incidents_page(session, scene.centre, is_open=False)) == 1
    session.rollback()
    assert steps_of(session, "incident:record") == [
        "recorded",
        "contained",
        "confirmed",
        "guardians",
        "authority",
        "measures",
    ]
    assert count(session, IncidentRow) == 6


def test_a_centre_never_judges_what_went_wrong_at_it(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    contain = IncidentMove(contained_at=KNOWN)
    for actor, move in (
        (scene.manager, CONFIRMED),
        (scene.stranger, CONFIRMED),
        (scene.supervisor, contain),
        (scene.stranger, contain),
    ):
        with pytest.raises(OutOfReachError):
            move_incident(session, actor, first, move, ZONE, at=NOW)
    with pytest.raises(OutOfReachError):
        record_incident(session, scene.supervisor, Form(scene.centre, "x"), NEW, ZONE, at=NOW)
    assert one_incident(session, scene.stranger, first.thread) is None


def test_bad_incidents_and_late_steps_are_refused(session: Session, scene: ServiceScene) -> None:
    for changes, code in (
        ({"text": ""}, "text_missing"),
        ({"known_at": NOW + timedelta(hours=1)}, "day_ahead"),
        ({"text": "电话13812345678"}, "phone"),
    ):
        with pytest.raises(InvalidError, match=code):
            recorded(session, scene, **changes)
    first = recorded(session, scene)
    early = IncidentMove(contained_at=KNOWN - timedelta(hours=1))
    with pytest.raises(InvalidError, match="day_too_early"):
        move_incident(session, scene.manager, first, early, ZONE, at=NOW)
    move_incident(session, scene.supervisor, first, CONFIRMED, ZONE, at=NOW)
    with pytest.raises(ConflictError, match="changed_meanwhile"):
        move_incident(session, scene.supervisor, first, CONFIRMED, ZONE, at=NOW)
    now = seen(session, scene, first.thread)
    with pytest.raises(InvalidError, match="step_not_open"):
        move_incident(session, scene.supervisor, now, CONFIRMED, ZONE, at=NOW)
    # what a supervisor has judged, no centre takes back
    with pytest.raises(ConflictError, match="judged_stays"):
        take_back_record(session, scene.manager, RecordKind.INCIDENT, now, at=NOW)


def test_what_was_a_mistake_is_taken_back(session: Session, scene: ServiceScene) -> None:
    first = recorded(session, scene)
    take_back_record(session, scene.manager, RecordKind.INCIDENT, first, at=NOW)
    assert one_incident(session, scene.manager, first.thread) is None
    session.rollback()
    assert steps_of(session, "incident:record") == ["recorded", "taken_back"]


def test_that_all_is_recorded_is_said_once_a_day(session: Session, scene: ServiceScene) -> None:
    assert stated_until(session, scene.centre) is None
    session.rollback()
    for _ in range(2):
        state_incidents(session, scene.manager, scene.centre, ZONE, at=NOW)
        assert stated_until(session, scene.centre) == TODAY
        session.rollback()
    assert count(session, IncidentStatementRow) == 1
    for actor in (scene.stranger, scene.supervisor):
        with pytest.raises(OutOfReachError):
            state_incidents(session, actor, scene.centre, ZONE, at=NOW)
