"""Assessments and surveys of workers taken in as lists: by who supervises them, and nobody else."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind, Marks, NewAssessment, NewSurvey
from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.models.competency_rows import CompetencyAssessmentRow, CompetencyFrameworkRow
from qa_app.queries.competencies import assessments_of, survey_of
from qa_app.queries.register_list_tables import LIST_TABLES
from qa_app.services.competencies.answer_survey import answer_survey
from qa_app.services.competencies.assess_worker import assess_worker
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
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
    session.rollback()
    # so does another note alone
    noted = (*other[:7], "提问适当")
    for counts in ((0, 1, 0), (0, 0, 1)):
        assert take_in(session, talk.lead, "assessments", noted, at=EVENING) == counts
    (made,) = assessments_of(session, talk.scene.workers["W1"])
    assert (made.levels["K1"], made.note) == (Level.PROFICIENT, "提问适当")
    bodies = session.scalars(select(CompetencyAssessmentRow.note)).all()
    assert all("提问".encode() not in (one or b"") for one in bodies)


def test_what_was_entered_on_the_page_is_the_same_in_the_list(session: Session, talk: Talk) -> None:
    framework = session.scalars(
        select(CompetencyFrameworkRow.id).where(CompetencyFrameworkRow.area_code == "social_work")
    ).one()
    session.rollback()
    for level in (Level.BASIC, Level.LEADING):
        # a second one of the day takes the place of the first
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
    assert found.entered_by == talk.lead.name
    session.rollback()
    assert given_out(session, talk.lead, "surveys", EVENING) == [SURVEY]


def test_what_a_worker_said_on_screen_is_theirs_alone(session: Session, talk: Talk) -> None:
    worker, day = talk.scene.workers["W1"], "2026-04-09"
    framework = session.scalars(
        select(CompetencyFrameworkRow.id).where(CompetencyFrameworkRow.area_code == "social_work")
    ).one()
    session.rollback()
    own = NewAssessment(framework, AssessmentKind.SELF, date(2026, 4, 9), levels(Level.LEADING))
    assess_worker(session, talk.worker, worker, own, ZONE, at=EVENING)
    marks = {"K1": Marks(1, 4), "K2": Marks(3, 3)}
    answer_survey(session, talk.worker, NewSurvey(framework, marks), ZONE, at=EVENING)
    assessed = (*ASSESSMENT[:3], "本人自评", day, "2027-04-09", "K1=0; K2=0", "")
    for code, line, column in (
        ("assessments", assessed, "assessed_on"),
        ("surveys", (*SURVEY[:3], day, "K1=4/1; K2=4/1"), "answered_on"),
    ):
        # neither given out, nor changed, nor ended
        assert given_out(session, talk.lead, code, EVENING) == []
        done = looked_at(session, talk.lead, code, line, at=EVENING)
        assert faults(done) == [("said_themselves", 2, column)]
        # another day from paper is taken in, and ended again
        at = LIST_TABLES[code].listed.columns.index(LIST_TABLES[code].listed.column(column))
        paper = (*line[:at], "2026-03-02", *line[at + 1 :])
        lines = looked_at(session, talk.lead, code, paper, at=EVENING).lines
        assert sent(session, talk.lead, code, lines, EVENING) == (1, 0, 0)
        gone = EndedRow(LIST_TABLES[code], lines[0], RowEndedWhy.MISTAKEN)
        end_register_row(session, talk.lead, gone, ZONE, at=EVENING)
        theirs = replace(gone, line={**lines[0], column: date(2026, 4, 9)})
        with pytest.raises(OutOfReachError):
            end_register_row(session, talk.lead, theirs, ZONE, at=EVENING)
    (made,) = assessments_of(session, worker)
    assert (made.levels, made.entered_by) == (levels(Level.LEADING), "")
    found = survey_of(session, worker)
    assert found is not None
    assert (found.marks, found.entered_by) == (marks, "")


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
