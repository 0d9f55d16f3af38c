import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.queries.consultations import words_of
from qa_app.services.register.answer_question import answer_question
from qa_app.services.register.give_question import give_question
from tests.audits import ZONE
from tests.limits import a_scene
from tests.people import NOON
from tests.services.register.consulting import a_question, an_expert


def test_an_answer_is_written_down_once(session: Session) -> None:
    scene = a_scene(session)
    number, expert = a_question(session, scene), an_expert(session)
    with pytest.raises(ConflictError, match="question_not_given"):
        answer_question(session, scene.supervisor, number, "答", at=NOON)
    session.rollback()
    give_question(session, scene.supervisor, number, expert, ZONE, at=NOON)
    for actor in (scene.manager, scene.worker, scene.elsewhere, scene.judge):
        with pytest.raises(OutOfReachError):
            answer_question(session, actor, number, "答", at=NOON)
        session.rollback()
    with pytest.raises(InvalidError, match="identity_in_words"):
        answer_question(session, scene.supervisor, number, "请打13888123456", at=NOON)
    answer_question(session, scene.supervisor, number, "请逐项评估。", at=NOON)
    session.rollback()
    assert words_of(session, number).answer == "请逐项评估。"
    session.rollback()
    with pytest.raises(ConflictError, match="question_answered"):
        answer_question(session, scene.supervisor, number, "再答", at=NOON)
