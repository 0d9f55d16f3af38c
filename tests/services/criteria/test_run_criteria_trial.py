import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.criteria import CriteriaFile
from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import ConflictError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.rules.decision import Status
from qa_app.domain.trial import digest_of_trial, plain_trial
from qa_app.models.accounts import AccountRow
from qa_app.models.criteria_sandbox import CriteriaSandboxRow
from qa_app.models.criteria_versions import CriteriaDraftRow
from qa_app.models.journal import JournalRow
from qa_app.queries.criteria_trials import draft_tried
from qa_app.queries.try_criteria import try_criteria
from qa_app.services.criteria.ask_criteria_trial import ask_criteria_trial
from qa_app.services.criteria.note_trial import note_trial
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import DAYS, SMALL, a_trial
from tests.people import NOON, OPERATOR, person


def count(session: Session, row: type[CriteriaSandboxRow] | type[JournalRow]) -> int:
    found = session.execute(select(func.count()).select_from(row)).scalar_one()
    session.rollback()
    return int(found)


def test_a_draft_is_tried_once_and_what_came_out_stays(session: Session) -> None:
    scene = a_trial(session)
    digest = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    found = draft_tried(session, scene.second, scene.draft)
    assert found is not None
    assert found.trial is not None
    assert (found.digest, found.has_looked, found.is_mine, found.is_open) == (
        digest,
        False,
        False,
        True,
    )
    assert found.trial.rubrics["social_work"] == ("sw_case_management", "1.0.0")
    # three sets, six rows, the rubric of the scene besides
    assert set(found.trial.rubrics) == {"social_work", "legal_aid"}
    assert [one.total for one in found.trial.passed] == [2] * 36
    assert found.trial.past.days == DAYS
    session.rollback()
    acts = count(session, JournalRow)
    assert run_criteria_trial(session, scene.author, scene.draft, SMALL, at=NOON) == digest
    assert (count(session, CriteriaSandboxRow), count(session, JournalRow)) == (1, acts)


def test_nothing_in_force_makes_everything_a_difference(session: Session) -> None:
    scene = a_trial(session)
    run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    found = draft_tried(session, scene.second, scene.draft)
    assert found is not None
    assert found.trial is not None
    past = found.trial.past
    assert past.base == ""
    assert {one.turn.now for one in past.changed} == {None}
    # of nothing is anything collected, so that a must criterion cannot be told
    assert {one.turn.then for one in past.changed} == {Status.DEFERRED}
    assert {(one.turn.first, one.turn.last) for one in past.changed} == {(DAYS[0], DAYS[-1])}
    assert len(past.changed) == 3 * past.area_count


def test_others_find_nothing(session: Session) -> None:
    scene = a_trial(session)
    manager = person(Role.CENTRE_MANAGER, account_id=scene.author.account_id or 0)
    for actor, draft in ((manager, scene.draft), (scene.second, scene.draft + 1)):
        with pytest.raises(OutOfReachError):
            run_criteria_trial(session, actor, draft, SMALL, at=NOON)
        assert draft_tried(session, actor, draft) is None
        session.rollback()


def test_a_draft_that_is_settled_is_not_tried(session: Session) -> None:
    scene = a_trial(session)
    session.execute(update(CriteriaDraftRow).values(state="discarded"))
    session.commit()
    with pytest.raises(ConflictError, match="settled"):
        run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)


def test_a_trial_never_changes(session: Session) -> None:
    scene = a_trial(session)
    run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(update(CriteriaSandboxRow).values(digest="0" * 64))
    session.rollback()


def test_who_asked_for_it_had_it_run(session: Session) -> None:
    scene = a_trial(session)
    with pytest.raises(OutOfReachError):
        run_criteria_trial(session, OPERATOR, scene.draft, SMALL, at=NOON)
    session.rollback()
    ask_criteria_trial(session, scene.second, scene.draft, at=NOON)
    heard: list[tuple[int, int]] = []

    def told(done: int, parts: int) -> None:
        note_trial(session, scene.draft, done, parts, at=NOON)
        heard.append((done, parts))

    run_criteria_trial(session, OPERATOR, scene.draft, SMALL, told, at=NOON)
    # two areas, the simulated centres, three days
    assert heard == [(done, 6) for done in range(7)]
    found = draft_tried(session, scene.second, scene.draft)
    assert found is not None
    asked = session.get(AccountRow, scene.second.account_id)
    assert asked is not None
    assert (found.ran_by, found.ask) == (asked.display_name, None)


def test_the_result_is_the_same_whoever_runs_it(session: Session) -> None:
    scene = a_trial(session)
    told = try_criteria(session, *_content(session, scene.draft), SMALL)
    digest = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    assert digest == digest_of_trial(plain_trial(told))


def _content(session: Session, draft_id: int) -> tuple[CriteriaFile, str]:
    row = session.get(CriteriaDraftRow, draft_id)
    assert row is not None
    return file_of(row.content), row.fingerprint
