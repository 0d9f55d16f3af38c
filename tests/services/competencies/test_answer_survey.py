"""Workers say what they need, for themselves; the latest counts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.competency_answers import Marks, NewSurvey
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.queries.competencies import survey_of
from qa_app.services.competencies.answer_survey import answer_survey
from tests.audits import ZONE
from tests.competencies import published
from tests.records import EVENING
from tests.services.competencies.test_assess_worker import TODAY, a_known_talk
from tests.services.learning.test_goals import strangers

MARKS = {"K1": Marks(1, 4), "K2": Marks(3, 2)}


def answer(session: Session, actor: Actor, framework: int, days: int = 0, **fields: Any) -> int:
    made = replace(NewSurvey(framework, MARKS), **fields)
    return answer_survey(session, actor, made, ZONE, at=EVENING + timedelta(days=days))


def test_the_latest_counts(session: Session) -> None:
    talk, framework = a_known_talk(session)
    assert survey_of(session, talk.scene.workers["W1"]) is None
    session.rollback()
    answer(session, talk.worker, framework)
    later = {"K1": Marks(4, 4), "K2": Marks(3, 2)}
    answer(session, talk.worker, framework, 1, marks=later)
    found = survey_of(session, talk.scene.workers["W1"])
    assert found is not None
    assert (found.on, found.marks) == (TODAY + timedelta(days=1), later)


def test_nobody_answers_for_a_worker(session: Session) -> None:
    talk, framework = a_known_talk(session)
    others = [one for one in strangers(session, talk) if one.practitioner_id is None]
    for actor in (*others, talk.lead):
        with pytest.raises(OutOfReachError):
            answer(session, actor, framework)
        session.rollback()


def test_what_is_refused_and_the_same_form_twice(session: Session) -> None:
    talk, framework = a_known_talk(session)
    with pytest.raises(InvalidError, match="marks_missing"):
        answer(session, talk.worker, framework, marks={"K1": Marks(1, 4)})
    made = answer(session, talk.worker, framework, key="k" * 22)
    assert answer(session, talk.worker, framework, key="k" * 22) == made
    with pytest.raises(ConflictError, match="key_reused"):
        answer(session, talk.worker, framework, key="k" * 22, marks=dict(MARKS, K1=Marks(2, 2)))
    published(session, version="1.1.0")
    with pytest.raises(ConflictError, match="framework_changed"):
        answer(session, talk.worker, framework)
