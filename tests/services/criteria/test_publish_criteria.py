import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import Stage
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.people import Role
from qa_app.models.criteria_versions import CriteriaVersionRow
from qa_app.queries.criteria_versions import criteria_file, newest_criteria, sets_in_force
from qa_app.services.criteria.publish_criteria import publish_criteria
from tests.criteria_drafts import TODAY, the_file
from tests.people import NOON, OPERATOR, person


def test_the_first_version_is_in_force_for_every_stage_at_once(session: Session) -> None:
    done = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    found = sets_in_force(session, TODAY)
    told = {stage: found.of("1/7/", stage) for stage in Stage}
    assert {stage: one.set.code for stage, one in told.items() if one} == {
        Stage.CANDIDATE: "candidate",
        Stage.PROVISIONAL: "provisional",
        Stage.FULL: "full",
    }
    full = told[Stage.FULL]
    assert full is not None
    assert (full.version_id, full.version[:2]) == (
        done.version_id,
        ("judicial_cooperation_list", "1.0.0"),
    )
    assert sets_in_force(session, TODAY.replace(day=1)).sets == ()


def test_the_same_again_changes_nothing_and_another_content_is_refused(session: Session) -> None:
    first = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    again = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    assert (first.is_new, again) == (True, type(again)(first.version_id, is_new=False))
    with pytest.raises(ConflictError, match="version_taken"):
        publish_criteria(session, OPERATOR, the_file(note={"zh": "别的"}), TODAY, at=NOON)
    later = publish_criteria(session, OPERATOR, the_file("1.1.0"), TODAY, at=NOON)
    newest = newest_criteria(session)
    assert newest is not None
    assert newest.id == later.version_id
    # a later one waits for two people
    assert {one.version_id for one in sets_in_force(session, TODAY).sets} == {first.version_id}
    file = criteria_file(session, later.version_id)
    assert file is not None
    assert file.version == "1.1.0"


def test_only_the_system_publishes_so_and_nothing_retired(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        publish_criteria(session, person(Role.SENIOR_SUPERVISOR), the_file(), TODAY, at=NOON)
    with pytest.raises(InvalidError, match="retired"):
        publish_criteria(session, OPERATOR, the_file(status="retired"), TODAY, at=NOON)


def test_the_database_keeps_a_version_as_it_is(session: Session) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    for change in (
        update(CriteriaVersionRow).values(content="{}"),
        delete(CriteriaVersionRow),
    ):
        with pytest.raises(DBAPIError, match="never changes"):
            session.execute(change)
        session.rollback()
