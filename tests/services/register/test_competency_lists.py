"""Assessments and surveys of workers taken in as lists: by who supervises them, and nobody else."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind, Marks, NewAssessment
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.models.competency_rows import CompetencyAssessmentRow, CompetencyFrameworkRow
from qa_app.queries.competencies import assessments_of, survey_of
from qa_app.services.competencies.assess_worker import assess_worker
from tests.audits import ZONE
from tests.competencies import levels, published
from tests.records import EVENING, Talk, a_talk, begin
from tests.register_files import faults, given_out, looked_at, sent, take_in
from tests.services.learning.test_goals import strangers

F = "social_work/1.0.0"
ASSESSMENT = (
    *("A", "W1", F, "督导评定", "2026-03-02", "2027-03-02"),
    *("K1=1；K2=3", "提问偏多"),
)
SURVEY = ("A", "W1", F, "2026-03-02", "K1=2/4; K2=4/1")


@pytest.fixture
def talk(session: Session) -> Talk:
    made = a_talk(session)
    begin(session, made)
    published(session)
    published(session, area="legal_aid")
    return made


def test_an_assessment_comes_in_once_and_goes_out_without_its_note(
    session: Session, talk: Talk
) -> None:
    for counts in ((1, 0, 0), (0, 0, 1)):
        assert take_in(session, talk.lead, "assessments", ASSESSMENT, at=EVENING) == counts
    (made,) = assessments_of(session, talk.scene.workers["W1"])
    assert (made.on, made.next_on, made.by) == (
        date(2026, 3, 2),
        date(2027, 3, 2),
        talk.lead.account_id,
    )
    assert (made.levels, made.note) == (levels(Level.BASIC, Level.LEADING), "提问偏多")
    session.rollback()
    (out,) = given_out(session, talk.lead, "assessments", EVENING)
    assert out == (*ASSESSMENT[:3], "督导评定", *ASSESSMENT[4:6], "K1=1; K2=3", "")
    assert take_in(session, talk.lead, "assessments", out, at=EVENING) == (0, 0, 1)
    # a correction ends the row and keeps the note
    other = (*out[:6], "K1=2; K2=3", "")
    assert take_in(session, talk.lead, "assessments", other, at=EVENING) == (0, 1, 0)
    (made,) = assessments_of(session, talk.scene.workers["W1"])
    assert (made.levels["K1"], made.note) == (Level.PROFICIENT, "提问偏多")
    bodies = session.scalars(select(CompetencyAssessmentRow.note)).all()
    assert all("提问".encode() not in (one or b"") for one in bodies)


def test_what_was_entered_on_the_page_is_the_same_in_the_list(session: Session, talk: Talk) -> None:
    framework = session.scalars(
        select(CompetencyFrameworkRow.id).where(CompetencyFrameworkRow.area_code == "social_work")
    ).one()
    session.rollback()
    for level in (Level.BASIC, Level.LEADING):
        # two of one day: the one that was entered last counts
        new = NewAssessment(framework, AssessmentKind.SUPERVISOR, date(2026, 4, 9), levels(level))
        worker = talk.scene.workers["W1"]
        assess_worker(session, talk.lead, worker, new, ZONE, at=EVENING)
    (out,) = given_out(session, talk.lead, "assessments", EVENING)
    assert out[6] == "K1=3; K2=2"
    assert take_in(session, talk.lead, "assessments", out, at=EVENING) == (0, 0, 1)


def test_a_survey_on_paper_comes_in_once(session: Session, talk: Talk) -> None:
    for counts in ((1, 0, 0), (0, 0, 1)):
        assert take_in(session, talk.lead, "surveys", SURVEY, at=EVENING) == counts
    found = survey_of(session, talk.scene.workers["W1"])
    assert found is not None
    assert (found.on, found.marks) == (date(2026, 3, 2), {"K1": Marks(2, 4), "K2": Marks(4, 1)})
    session.rollback()
    assert given_out(session, talk.lead, "surveys", EVENING) == [SURVEY]


def test_each_fault_is_told_with_row_and_column(session: Session, talk: Talk) -> None:
    for at, value, flaw, column in (
        (1, "W2", "unknown_code", "worker"),  # nobody whom the lead supervises
        (2, "social_work/9.9.9", "unknown_code", "framework"),
        (2, "legal_aid/1.0.0", "not_together", "framework"),
        (5, "2026-03-02", "day_outside", "next_on"),
        (6, "K1=1", "marks_missing", "levels"),
        (6, "well", "not_marks", "levels"),
        (7, "王小明的母亲不满意", "name", "remark"),
    ):
        cells = [*ASSESSMENT]
        cells[at] = value
        done = looked_at(session, talk.lead, "assessments", cells, at=EVENING)
        assert faults(done) == [(flaw, 2, column)]


def test_nobody_else_takes_them_in_or_away(session: Session, talk: Talk) -> None:
    lines = looked_at(session, talk.lead, "assessments", ASSESSMENT, at=EVENING).lines
    take_in(session, talk.lead, "assessments", ASSESSMENT, at=EVENING)
    for actor in (*strangers(session, talk), talk.worker):
        with pytest.raises((NotAllowedError, InvalidError)):
            sent(session, actor, "assessments", lines, EVENING)
        session.rollback()
        assert given_out(session, actor, "assessments", EVENING) == []
