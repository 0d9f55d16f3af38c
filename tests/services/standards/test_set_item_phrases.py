"""Phrases of an item are set whole: by those who write rubrics, unless somebody was first."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.phrases import Phrase, digest_of_phrases
from qa_app.models.journal import JournalRow
from qa_app.queries.item_phrases import phrases_of
from qa_app.services.standards.set_item_phrases import PhrasesTyped, set_item_phrases
from tests.drafts import Desk, a_desk
from tests.people import NOON, person

ONE, TWO, THREE = Phrase("未见记录。", "No record."), Phrase("有日期。"), Phrase("缺签名。")
NONE = digest_of_phrases(())


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def put(session: Session, desk: Desk, seen: str, *phrases: Phrase, item: str = "A1") -> bool:
    typed = PhrasesTyped("sample", item, seen, phrases)
    return set_item_phrases(session, desk.author, typed, at=NOON)


def noted(session: Session) -> list[tuple[str | None, int]]:
    rows = session.execute(
        select(JournalRow.object_id, JournalRow.detail).where(JournalRow.action == "phrase:change")
    ).all()
    session.rollback()
    return [(row.object_id, json.loads(row.detail)["count"]) for row in rows]


def test_phrases_are_set_changed_and_put_in_order(session: Session, desk: Desk) -> None:
    assert put(session, desk, NONE, ONE, TWO)
    assert phrases_of(session, "sample") == {"A1": (ONE, TWO)}
    session.rollback()
    again = Phrase(ONE.zh, "Nothing on record.")
    assert put(session, desk, digest_of_phrases((ONE, TWO)), THREE, again)
    assert phrases_of(session, "sample") == {"A1": (THREE, again)}
    session.rollback()
    assert put(session, desk, digest_of_phrases((THREE, again)), TWO)  # one that left comes back
    assert phrases_of(session, "sample") == {"A1": (TWO,)}
    session.rollback()
    assert noted(session) == [("sample/A1", 2), ("sample/A1", 2), ("sample/A1", 1)]


def test_the_same_phrases_again_change_nothing(session: Session, desk: Desk) -> None:
    assert put(session, desk, NONE, ONE)
    assert not put(session, desk, NONE, Phrase(f" {ONE.zh} ", ONE.en), Phrase("", ""))
    assert not put(session, desk, NONE, item="A2")
    assert len(noted(session)) == 1


def test_who_was_slower_is_told(session: Session, desk: Desk) -> None:
    put(session, desk, NONE, ONE)
    with pytest.raises(ConflictError, match="stale"):
        put(session, desk, NONE, TWO)
    session.rollback()
    assert phrases_of(session, "sample") == {"A1": (ONE,)}
    session.rollback()
    assert put(session, desk, digest_of_phrases((ONE,)))
    assert phrases_of(session, "sample") == {}


def test_only_who_writes_rubrics_sets_phrases(session: Session, desk: Desk) -> None:
    typed = PhrasesTyped("sample", "A1", NONE, (ONE,))
    for role in Role:
        if role is not Role.SENIOR_SUPERVISOR:
            with pytest.raises(NotAllowedError):
                set_item_phrases(session, person(role), typed, at=NOON)
    assert desk.version


def test_an_item_that_no_version_has_is_not_found(session: Session, desk: Desk) -> None:
    with pytest.raises(OutOfReachError):
        put(session, desk, NONE, ONE, item="Z9")
    with pytest.raises(OutOfReachError):
        set_item_phrases(session, desk.author, PhrasesTyped("no_such", "A1", NONE, (ONE,)), at=NOON)


def test_every_fault_is_told_together(session: Session, desk: Desk) -> None:
    with pytest.raises(InvalidError) as told:
        put(session, desk, NONE, Phrase("", "call 13912345678"))
    assert told.value.codes == ("chinese_missing", "identity")
    assert noted(session) == []
