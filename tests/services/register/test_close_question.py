import pytest
from sqlalchemy.orm import Session

from qa_app.domain.consultations import Stage
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.queries.consultations import consultations
from qa_app.services.register.answer_question import answer_question
from qa_app.services.register.close_question import close_question
from qa_app.services.register.give_question import give_question
from tests.audits import ZONE
from tests.limits import a_scene
from tests.people import NOON
from tests.services.register.consulting import a_question, an_expert


def test_who_asked_closes_what_was_answered(session: Session) -> None:
    scene = a_scene(session)
    number, expert = a_question(session, scene), an_expert(session)
    with pytest.raises(ConflictError, match="question_open"):
        close_question(session, scene.worker, number, at=NOON)
    session.rollback()
    give_question(session, scene.supervisor, number, expert, ZONE, at=NOON)
    answer_question(session, scene.supervisor, number, "请逐项评估。", at=NOON)
    for actor in (scene.supervisor, scene.elsewhere, scene.judge):
        with pytest.raises(OutOfReachError):
            close_question(session, actor, number, at=NOON)
        session.rollback()
    close_question(session, scene.worker, number, at=NOON)
    session.rollback()
    assert consultations(session, scene.manager)[0].stage is Stage.CLOSED
    assert consultations(session, scene.elsewhere) == ()
    session.rollback()
    with pytest.raises(ConflictError, match="question_closed"):
        close_question(session, scene.worker, number, at=NOON)
