from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.session_moves import DayAnswer, Move, MoveReason, SessionDay
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_days import moves_of, proposals_of, waiting_proposals
from qa_app.services.supervision.answer_day_proposal import answer_day_proposal
from qa_app.services.supervision.move_session import move_session
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

LATER = date(2026, 4, 13)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def asked(session: Session, scene: Scene, to: date = LATER) -> tuple[int, int]:
    made = a_session(session, scene, starts_at=time(14))
    manager = someone(session, "manager", Role.CENTRE_MANAGER, "A")
    manager = at_centre(manager, Role.CENTRE_MANAGER, scene.centre)
    wanted = Move(SessionDay(DAY, time(14)), SessionDay(to), MoveReason.COURT)
    return made, propose_day(session, manager, WantedDay(made, wanted), ZONE, at=NOON)


def answer(
    session: Session, scene: Scene, proposal: int, what: DayAnswer, at: datetime = NOON
) -> None:
    session.rollback()
    answer_day_proposal(session, scene.supervisor, proposal, what, ZONE, at=at)


def test_taken_it_moves_the_session(session: Session, scene: Scene) -> None:
    made, proposal = asked(session, scene)
    answer(session, scene, proposal, DayAnswer.TAKEN)
    row = session.get_one(SupervisionSessionRow, made)
    assert (row.planned_on, row.starts_at_time, row.moved_from_on) == (LATER, time(14), DAY)
    (move,) = moves_of(session, [made])
    assert (move.reason, move.by) == (MoveReason.UNIT_ASKED, "lead")
    assert waiting_proposals(session, scene.supervisor, 9) == ()
    with pytest.raises(ConflictError, match="proposal_answered"):
        answer(session, scene, proposal, DayAnswer.DECLINED)


def test_declined_it_stays(session: Session, scene: Scene) -> None:
    made, proposal = asked(session, scene)
    answer(session, scene, proposal, DayAnswer.DECLINED)
    assert session.get_one(SupervisionSessionRow, made).planned_on == DAY
    (line,) = proposals_of(session, scene.supervisor, made)
    assert (line.answer, line.is_open) == (DayAnswer.DECLINED, False)


def test_a_day_that_went_by_can_only_be_declined(session: Session, scene: Scene) -> None:
    made, proposal = asked(session, scene)
    late = datetime(2026, 4, 14, 4, tzinfo=UTC)
    with pytest.raises(InvalidError, match="unfit_day"):
        answer(session, scene, proposal, DayAnswer.TAKEN, late)
    session.rollback()
    assert proposals_of(session, scene.supervisor, made)[0].is_open
    answer(session, scene, proposal, DayAnswer.DECLINED, late)


def test_taken_after_a_move_of_somebody_else(session: Session, scene: Scene) -> None:
    made, proposal = asked(session, scene)
    move = Move(SessionDay(DAY, time(14)), SessionDay(LATER, time(14)), MoveReason.TRAVEL)
    move_session(session, scene.supervisor, made, move, ZONE, at=NOON)
    with pytest.raises(InvalidError, match="same_day"):
        answer(session, scene, proposal, DayAnswer.TAKEN)


def test_a_weekend_that_its_page_tells_is_taken(session: Session, scene: Scene) -> None:
    made, proposal = asked(session, scene, date(2026, 4, 11))
    answer(session, scene, proposal, DayAnswer.TAKEN)
    assert session.get_one(SupervisionSessionRow, made).planned_on == date(2026, 4, 11)


def test_out_of_reach_and_denied(session: Session, scene: Scene) -> None:
    _, proposal = asked(session, scene)
    for actor in (scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            answer_day_proposal(session, actor, proposal, DayAnswer.TAKEN, ZONE, at=NOON)
    with pytest.raises(OutOfReachError):
        answer(session, scene, 10**6, DayAnswer.TAKEN)
