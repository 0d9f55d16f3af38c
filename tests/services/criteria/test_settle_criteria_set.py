from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import Stage
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.models.places import CentreRow
from qa_app.queries.criteria_versions import proposed_sets, sets_in_force, sets_known
from qa_app.services.criteria.propose_criteria_set import SetChoice, propose_criteria_set
from qa_app.services.criteria.publish_criteria import publish_criteria
from qa_app.services.criteria.settle_criteria_set import settle_criteria_set
from tests.audits import ZONE
from tests.criteria_drafts import TODAY, the_file
from tests.drafts import somebody
from tests.one_hand import refuses_one_hand
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
    refuses_one_hand(
        session,
        lambda: settle_criteria_set(session, two, made, TODAY, is_agreed=True, at=NOON),
        two,
        one,
    )
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


def test_a_past_day_keeps_the_set_that_was_in_force_on_it(session: Session) -> None:
    assert sets_known(session, TODAY, ZONE).sets == ()
    first = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON).version_id
    version = publish_criteria(session, OPERATOR, the_file("1.1.0"), TODAY, at=NOON).version_id
    one = somebody(session, "one", Role.SENIOR_SUPERVISOR)
    two = somebody(session, "two", Role.SENIOR_SUPERVISOR)

    def full_on(day: date) -> int | None:
        found = sets_known(session, day, ZONE).of("", Stage.FULL)
        return None if found is None else found.version_id

    choice = SetChoice(None, Stage.FULL, version, "full", LATER)
    made = propose_criteria_set(session, one, choice, TODAY, at=NOON)
    settle_criteria_set(session, two, made, TODAY, is_agreed=True, at=NOON)
    days = [TODAY - timedelta(days=400), TODAY, LATER - timedelta(days=1), LATER]
    assert [full_on(day) for day in days] == [first, first, first, version]
    # confirmed in the night after its day (16:30 UTC is half past midnight in China): of that day
    # nobody knew it yet
    third = publish_criteria(session, OPERATOR, the_file("1.2.0"), TODAY, at=NOON).version_id
    last = LATER + timedelta(days=3)
    made = propose_criteria_set(
        session, one, replace(choice, version_id=third, from_day=last), TODAY, at=NOON
    )
    late = datetime.combine(last, time(16, 30), UTC)
    settle_criteria_set(session, two, made, last, is_agreed=True, at=late)
    assert [full_on(last), full_on(last + timedelta(days=1))] == [version, third]


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
