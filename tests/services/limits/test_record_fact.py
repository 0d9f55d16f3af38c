from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.journal import JournalRow
from qa_app.services.limits.record_fact import SaidFact, record_fact
from tests.audits import ZONE
from tests.limits import Scene, a_scene, happened, limits, local, record
from tests.people import NOON


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    record(session, made, happened("received", "2026-03-23", "09:00"))
    return made


def say(
    session: Session,
    scene: Scene,
    fact: str,
    value: Any,
    was: Any = None,
    *,
    file: int = 0,
    actor=None,
) -> None:
    said = SaidFact(fact, value, was)
    record_fact(session, actor or scene.manager, scene.files[file], said, ZONE, at=NOON)
    session.rollback()


def test_a_fact_lets_the_limit_be_told(session: Session, scene: Scene) -> None:
    say(session, scene, "crisis", True)
    one = limits(session, scene.files[0])["A2"]
    assert (one.state, one.untold, one.needs) == ("running", "", [])
    assert one.limit_at == local("2026-03-26", "09:00")
    # seven working days from Monday 23 March are Wednesday 1 April
    say(session, scene, "crisis", False, was=True, actor=scene.worker)
    assert limits(session, scene.files[0])["A2"].limit_at == local("2026-04-01", "23:59")
    say(session, scene, "crisis", None, was=False)
    assert limits(session, scene.files[0])["A2"].state == "cannot_tell"


def test_the_same_once_more_changes_nothing(session: Session, scene: Scene) -> None:
    say(session, scene, "crisis", True)
    say(session, scene, "crisis", True)
    query = select(func.count()).where(JournalRow.action == "limit:say_fact")
    assert session.scalar(query) == 1


def test_somebody_else_was_quicker(session: Session, scene: Scene) -> None:
    say(session, scene, "crisis", True)
    with pytest.raises(ConflictError, match="fact_changed"):
        say(session, scene, "crisis", False)


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("crisis", "yes", "value_does_not_fit"),
        ("crisis", 1, "value_does_not_fit"),
        ("unused", True, "fact_unknown"),
        ("nobody", True, "fact_unknown"),
    ],
)
def test_what_no_limit_asks_is_refused(
    session: Session, scene: Scene, fact: str, value: Any, code: str
) -> None:
    with pytest.raises(InvalidError, match=code):
        say(session, scene, fact, value)


def test_who_may_not(session: Session, scene: Scene) -> None:
    for actor, file in (
        (scene.supervisor, 0),
        (scene.elsewhere, 0),
        (scene.judge, 0),
        (scene.worker, 1),
        (scene.manager, 2),
    ):
        with pytest.raises(OutOfReachError):
            say(session, scene, "crisis", True, actor=actor, file=file)
