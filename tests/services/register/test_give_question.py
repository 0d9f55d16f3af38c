from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.models.expert_rows import ConsultationRow
from qa_app.services.register.answer_question import answer_question
from qa_app.services.register.give_question import give_question
from tests.audits import ZONE
from tests.limits import a_scene
from tests.people import NOON
from tests.services.register.consulting import a_question, an_expert


def test_a_question_goes_to_an_expert_in_office(session: Session) -> None:
    scene = a_scene(session)
    number, expert = a_question(session, scene), an_expert(session)
    unfit = (
        an_expert(session, "WH", code="E2"),
        an_expert(session, code="E3", areas="legal_aid"),
        an_expert(session, code="E4", until_on=date(2026, 3, 22)),
        an_expert(session, code="E5", from_on=date(2026, 3, 24)),
        10**9,
    )
    for one in unfit:
        with pytest.raises(InvalidError, match="unknown_expert"):
            give_question(session, scene.supervisor, number, one, ZONE, at=NOON)
        session.rollback()
    for actor in (scene.manager, scene.worker, scene.elsewhere, scene.judge):
        with pytest.raises(OutOfReachError):
            give_question(session, actor, number, expert, ZONE, at=NOON)
        session.rollback()
    give_question(session, scene.supervisor, number, expert, ZONE, at=NOON)
    give_question(session, scene.supervisor, number, expert, ZONE, at=NOON)
    session.rollback()
    assert session.get_one(ConsultationRow, number).expert_id == expert
    session.rollback()
    answer_question(session, scene.supervisor, number, "请逐项评估。", at=NOON)
    session.rollback()
    with pytest.raises(ConflictError, match="question_answered"):
        give_question(session, scene.supervisor, number, expert, ZONE, at=NOON)
