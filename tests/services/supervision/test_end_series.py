from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.models.session_changes import SessionSeriesRow
from qa_app.services.supervision.end_series import end_series
from qa_app.services.supervision.extend_series import extend_series
from tests.audits import ZONE
from tests.people import NOON, OPERATOR
from tests.series import a_series, planned
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
