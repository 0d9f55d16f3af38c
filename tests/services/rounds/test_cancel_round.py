import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.rounds import RoundCancelReason
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.rounds.cancel_round import cancel_round
from tests.audits import ZONE
from tests.people import NOON
from tests.rounds import a_round, a_visit
from tests.sessions import Scene, a_scene, some_files

WHY = RoundCancelReason.JOINED


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def test_its_sessions_stay_on_the_plan_by_themselves(session: Session, scene: Scene) -> None:
    made = a_round(session, scene)
    visit = a_visit(session, scene, made)
    cancel_round(session, scene.supervisor, made, WHY, at=NOON)
    row = session.get_one(AuditRoundRow, made)
    assert (row.cancelled_at, row.cancel_reason) == (NOON, "joined")
    assert row.cancelled_by == scene.supervisor.account_id
    standing = session.get_one(SupervisionSessionRow, visit)
    assert (standing.round_id, standing.state) == (None, "planned")
    with pytest.raises(ConflictError, match="round_cancelled"):
        cancel_round(session, scene.supervisor, made, WHY, at=NOON)


def test_what_is_drawn_is_read(session: Session, scene: Scene) -> None:
    some_files(session, scene.centre, 10)
    made = a_round(session, scene)
    visit, who = a_visit(session, scene, made), scene.supervisor.account_id or 0
    draw_sample(session, scene.supervisor, visit, None, who, lambda: "s", zone=ZONE, at=NOON)
    with pytest.raises(InvalidError, match="round_drawn"):
        cancel_round(session, scene.supervisor, made, WHY, at=NOON)


def test_nobody_cancels_what_is_out_of_reach(session: Session, scene: Scene) -> None:
    made = a_round(session, scene)
    for who in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            cancel_round(session, who, made, WHY, at=NOON)
    with pytest.raises(OutOfReachError):
        cancel_round(session, scene.supervisor, 999, WHY, at=NOON)
