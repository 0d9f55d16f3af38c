import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.consultations import question_place
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.expert_rows import ConsultationRow
from qa_app.models.sealing import sealer_of
from qa_app.services.register.ask_expert import NewQuestion, ask_expert
from tests.audits import ZONE
from tests.limits import Scene, a_scene
from tests.people import NOON
from tests.sessions import reference


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session)


def ask(session: Session, actor, number: int = 1, **more: object) -> int:
    values: dict[str, object] = {"topic": "risk", "words": "如何评估风险？"} | more
    question = NewQuestion(reference(number), **values)  # type: ignore[arg-type]  # as a form sends it
    made = ask_expert(session, actor, question, ZONE, at=NOON)
    session.rollback()
    return made


def test_a_question_is_sealed_and_asked_once(session: Session, scene: Scene) -> None:
    made = ask(session, scene.manager, key="k")
    assert ask(session, scene.manager, key="k") == made
    with pytest.raises(ConflictError, match="key_reused"):
        ask(session, scene.manager, key="k", words="另一个问题")
    session.rollback()
    row = session.get_one(ConsultationRow, made)
    assert "风险".encode() not in row.question
    opened = sealer_of(session).open(row.question, question_place(row.case_file_id))
    assert opened == "如何评估风险？"
    assert session.scalar(select(func.count()).select_from(ConsultationRow)) == 1


def test_who_asks_about_which_case(session: Session, scene: Scene) -> None:
    assert ask(session, scene.worker)
    for actor, number in (
        (scene.worker, 2),  # a case of a colleague
        (scene.supervisor, 1),  # gives questions on, and asks none
        (scene.elsewhere, 1),
        (scene.judge, 1),
        (scene.manager, 3),  # closed
        (scene.manager, 4),  # of another centre
        (scene.manager, 9),  # of nobody
    ):
        with pytest.raises(OutOfReachError):
            ask(session, actor, number)
        session.rollback()
    with pytest.raises(InvalidError, match="unknown_topic"):
        ask(session, scene.manager, topic="weather")
    with pytest.raises(InvalidError, match="identity_in_words"):
        ask(session, scene.manager, words="孩子姓名：李小明")
