from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.domain.session_moves import Move, MoveReason, SessionDay
from qa_app.models.idempotency import answered
from qa_app.models.journal import JournalRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.session_days import is_open_to, proposals_of, waiting_proposals
from qa_app.services.supervision.propose_day import WantedDay, propose_day
from tests.audits import ZONE
from tests.people import NOON
from tests.sessions import DAY, Scene, a_scene, a_session, at_centre, someone

LATER = date(2026, 4, 13)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def a_manager(session: Session, scene: Scene) -> Actor:
    made = someone(session, "manager", Role.CENTRE_MANAGER, "A")
    return at_centre(made, Role.CENTRE_MANAGER, scene.centre)


def a_worker(session: Session, scene: Scene, code: str) -> Actor:
    made = someone(session, f"worker.{code.lower()}", Role.CASEWORKER, "A", scene.workers[code])
    return at_centre(made, Role.CASEWORKER, scene.centre)


def ask(
    session: Session,
    actor: Actor,
    made: int,
    to: date = LATER,
    seen: date = DAY,
    key: str | None = None,
) -> int:
    session.rollback()
    wanted = Move(SessionDay(seen), SessionDay(to, time(9)), MoveReason.COURT)
    return propose_day(session, actor, WantedDay(made, wanted, key), ZONE, at=NOON)


def test_the_session_stays_until_somebody_takes_the_day(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    manager = a_manager(session, scene)
    ask(session, manager, made)
    assert session.get_one(SupervisionSessionRow, made).planned_on == DAY
    (line,) = proposals_of(session, scene.supervisor, made)
    assert (line.day, line.day_at, line.reason, line.by, line.is_open) == (
        LATER,
        time(9),
        MoveReason.COURT,
        "manager",
        True,
    )
    assert [one.id for one in waiting_proposals(session, scene.supervisor, 9)] == [line.id]
    assert [one.id for one in waiting_proposals(session, manager, 9)] == [line.id]
    assert waiting_proposals(session, scene.elsewhere, 9) == ()
    with pytest.raises(ConflictError, match="proposal_open"):
        ask(session, manager, made, date(2026, 4, 14))


def test_a_caseworker_asks_for_sessions_of_their_own(session: Session, scene: Scene) -> None:
    made = a_session(session, scene, people=(scene.workers["W1"],))
    own, other = a_worker(session, scene, "W1"), a_worker(session, scene, "W2")
    assert (is_open_to(session, own, made), is_open_to(session, other, made)) == (True, False)
    with pytest.raises(OutOfReachError):
        ask(session, other, made)
    ask(session, own, made)


def test_who_plans_moves_and_does_not_ask(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    for actor in (scene.supervisor, scene.reader, scene.elsewhere):
        with pytest.raises(OutOfReachError):
            ask(session, actor, made)


def test_bad_days_and_an_old_page(session: Session, scene: Scene) -> None:
    made = a_session(session, scene)
    manager = a_manager(session, scene)
    with pytest.raises(InvalidError, match="unfit_day"):
        ask(session, manager, made, date(2026, 3, 1))
    with pytest.raises(ConflictError, match="moved_meanwhile"):
        ask(session, manager, made, seen=date(2026, 4, 8))
    session.rollback()
    assert proposals_of(session, scene.supervisor, made) == ()


def test_a_form_that_another_call_sends_at_the_same_moment_proposes_once(
    session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, manager = a_session(session, scene), a_manager(session, scene)
    first = ask(session, manager, made, key="k1")
    looked = []

    def before_the_other_is_kept(*one: Any) -> str | None:
        looked.append(one)
        return None if len(looked) == 1 else answered(*one)

    monkeypatch.setattr("qa_app.models.idempotency.answered", before_the_other_is_kept)
    assert (ask(session, manager, made, key="k1"), len(looked)) == (first, 2)
    assert [one.id for one in proposals_of(session, manager, made)] == [first]


def test_a_form_sent_twice_proposes_once(session: Session, scene: Scene) -> None:
    made, other = a_session(session, scene), a_session(session, scene)
    manager = a_manager(session, scene)
    first = ask(session, manager, made, key="k1")
    assert ask(session, manager, made, key="k1") == first
    (line,) = proposals_of(session, manager, made)
    assert (line.id, line.day) == (first, LATER)
    assert (
        session.scalar(select(func.count()).where(JournalRow.action == "session:propose_day")) == 1
    )
    # the key of one form is none for another day, nor for another session
    for to, wanted in ((date(2026, 4, 14), made), (LATER, other)):
        with pytest.raises(ConflictError, match="key_reused"):
            ask(session, manager, wanted, to, key="k1")
    # what was refused kept no key: the form may be sent again
    with pytest.raises(InvalidError, match="unfit_day"):
        ask(session, manager, other, date(2026, 3, 1), key="k2")
    assert ask(session, manager, other, key="k2") != first
