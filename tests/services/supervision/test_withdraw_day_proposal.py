"""A unit takes back a day that it proposed: then it is as if nobody had asked, but it stays told."""

import json
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.session_moves import DayAnswer, Move, MoveReason, SessionDay
from qa_app.domain.supervision import SessionState
from qa_app.models.journal import JournalRow
from qa_app.models.session_changes import DayProposalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_days import proposals_of, waiting_proposals
from qa_app.services.supervision.answer_day_proposal import answer_day_proposal
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session
from qa_app.services.supervision.withdraw_day_proposal import withdraw_day_proposal
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

LATER = date(2026, 4, 13)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def a_manager(session: Session, scene: Scene, name: str = "manager") -> Actor:
    made = someone(session, name, Role.CENTRE_MANAGER, "A")
    return at_centre(made, Role.CENTRE_MANAGER, scene.centre)


def a_worker(session: Session, scene: Scene, code: str) -> Actor:
    made = someone(session, f"worker.{code.lower()}", Role.CASEWORKER, "A", scene.workers[code])
    return at_centre(made, Role.CASEWORKER, scene.centre)


def ask(session: Session, actor: Actor, made: int, to: date = LATER) -> int:
    session.rollback()
    wanted = Move(SessionDay(DAY), SessionDay(to), MoveReason.COURT)
    return propose_day(session, actor, WantedDay(made, wanted), ZONE, at=NOON)


def withdraw(session: Session, actor: Actor, proposal: int, key: str | None = None) -> int:
    session.rollback()
    return withdraw_day_proposal(session, actor, proposal, at=NOON, key=key)


def test_nobody_is_asked_any_more_and_it_stays_told(session: Session, scene: Scene) -> None:
    made, manager = a_session(session, scene), a_manager(session, scene)
    proposal = ask(session, manager, made)
    (proposed,) = (one.day for one in proposals_of(session, manager, made))
    assert [one.is_own for one in proposals_of(session, manager, made)] == [True]
    assert [one.is_own for one in proposals_of(session, scene.supervisor, made)] == [False]
    assert withdraw(session, manager, proposal) == made
    for actor in (scene.supervisor, manager):
        assert waiting_proposals(session, actor, 9) == ()
    row = session.get_one(DayProposalRow, proposal)
    assert (row.answered_by, row.answered_at) == (manager.account_id, NOON)
    assert session.get_one(SupervisionSessionRow, made).planned_on == DAY
    told = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc())).first()
    assert told is not None
    assert (told.action, told.object_id, told.centre_id) == (
        "session:withdraw_day",
        str(made),
        scene.centre,
    )
    assert json.loads(told.detail) == {"to_on": proposed.isoformat()}
    # the session keeps it, and another day may be proposed
    ask(session, manager, made, date(2026, 4, 14))
    first, second = proposals_of(session, manager, made)
    assert (first.answer, first.is_open, second.is_open) == (DayAnswer.WITHDRAWN, False, True)
    # whoever proposed it reads who withdrew it
    assert (first.answered_by, second.answered_by) == (manager.name, "")


def test_who_may_withdraw_it(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, people=(scene.workers["W1"], scene.workers["W2"]))
    own, beside = a_worker(session, scene, "W1"), a_worker(session, scene, "W2")
    manager = a_manager(session, scene)
    proposal = ask(session, own, made)
    stranger = at_centre(
        someone(session, "chief", Role.CENTRE_MANAGER, "B"), Role.CENTRE_MANAGER, scene.other_centre
    )
    for actor in (beside, stranger, scene.supervisor, scene.elsewhere, scene.reader):
        with pytest.raises(OutOfReachError):
            withdraw(session, actor, proposal)
    with pytest.raises(OutOfReachError):
        withdraw(session, manager, 10**6)
    # whoever proposed it; and the manager what a worker proposed
    withdraw(session, own, proposal)
    withdraw(session, manager, ask(session, own, made))


def test_twice_and_with_a_key_of_something_else(session: Session, scene: Scene) -> None:
    made, manager = a_session(session, scene), a_manager(session, scene)
    proposal = ask(session, manager, made)
    assert [withdraw(session, manager, proposal, "k1") for _ in range(2)] == [made, made]
    with pytest.raises(ConflictError, match="proposal_withdrawn"):
        withdraw(session, manager, proposal, "k2")
    other = ask(session, manager, made)
    with pytest.raises(ConflictError, match="key_reused"):
        withdraw(session, manager, other, "k1")
    session.rollback()
    assert session.get_one(DayProposalRow, other).answer is None


def test_what_was_answered_or_settled_meanwhile(session: Session, scene: Scene) -> None:
    made, manager = a_session(session, scene), a_manager(session, scene)
    proposal = ask(session, manager, made)
    session.rollback()
    answer_day_proposal(session, scene.supervisor, proposal, DayAnswer.DECLINED, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="proposal_answered"):
        withdraw(session, manager, proposal)
    # and the other way round: what was withdrawn is not answered
    proposal = ask(session, manager, made)
    withdraw(session, manager, proposal)
    session.rollback()
    with pytest.raises(ConflictError, match="proposal_withdrawn"):
        answer_day_proposal(session, scene.supervisor, proposal, DayAnswer.TAKEN, ZONE, at=NOON)
    proposal = ask(session, manager, made)
    session.rollback()
    held = SessionSettlement(SessionState.HELD)
    settle_session(session, scene.supervisor, made, held, ZONE, at=NOON.replace(month=4, day=9))
    with pytest.raises(ConflictError, match="not_planned"):
        withdraw(session, manager, proposal)
