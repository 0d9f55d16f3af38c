"""Steps of questions to experts that a list brings meet what somebody else took meanwhile."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.register_lists import Line, LineStanding
from qa_app.models.cases import CaseFileRow
from qa_app.models.consultation_steps import keep_consultations
from qa_app.models.expert_rows import ConsultationRow, ExpertRow
from qa_app.queries.consultations import words_of
from qa_app.services.register.give_question import give_question
from tests.audits import ZONE
from tests.limits import Scene, a_scene
from tests.people import NOON, OPERATOR
from tests.register_files import take_in
from tests.sessions import reference

EXPERT = ("PL", "E1", "周老师", "昆明某大学", "社会工作/个案管理", "2026-01-01", "2026-12-31")
ASKED: Line = {
    "asked_on": date(2026, 3, 2),
    "given_on": None,
    "answered_on": None,
    "closed_on": None,
    "expert": "",
    "question": "如何评估风险？",
    "answer": "",
}
GIVEN: Line = {**ASKED, "given_on": date(2026, 3, 3), "expert": "E1"}
ANSWERED: Line = {**GIVEN, "answered_on": date(2026, 3, 5), "answer": "先做安全筛查"}


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    take_in(session, OPERATOR, "experts", EXPERT, at=NOON)
    take_in(session, OPERATOR, "experts", (EXPERT[0], "E2", *EXPERT[2:]), at=NOON)
    return made


def expert(session: Session, code: str) -> int:
    return session.execute(select(ExpertRow.id).where(ExpertRow.code == code)).scalar_one()


def asked(session: Session, scene: Scene) -> LineStanding:
    """A question of a list, and the line as it stands."""
    case = session.scalars(select(CaseFileRow).where(CaseFileRow.reference == reference(1))).one()
    values = {
        "centre_id": case.centre_id,
        "area_code": case.area_code,
        "case_file_id": case.id,
        "topic": "risk",
        "number": "ZX-1",
        "expert_id": expert(session, "E1"),
        "steps": [],
    }
    new = LineStanding(values, is_new=True, replaces=None, line=ASKED)
    keep(session, scene, new)
    made = session.execute(select(ConsultationRow.id)).scalar_one()
    return replace(new, is_new=False, replaces=made)


def with_steps(standing: LineStanding, line: Line, *steps: str) -> LineStanding:
    return replace(standing, line=line, values={**standing.values, "steps": [*steps]})


def keep(session: Session, scene: Scene, standing: LineStanding) -> None:
    keep_consultations(session, scene.supervisor.account_id, [standing], NOON)
    session.commit()


def test_a_step_that_was_taken_meanwhile_is_a_conflict(session: Session, scene: Scene) -> None:
    standing = asked(session, scene)
    seen = with_steps(standing, {**ANSWERED, "answer": "另一个答复"}, "given", "answered")
    keep(session, scene, with_steps(standing, ANSWERED, "given", "answered"))
    with pytest.raises(ConflictError, match="row_stands"):
        keep(session, scene, seen)
    session.rollback()
    assert words_of(session, standing.replaces or 0).answer == "先做安全筛查"


def test_an_answer_of_whom_it_was_given_to_before_is_a_conflict(
    session: Session, scene: Scene
) -> None:
    standing = asked(session, scene)
    keep(session, scene, with_steps(standing, GIVEN, "given"))
    made, other = standing.replaces or 0, expert(session, "E2")
    session.rollback()
    give_question(session, scene.supervisor, made, other, ZONE, at=NOON)
    with pytest.raises(ConflictError, match="row_stands"):
        keep(session, scene, with_steps(standing, ANSWERED, "answered"))
    session.rollback()
    assert session.get_one(ConsultationRow, made).answered_at is None
