"""Questions to experts taken in as a list: steps are added, and what stands is never changed."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.models.expert_rows import ConsultationRow
from qa_app.queries.consultations import consultations, words_of
from qa_app.services.register.ask_expert import NewQuestion, ask_expert
from tests.audits import ZONE
from tests.limits import Scene, a_scene
from tests.people import NOON, OPERATOR
from tests.register_files import faults, given_out, looked_at, sent, take_in
from tests.sessions import reference

CASE = reference(1)
ASKED = ("A", "ZX-1", CASE, "风险评估", "2026-03-02", *[""] * 4, "如何评估风险？", "")
ANSWERED = (*ASKED[:5], "E1", "2026-03-03", "2026-03-05", "", "如何评估风险？", "先做安全筛查")
CLOSED = (*ANSWERED[:8], "2026-03-06", "", "")
EXPERT = ("PL", "E1", "周老师", "昆明某大学", "社会工作/个案管理", "2026-01-01", "2026-12-31")


@pytest.fixture
def scene(session: Session) -> Scene:
    made = a_scene(session)
    take_in(session, OPERATOR, "experts", EXPERT, at=NOON)
    return made


def given(session: Session, scene: Scene) -> list[tuple[str, ...]]:
    return given_out(session, scene.supervisor, "consultations", NOON)


def test_it_comes_in_step_by_step_and_each_step_once(session: Session, scene: Scene) -> None:
    lead, manager = scene.supervisor, scene.manager
    for actor, line, counts in (
        (manager, ASKED, (1, 0, 0)),
        (manager, ASKED, (0, 0, 1)),
        (lead, ANSWERED, (0, 1, 0)),
        (lead, ANSWERED, (0, 0, 1)),
        (manager, CLOSED, (0, 1, 0)),
        (lead, CLOSED, (0, 0, 1)),
        # a file of before says nothing of what came later
        (manager, ASKED, (0, 0, 1)),
    ):
        assert take_in(session, actor, "consultations", line, at=NOON) == counts
    (row,) = session.scalars(select(ConsultationRow)).all()
    assert (row.asked_by, row.closed_by) == (manager.account_id, manager.account_id)
    assert (row.given_by, row.answered_by) == (lead.account_id, lead.account_id)
    assert (row.recorded_at, row.answer_recorded_at) == (NOON, NOON)
    assert "风险".encode() not in row.question
    assert row.answered_at is not None
    # noon in Shanghai
    assert row.answered_at.isoformat() == "2026-03-05T04:00:00+00:00"
    said = words_of(session, row.id)
    assert (said.question, said.answer) == ("如何评估风险？", "先做安全筛查")
    session.rollback()
    (one,) = consultations(session, scene.manager)
    assert (one.reference, one.expert) == (CASE, "周老师 · 昆明某大学")
    session.rollback()
    # what goes out holds no words
    assert given(session, scene) == [CLOSED]
    assert take_in(session, scene.supervisor, "consultations", *given(session, scene), at=NOON) == (
        0,
        0,
        1,
    )


def test_a_question_that_was_asked_here_stays_as_it_is(session: Session, scene: Scene) -> None:
    made = ask_expert(
        session, scene.manager, NewQuestion(CASE, "risk", "如何评估？"), ZONE, at=NOON
    )
    session.rollback()
    (out,) = given(session, scene)
    assert out[1] == f"Q-{made}"
    assert take_in(session, scene.supervisor, "consultations", out, at=NOON) == (0, 0, 1)
    further = (*out[:5], "E1", "2026-03-23", *out[7:])
    done = looked_at(session, scene.supervisor, "consultations", further, at=NOON)
    assert faults(done) == [("not_together", 2, "expert")]


def test_each_fault_is_told_with_row_and_column(session: Session, scene: Scene) -> None:
    for line, at, value, flaw, column in (
        (ASKED, 0, "Z", "unknown_code", "centre"),
        (ASKED, 1, "Q-77", "unknown_code", "number"),
        (ASKED, 2, reference(4), "unknown_code", "case"),  # of another centre
        (ASKED, 4, "2020-12-31", "before_other", "asked_on"),  # the case was opened later
        (ASKED, 9, "孩子姓名：李小明", "name", "question"),
        (ANSWERED, 5, "E9", "unknown_code", "expert"),
        (ANSWERED, 6, "2026-03-01", "before_other", "given_on"),
    ):
        cells = [*line]
        cells[at] = value
        done = looked_at(session, scene.supervisor, "consultations", cells, at=NOON)
        assert (flaw, 2, column) in faults(done)


def test_an_expert_answers_in_office_and_for_their_areas_alone(
    session: Session, scene: Scene
) -> None:
    late = (*EXPERT[:5], "2026-03-04", "")
    law = ("PL", "E2", "吴老师", "昆明某大学", "法律援助", "2026-01-01", "")
    take_in(session, OPERATOR, "experts", late, law, at=NOON)
    for expert in ("E1", "E2"):
        cells = (*ANSWERED[:5], expert, *ANSWERED[6:])
        done = looked_at(session, scene.supervisor, "consultations", cells, at=NOON)
        assert faults(done) == [("not_together", 2, "expert")]


def test_each_side_takes_in_the_steps_of_its_pages_alone(session: Session, scene: Scene) -> None:
    lead, manager = scene.supervisor, scene.manager
    lines = looked_at(session, manager, "consultations", ASKED, at=NOON).lines
    for actor in (scene.worker, scene.judge, OPERATOR):
        with pytest.raises(NotAllowedError):
            sent(session, actor, "consultations", lines, NOON)
        session.rollback()
    with pytest.raises(InvalidError, match="unknown_code"):
        sent(session, lead, "consultations", lines, NOON)
    session.rollback()
    steps = ((ASKED, manager, lead, "asked_on"), (ANSWERED, lead, manager, "given_on"))
    for line, may, other, column in (*steps, (CLOSED, manager, lead, "closed_on")):
        done = looked_at(session, other, "consultations", line, at=NOON)
        assert faults(done) == [("step_of_others", 2, column)]
        take_in(session, may, "consultations", line, at=NOON)
    for actor in (scene.elsewhere, scene.worker):
        assert given_out(session, actor, "consultations", NOON) == []


def test_no_step_comes_without_its_words(session: Session, scene: Scene) -> None:
    for line, who, column in ((ASKED, scene.manager, 9), (ANSWERED, scene.supervisor, 10)):
        silent = (*line[:column], "", *line[column + 1 :])
        done = looked_at(session, who, "consultations", silent, at=NOON)
        name = {9: "question", 10: "answer"}[column]
        assert faults(done) == [("missing", 2, name)]
        take_in(session, who, "consultations", line, at=NOON)


def test_an_answer_of_today_is_not_ahead_of_now(session: Session, scene: Scene) -> None:
    morning = datetime(2026, 3, 23, 1, tzinfo=NOON.tzinfo)
    today = date(2026, 3, 23).isoformat()
    line = (*ASKED[:4], today, "E1", today, today, *ANSWERED[8:])
    take_in(session, scene.manager, "consultations", (*line[:5], *ASKED[5:]), at=morning)
    take_in(session, scene.supervisor, "consultations", line, at=morning)
    (row,) = session.scalars(select(ConsultationRow)).all()
    assert row.answered_at == morning
