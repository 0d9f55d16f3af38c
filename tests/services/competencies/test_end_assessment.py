"""A mistake is taken back by who may assess, once, and stays in the database."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import AssessmentKind
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.competency_rows import CompetencyAssessmentRow
from qa_app.queries.competencies import assessments_of, subjects
from qa_app.services.competencies.end_assessment import end_assessment
from tests.audits import ZONE
from tests.competencies import levels
from tests.records import EVENING
from tests.services.competencies.test_assess_worker import TODAY, a_known_talk, assess
from tests.services.learning.test_goals import strangers


def end(session: Session, actor: Actor, made: int) -> int:
    return end_assessment(session, actor, made, ZONE, at=EVENING)


def test_it_counts_no_more_and_is_kept(session: Session) -> None:
    talk, framework = a_known_talk(session)
    # the second of a day takes the place of the first, which does not come back with its end
    assess(session, talk, talk.lead, framework, levels=levels(Level.LEADING))
    made = assess(session, talk, talk.lead, framework)
    assert end(session, talk.lead, made) == talk.scene.workers["W1"]
    assert assessments_of(session, talk.scene.workers["W1"]) == ()
    (found,) = subjects(session, talk.lead, TODAY)
    assert found.assessed_on is None
    assert session.execute(select(func.count(CompetencyAssessmentRow.id))).scalar_one() == 2
    session.rollback()
    with pytest.raises(ConflictError, match="assessment_ended"):
        end(session, talk.lead, made)


def test_each_side_takes_back_its_own_alone(session: Session) -> None:
    talk, framework = a_known_talk(session)
    theirs = assess(session, talk, talk.lead, framework)
    own = {"kind": AssessmentKind.SELF, "levels": levels(Level.LEADING)}
    own_one = assess(session, talk, talk.worker, framework, **own)
    for actor, made in ((talk.worker, theirs), (talk.lead, own_one)):
        with pytest.raises(OutOfReachError):
            end(session, actor, made)
    for actor in strangers(session, talk):
        with pytest.raises(OutOfReachError):
            end(session, actor, theirs)
        session.rollback()
    with pytest.raises(OutOfReachError):
        end(session, talk.lead, 10**6)
    assert end(session, talk.worker, own_one) == talk.scene.workers["W1"]
