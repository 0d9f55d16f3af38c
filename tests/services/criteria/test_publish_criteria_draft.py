import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Role
from qa_app.models.criteria_versions import CriteriaDraftRow, CriteriaVersionRow
from qa_app.queries.criteria_versions import open_drafts
from qa_app.services.criteria.discard_criteria_draft import discard_criteria_draft
from qa_app.services.criteria.hand_in_criteria import hand_in_criteria
from qa_app.services.criteria.publish_criteria_draft import publish_criteria_draft
from qa_app.services.criteria.tick_criteria_check import tick_criteria_check
from tests.criteria_drafts import look_at, the_file
from tests.drafts import somebody
from tests.one_hand import refuses_one_hand
from tests.people import NOON


@pytest.fixture
def people(session: Session) -> tuple[Actor, Actor, Actor]:
    return (
        somebody(session, "author", Role.SENIOR_SUPERVISOR),
        somebody(session, "second", Role.SENIOR_SUPERVISOR),
        somebody(session, "reader", Role.AUDITOR),
    )


def test_two_people_publish_once_everything_was_looked_at(
    session: Session, people: tuple[Actor, Actor, Actor]
) -> None:
    author, second, _ = people
    draft = hand_in_criteria(session, author, the_file(), at=NOON)
    assert hand_in_criteria(session, second, the_file(), at=NOON) == draft
    with pytest.raises(InvalidError) as told:
        publish_criteria_draft(session, second, draft, at=NOON)
    assert told.value.params == {"codes": "dry_run, names_agreed"}
    look_at(session, author, draft)  # what somebody else looked at does not count
    tick_criteria_check(session, author, draft, "names_agreed", at=NOON)
    with pytest.raises(InvalidError) as told:
        publish_criteria_draft(session, second, draft, at=NOON)
    assert told.value.params == {"codes": "dry_run"}
    look_at(session, second, draft, "e" * 64)  # the result of another draft
    with pytest.raises(InvalidError):
        publish_criteria_draft(session, second, draft, at=NOON)


def test_who_handed_it_in_does_not_publish_it(
    session: Session, people: tuple[Actor, Actor, Actor]
) -> None:
    author, second, reader = people
    draft = hand_in_criteria(session, author, the_file(), at=NOON)
    look_at(session, second, draft)
    for _ in range(2):  # ticked once for each person
        tick_criteria_check(session, second, draft, "names_agreed", at=NOON)
    with pytest.raises(ConflictError, match="same_person"):
        publish_criteria_draft(session, author, draft, at=NOON)
    with pytest.raises(OutOfReachError):
        publish_criteria_draft(session, reader, draft, at=NOON)
    refuses_one_hand(
        session, lambda: publish_criteria_draft(session, second, draft, at=NOON), second, author
    )
    made = publish_criteria_draft(session, second, draft, at=NOON)
    assert publish_criteria_draft(session, second, draft, at=NOON) == made
    row = session.execute(select(CriteriaVersionRow)).scalar_one()
    assert (row.id, row.published_by, row.draft_id) == (made, second.account_id, draft)
    assert open_drafts(session) == ()
    with pytest.raises(ConflictError, match="settled"):
        discard_criteria_draft(session, second, draft, at=NOON)
    with pytest.raises(ConflictError, match="version_taken"):
        hand_in_criteria(session, author, the_file(), at=NOON)


def test_a_discarded_draft_stays_and_is_not_published(
    session: Session, people: tuple[Actor, Actor, Actor]
) -> None:
    author, second, reader = people
    draft = hand_in_criteria(session, author, the_file(), at=NOON)
    with pytest.raises(OutOfReachError):
        discard_criteria_draft(session, reader, draft, at=NOON)
    for _ in range(2):
        discard_criteria_draft(session, author, draft, at=NOON)
    assert session.get_one(CriteriaDraftRow, draft).state == "discarded"
    with pytest.raises(ConflictError, match="settled"):
        publish_criteria_draft(session, second, draft, at=NOON)
    with pytest.raises(ConflictError, match="settled"):
        tick_criteria_check(session, second, draft, "names_agreed", at=NOON)


def test_checks_are_those_of_the_file(session: Session, people: tuple[Actor, Actor, Actor]) -> None:
    author, second, reader = people
    draft = hand_in_criteria(session, author, the_file(), at=NOON)
    for code in ("dry_run", "praised"):
        with pytest.raises(InvalidError, match="unknown_check"):
            tick_criteria_check(session, second, draft, code, at=NOON)
    with pytest.raises(OutOfReachError):
        tick_criteria_check(session, second, draft + 1, "names_agreed", at=NOON)
    with pytest.raises(NotAllowedError):
        hand_in_criteria(session, reader, the_file("2.0.0"), at=NOON)
