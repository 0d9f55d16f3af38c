from sqlalchemy import event
from sqlalchemy.orm import Session

from qa_app.queries.rubric_texts import texts_of_version
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.services.standards.add_translation import Translation, add_translation
from tests.builders import item, section
from tests.drafts import Desk, a_desk
from tests.people import NOON
from tests.sessions import publish


def county(session: Session) -> tuple[Desk, int]:
    desk = a_desk(session)
    one = {**item("A1"), "text": {"zh": "会见"}}
    made = publish(
        session, id="county", area="legal_aid", title={"zh": "县"}, sections=[section("A", one)]
    )
    return desk, made


def test_what_is_missing_and_what_came_since(session: Session) -> None:
    desk, version = county(session)
    texts = texts_of_version(session, version, "en")
    assert texts is not None
    assert [one.words for one in texts.missing] == ["县", "会见"]
    assert (texts.open_count, texts.revision, texts.translated) == (2, 0, {})
    given = Translation(version, 0, "en", {"title": "County"})
    add_translation(session, desk.author, given, at=NOON)
    texts = texts_of_version(session, version, "en")
    assert texts is not None
    assert (texts.open_count, texts.revision, texts.title.en) == (1, 1, "County")
    assert texts_of_version(session, 10**9, "en") is None


def test_words_are_looked_up_once_in_a_transaction(session: Session) -> None:
    desk, version = county(session)
    add_translation(
        session, desk.author, Translation(version, 0, "en", {"title": "County"}), at=NOON
    )
    rubric_in_words(session, version)
    session.rollback()
    asked: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for _ in range(3):
        rubric = rubric_in_words(session, version)
        assert rubric is not None
        assert rubric.title.en == "County"
    assert rubric_in_words(session, desk.version) is not None
    assert len([one for one in asked if "words_revision" in one]) == 1
    assert rubric_in_words(session, 10**9) is None
