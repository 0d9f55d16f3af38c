"""Phrases are listed item by item, in their order, those that left not among them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.phrases import Phrase
from qa_app.queries.item_phrases import phrases_as_of, phrases_changed, phrases_of
from qa_app.services.standards.import_phrases import import_phrases
from tests.people import NOON, OPERATOR


def test_phrases_stand_with_their_item_in_their_order(session: Session) -> None:
    assert phrases_of(session, "visits") == {}
    listed = {"B1": (Phrase("乙"), Phrase("甲", "A")), "A1": (Phrase("丙"),)}
    import_phrases(session, OPERATOR, "visits", listed, at=NOON)
    import_phrases(session, OPERATOR, "others", {"A1": (Phrase("丁"),)}, at=NOON)
    assert phrases_of(session, "visits") == listed


def test_what_is_kept_is_read_again_after_a_change(session: Session) -> None:
    def seen() -> dict[str, tuple[Phrase, ...]]:
        return phrases_as_of(session, "visits", session.scalar(select(phrases_changed())))

    assert seen() == {}
    session.rollback()
    first = {"A1": (Phrase("丙"),)}
    import_phrases(session, OPERATOR, "visits", first, at=NOON)
    assert seen() == seen() == first
    session.rollback()
    import_phrases(session, OPERATOR, "visits", {"B1": (Phrase("乙"),)}, at=NOON)
    assert seen() == {**first, "B1": (Phrase("乙"),)}
