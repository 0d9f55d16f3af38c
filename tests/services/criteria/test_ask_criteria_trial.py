"""A trial is asked for once, waits, is run by whoever comes first, and again after a failure."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.defaults import TRIAL_SILENT_MINUTES
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.journal import JournalRow
from qa_app.queries.criteria_trials import draft_tried, waiting_trials
from qa_app.services.criteria.ask_criteria_trial import ask_criteria_trial
from qa_app.services.criteria.note_trial import note_trial
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import SMALL, a_trial
from tests.people import NOON, person

MINUTE = timedelta(minutes=1)


def acts(session: Session) -> int:
    query = select(func.count()).where(JournalRow.action == "criteria:ask_trial")
    found = session.execute(query).scalar_one()
    session.rollback()
    return int(found)


def test_asked_twice_is_asked_once_and_waits_until_it_was_run(session: Session) -> None:
    scene = a_trial(session)
    assert waiting_trials(session, NOON) == ()
    for actor in (scene.second, scene.author):
        ask_criteria_trial(session, actor, scene.draft, at=NOON)
    assert acts(session) == 1
    assert waiting_trials(session, NOON) == (scene.draft,)
    found = draft_tried(session, scene.author, scene.draft)
    assert found is not None
    assert found.ask is not None
    assert (found.ask.done, found.ask.parts, found.ask.is_failed) == (0, 0, False)
    session.rollback()
    run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    assert waiting_trials(session, NOON) == ()
    ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
    assert acts(session) == 1


def test_one_that_runs_is_left_alone_and_one_that_was_killed_waits_again(session: Session) -> None:
    scene = a_trial(session)
    ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
    note_trial(session, scene.draft, 3, 40, at=NOON)
    still = NOON + TRIAL_SILENT_MINUTES * MINUTE
    assert waiting_trials(session, still) == ()
    assert waiting_trials(session, still + MINUTE) == (scene.draft,)


def test_one_that_failed_can_be_asked_for_again(session: Session) -> None:
    scene = a_trial(session)
    ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
    note_trial(session, scene.draft, 3, 40, is_failed=True, at=NOON)
    assert waiting_trials(session, NOON) == ()
    found = draft_tried(session, scene.second, scene.draft)
    assert found is not None
    assert found.ask is not None
    assert found.ask.is_failed
    session.rollback()
    ask_criteria_trial(session, scene.author, scene.draft, at=NOON)
    assert (acts(session), waiting_trials(session, NOON)) == (2, (scene.draft,))


def test_others_ask_for_nothing_and_a_settled_draft_is_not_tried(session: Session) -> None:
    scene = a_trial(session)
    manager = person(Role.CENTRE_MANAGER, account_id=scene.author.account_id or 0)
    for actor, draft in ((manager, scene.draft), (scene.second, scene.draft + 1)):
        with pytest.raises(OutOfReachError):
            ask_criteria_trial(session, actor, draft, at=NOON)
        session.rollback()
    session.execute(update(CriteriaDraftRow).values(state="discarded"))
    session.commit()
    with pytest.raises(ConflictError, match="settled"):
        ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
