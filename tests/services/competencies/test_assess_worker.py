"""Who supervises a worker assesses them, and workers assess themselves; the six cases."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind, NewAssessment
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.models.journal import JournalRow
from qa_app.queries.competencies import assessments_of, subjects
from qa_app.services.competencies.assess_worker import assess_worker
from tests.audits import ZONE
from tests.competencies import levels, published
from tests.records import EVENING, Talk, a_talk, begin
from tests.services.learning.test_goals import strangers

TODAY = date(2026, 4, 9)


def a_known_talk(session: Session) -> tuple[Talk, int]:
    talk = a_talk(session)
    begin(session, talk)
    return talk, published(session)


def assess(session: Session, talk: Talk, actor: Actor, framework: int, **fields: Any) -> int:
    made = NewAssessment(framework, AssessmentKind.SUPERVISOR, TODAY, levels(Level.BASIC))
    made = replace(made, **fields)
    return assess_worker(session, actor, talk.scene.workers["W1"], made, ZONE, at=EVENING)


def test_a_supervisor_and_the_worker_read_it(session: Session) -> None:
    talk, framework = a_known_talk(session)
    assess(session, talk, talk.lead, framework, note="记录及时，提问偏多")
    own = {"kind": AssessmentKind.SELF, "levels": levels(Level.LEADING)}
    assess(session, talk, talk.worker, framework, **own)
    for actor in (talk.lead, talk.worker):
        (found,) = subjects(session, actor, TODAY)
        assert (found.code, found.assessed_on, found.next_on) == ("W1", TODAY, date(2027, 4, 9))
    own_one, theirs = assessments_of(session, talk.scene.workers["W1"])
    assert (own_one.kind, own_one.levels, own_one.note) == (AssessmentKind.SELF, own["levels"], "")
    assert (theirs.levels["K1"], theirs.note) == (Level.BASIC, "记录及时，提问偏多")
    assert theirs.by == talk.lead.account_id


def test_a_note_is_sealed_and_the_journal_tells_no_level(session: Session) -> None:
    talk, framework = a_known_talk(session)
    reason = "文书上的固定称呼"
    assess(session, talk, talk.lead, framework, note="王小明的母亲不满意", name_reason=reason)
    body = session.execute(select(CompetencyAssessmentRow.note)).scalar_one()
    assert body is not None
    assert "王小明".encode() not in body
    rows = session.execute(
        select(JournalRow.detail).where(JournalRow.action == "competency:assess")
    ).scalars()
    (detail,) = [str(one) for one in rows]
    assert "K1" not in detail
    assert reason not in detail


def test_nobody_else_assesses(session: Session) -> None:
    talk, framework = a_known_talk(session)
    for actor in (*strangers(session, talk), talk.worker):
        with pytest.raises(OutOfReachError):
            assess(session, talk, actor, framework)
        session.rollback()
    with pytest.raises(OutOfReachError):
        assess(session, talk, talk.lead, framework, kind=AssessmentKind.SELF)


def test_what_is_refused_and_the_same_form_twice(session: Session) -> None:
    talk, framework = a_known_talk(session)
    with pytest.raises(InvalidError, match="levels_missing"):
        assess(session, talk, talk.lead, framework, levels={})
    with pytest.raises(InvalidError, match="assessment_day"):
        assess(session, talk, talk.lead, framework, on=date(2026, 4, 10))
    with pytest.raises(InvalidError, match="likely_name"):
        assess(session, talk, talk.lead, framework, note="王小明的母亲不满意")
    made = assess(session, talk, talk.lead, framework, key="k" * 22)
    assert assess(session, talk, talk.lead, framework, key="k" * 22) == made
    with pytest.raises(ConflictError, match="key_reused"):
        assess(session, talk, talk.lead, framework, key="k" * 22, levels=levels(Level.LEADING))
    published(session, version="1.1.0")
    with pytest.raises(ConflictError, match="framework_changed"):
        assess(session, talk, talk.lead, framework)


def test_the_database_refuses_to_change_it(session: Session) -> None:
    talk, framework = a_known_talk(session)
    assess(session, talk, talk.lead, framework)
    for statement in (
        update(CompetencyAssessmentRow).values(levels="{}"),
        delete(CompetencyAssessmentRow),
    ):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()
