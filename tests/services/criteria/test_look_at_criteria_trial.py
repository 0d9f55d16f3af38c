import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.criteria_versions import CriteriaCheckRow, CriteriaDraftRow
from qa_app.queries.criteria_trials import draft_tried
from qa_app.services.criteria.look_at_criteria_trial import look_at_criteria_trial
from qa_app.services.criteria.publish_criteria_draft import missing_checks
from qa_app.services.criteria.run_criteria_trial import run_criteria_trial
from tests.criteria_trials import SMALL, Tried, a_draft, a_trial, shipped_criteria
from tests.people import NOON, person

REASON = "试行期先按此标准运行，三个月后复核。这是理由。"


def looked(session: Session, scene: Tried, digest: str, reason: str = "") -> None:
    look_at_criteria_trial(session, scene.second, scene.draft, digest, reason, at=NOON)


def rows(session: Session) -> int:
    found = session.execute(select(func.count()).select_from(CriteriaCheckRow)).scalar_one()
    session.rollback()
    return int(found)


def lacking(session: Session, scene: Tried, draft: int) -> tuple[str, ...]:
    row = session.get(CriteriaDraftRow, draft)
    assert row is not None
    found = missing_checks(session, row, scene.second)
    session.rollback()
    return found


def test_looking_is_recorded_once_and_lets_publish(session: Session) -> None:
    scene = a_trial(session)
    assert lacking(session, scene, scene.draft) == ("dry_run", "names_agreed")
    digest = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    # to have tried it is not to have looked
    assert "dry_run" in lacking(session, scene, scene.draft)
    looked(session, scene, digest)
    looked(session, scene, digest)
    assert rows(session) == 1
    assert lacking(session, scene, scene.draft) == ("names_agreed",)
    found = draft_tried(session, scene.second, scene.draft)
    assert found is not None
    assert found.has_looked
    assert [(name, reason) for name, _, reason in found.looked] == [("city", "")]
    theirs = draft_tried(session, scene.author, scene.draft)
    assert theirs is not None
    assert not theirs.has_looked


def test_a_look_at_another_draft_does_not_count(session: Session) -> None:
    scene = a_trial(session)
    other = a_draft(session, scene.author, version="1.0.1")
    digest = run_criteria_trial(session, scene.second, other, SMALL, at=NOON)
    look_at_criteria_trial(session, scene.second, other, digest, "", at=NOON)
    assert "dry_run" not in lacking(session, scene, other)
    assert "dry_run" in lacking(session, scene, scene.draft)
    with pytest.raises(InvalidError, match="not_tried"):
        looked(session, scene, digest)
    run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    with pytest.raises(ConflictError, match="trial_stale"):
        looked(session, scene, digest)


def test_too_few_that_pass_want_a_reason(session: Session) -> None:
    scene = a_trial(session)
    # nobody can have a mean of 100 and stay there, so that no honest centre passes
    plain = _with_mean(">=100")
    draft = a_draft(session, scene.author, version="1.0.2", criteria=plain)
    digest = run_criteria_trial(session, scene.second, draft, SMALL, at=NOON)
    for reason in ("", "太短", "长" * 301):
        with pytest.raises(InvalidError, match="reason_length"):
            look_at_criteria_trial(session, scene.second, draft, digest, reason, at=NOON)
    assert rows(session) == 0
    look_at_criteria_trial(session, scene.second, draft, digest, f"  {REASON} ", at=NOON)
    found = draft_tried(session, scene.second, draft)
    assert found is not None
    assert [reason for *_, reason in found.looked] == [REASON]


def _with_mean(met: str) -> list[dict[str, object]]:
    return [
        {name: value for name, value in one.items() if name != "conditional"} | {"met": met}
        if one["id"] == "E09"
        else one
        for one in shipped_criteria()
    ]


def test_others_find_nothing(session: Session) -> None:
    scene = a_trial(session)
    digest = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    manager = person(Role.CENTRE_MANAGER, account_id=scene.author.account_id or 0)
    for actor, draft in ((manager, scene.draft), (scene.second, scene.draft + 1)):
        with pytest.raises(OutOfReachError):
            look_at_criteria_trial(session, actor, draft, digest, "", at=NOON)


def test_a_draft_that_is_settled_is_looked_at_no_more(session: Session) -> None:
    scene = a_trial(session)
    digest = run_criteria_trial(session, scene.second, scene.draft, SMALL, at=NOON)
    session.execute(update(CriteriaDraftRow).values(state="discarded"))
    session.commit()
    with pytest.raises(ConflictError, match="settled"):
        looked(session, scene, digest)
