from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import Stage
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.places import CentreRow
from qa_app.queries.criteria_versions import proposed_sets, sets_in_force
from qa_app.services.criteria.propose_criteria_set import SetChoice, propose_criteria_set
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.criteria.settle_criteria_set import settle_criteria_set
from tests.criteria_drafts import TODAY, the_file
from tests.drafts import somebody
from tests.people import NOON, OPERATOR
from tests.register import two_centres

LATER = TODAY + timedelta(days=10)


def test_a_second_person_puts_a_set_in_force_for_a_place_from_its_day(session: Session) -> None:
    publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON)
    a, b = two_centres(session)
    version = publish_criteria(session, OPERATOR, the_file("1.1.0"), TODAY, at=NOON).version_id
    one = somebody(session, "one", Role.SENIOR_SUPERVISOR)
    two = somebody(session, "two", Role.SENIOR_SUPERVISOR)
    place, path = session.get_one(CentreRow, a).place_id, session.get_one(CentreRow, a).place_path
    choice = SetChoice(place, Stage.FULL, version, "provisional", LATER)
    made = propose_criteria_set(session, one, choice, TODAY, at=NOON)
    assert propose_criteria_set(session, one, choice, TODAY, at=NOON) == made
    with pytest.raises(ConflictError, match="same_person"):
        settle_criteria_set(session, one, made, TODAY, is_agreed=True, at=NOON)
    for _ in range(2):
        settle_criteria_set(session, two, made, TODAY, is_agreed=True, at=NOON)
    with pytest.raises(ConflictError, match="settled"):
        settle_criteria_set(session, one, made, TODAY, is_agreed=False, at=NOON)
    before, after = sets_in_force(session, TODAY), sets_in_force(session, LATER)
    found = after.of(path, Stage.FULL)
    assert found is not None
    assert (found.version_id, found.set.code) == (version, "provisional")
    elsewhere = after.of(session.get_one(CentreRow, b).place_path, Stage.FULL)
    assert elsewhere == before.of(path, Stage.FULL)
    assert proposed_sets(session) == ()


def test_what_cannot_be_proposed_or_settled(session: Session) -> None:
    version = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON).version_id
    one = somebody(session, "one", Role.SENIOR_SUPERVISOR)
    two = somebody(session, "two", Role.SENIOR_SUPERVISOR)
    reader = somebody(session, "reader", Role.JUDICIAL_READER)
    choice = SetChoice(None, Stage.FULL, version, "full", TODAY)
    for wrong, code in (
        (replace(choice, version_id=99), "unknown_set"),
        (replace(choice, set_code="best"), "unknown_set"),
        (replace(choice, place_id=99), "unknown_place"),
        (replace(choice, from_day=TODAY - timedelta(days=1)), "day_past"),
    ):
        with pytest.raises(InvalidError, match=code):
            propose_criteria_set(session, one, wrong, TODAY, at=NOON)
    with pytest.raises(NotAllowedError):
        propose_criteria_set(session, reader, choice, TODAY, at=NOON)
    made = propose_criteria_set(session, one, choice, TODAY, at=NOON)
    with pytest.raises(OutOfReachError):
        settle_criteria_set(session, reader, made, TODAY, is_agreed=True, at=NOON)
    with pytest.raises(OutOfReachError):
        settle_criteria_set(session, two, made + 9, TODAY, is_agreed=True, at=NOON)
    with pytest.raises(InvalidError, match="day_past"):
        settle_criteria_set(session, two, made, LATER, is_agreed=True, at=NOON)
    settle_criteria_set(session, one, made, TODAY, is_agreed=False, at=NOON)  # taken back
    assert proposed_sets(session) == ()
