from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.frames import AddReason
from qa_app.domain.supervision import SessionType
from qa_app.queries.draws import draw_of, files_of
from qa_app.services.audits.add_file import add_file
from qa_app.services.audits.draw_sample import draw_sample
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import Scene, a_scene, a_session, publish, reference, some_files
from tests.statements import counted


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def drawn(session: Session, scene: Scene, wanted: int = 3) -> int:
    made = a_session(session, scene)
    who = scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, made, wanted, who, lambda: "4f1c", zone=ZONE, at=NOON)
    return made


def test_a_draw_with_what_proves_it(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 9)
    some_files(session, scene.centre, 2, start=20, is_sealed=True)
    found = draw_of(session, drawn(session, scene))
    assert found is not None
    assert (found.frame_count, found.wanted_count, found.seed) == (9, 3, "4f1c")
    assert (found.since, found.until) == (date(2025, 9, 23), date(2026, 3, 23))
    assert found.excluded == {"sealed": 2}
    assert (found.frozen_at, found.drawn_at) == (NOON, NOON)
    assert len(found.reserves) == 2


def test_no_draw(session: Session, scene: Scene) -> None:
    assert draw_of(session, a_session(session, scene)) is None


def test_drawn_files_come_in_the_order_of_their_tickets_then_added_ones(
    session: Session, scene: Scene
) -> None:
    worker = scene.workers["W1"]
    some_files(session, scene.centre, 9, practitioner_id=worker, shelf="柜1-盒2")
    made = a_session(session, scene)
    who = scene.supervisor.account_id or 0
    add_file(session, scene.supervisor, made, reference(9), AddReason.LEARNING, who, at=NOON)
    draw_sample(session, scene.supervisor, made, 3, who, lambda: "4f1c", zone=ZONE, at=NOON)
    files = files_of(session, made)
    assert [one.add_reason for one in files] == [None, None, None, "learning"]
    assert files[3].reference == reference(9)
    first = files[0]
    assert (first.practitioner_id, first.practitioner, first.shelf) == (worker, "W1", "柜1-盒2")
    assert (first.opened_on, first.state, first.result_state) == (
        date(2026, 3, 2),
        "draft",
        None,
    )
    assert (first.answered_count, first.item_count, first.band) == (0, 1, None)
    assert (first.reader_id, first.reader) == (who, "lead")


def test_the_whole_centre_has_no_reference(session: Session, scene: Scene) -> None:
    site = publish(session, id="site", kind="site", area="legal_aid", unit="centre_visit")
    made = a_session(session, scene, type=SessionType.FIELD_SUPPORT_VISIT, rubric_version_id=site)
    who = scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, made, 1, who, lambda: "4f1c", zone=ZONE, at=NOON)
    (only,) = files_of(session, made)
    assert (only.reference, only.opened_on, only.practitioner, only.shelf) == (None, None, None, "")
    found = draw_of(session, made)
    assert found is not None
    assert (found.since, found.frame_count, found.reserves) == (None, 1, ())


def test_one_query_however_many_files(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 30)
    made = drawn(session, scene, 20)
    session.rollback()
    with counted(session) as statements:
        assert len(files_of(session, made)) == 20
    assert len(statements) == 1
