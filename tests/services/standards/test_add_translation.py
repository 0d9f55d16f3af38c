import json
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.models.journal import JournalRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.rubric_standing import standing_version
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.rubrics import rubric_by_id
from qa_app.services.standards.add_translation import Translation, add_translation
from tests.builders import item, section
from tests.drafts import Desk, a_desk
from tests.people import NOON
from tests.sessions import publish

TEXT = "sections/0/items/0/text"


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


@pytest.fixture
def county(session: Session, desk: Desk) -> int:
    one = {**item("A1"), "text": {"zh": "会见"}}
    return publish(
        session, id="county", area="legal_aid", title={"zh": "县"}, sections=[section("A", one)]
    )


def translate(
    session: Session, actor: Actor, version: int, texts: dict[str, str], **fields: Any
) -> int:
    given = Translation(version, fields.get("revision", 0), fields.get("language", "en"), texts)
    return add_translation(session, actor, given, at=NOON)


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalRow)) or 0


def test_words_follow_and_the_version_stays_what_it_was(
    session: Session, desk: Desk, county: int
) -> None:
    before = session.get_one(RubricVersionRow, county)
    kept = (before.fingerprint, before.content, before.version)
    first = rubric_in_words(session, county)
    assert first is not None
    assert first.title.en == ""
    assert translate(session, desk.author, county, {"title": " County ", TEXT: "Met"}) == 1
    row = session.get_one(RubricVersionRow, county)
    assert (row.fingerprint, row.content, row.version) == kept
    assert row.title_en == "County"
    rubric = rubric_in_words(session, county)
    assert rubric is not None
    assert (rubric.title.en, rubric.items["A1"].text.en) == ("County", "Met")
    assert (rubric.title.zh, rubric.fingerprint) == ("县", kept[0])
    plain = rubric_by_id(session, county)
    assert plain is not None
    assert plain.title.en == ""
    standing = standing_version(session, "county")
    assert standing is not None
    assert standing.content["title"]["en"] == "County"
    entry = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc()).limit(1)).one()
    assert (entry.action, entry.object_id) == ("rubric:translate", str(county))
    assert json.loads(entry.detail) == {"rubric": "county", "version": "1.0.0", "count": 2}


def test_it_may_be_improved_and_taken_away(session: Session, desk: Desk, county: int) -> None:
    translate(session, desk.author, county, {"title": "County", TEXT: "Met"})
    assert translate(session, desk.second, county, {"title": "", TEXT: "Seen"}, revision=1) == 2
    rubric = rubric_in_words(session, county)
    assert rubric is not None
    assert (rubric.title.en, rubric.items["A1"].text.en) == ("", "Seen")
    assert session.get_one(RubricVersionRow, county).title_en == ""


def test_the_same_words_twice_are_once(session: Session, desk: Desk, county: int) -> None:
    translate(session, desk.author, county, {"title": "County"})
    before = entries(session)
    assert translate(session, desk.author, county, {"title": "County"}) == 1
    assert entries(session) == before


def test_whoever_comes_second_gets_both(session: Session, desk: Desk, county: int) -> None:
    translate(session, desk.author, county, {"title": "County"})
    with pytest.raises(ConflictError) as told:
        translate(session, desk.second, county, {"title": "Shire"})
    assert (told.value.code, told.value.params) == (
        "translation_stale",
        {"theirs": {"title": "County"}},
    )


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"sections/0/title": "reworded"}, "unknown_text"),
        ({"nowhere": "x"}, "unknown_text"),
        ({"title": "x" * 201}, "text_long"),
        ({TEXT: "x" * 2001}, "text_long"),
        ({TEXT: "a\x00b"}, "text_unfit"),
    ],
)
def test_what_is_not_kept(
    session: Session, desk: Desk, county: int, texts: dict[str, str], code: str
) -> None:
    with pytest.raises(InvalidError) as told:
        translate(session, desk.author, county, texts)
    assert told.value.code == code
    assert session.get_one(RubricVersionRow, county).translations == {}


def test_others_may_not(session: Session, desk: Desk, county: int) -> None:
    with pytest.raises(NotAllowedError):
        translate(session, desk.reader, county, {"title": "x"})
    with pytest.raises(OutOfReachError):
        translate(session, desk.author, 10**9, {"title": "x"})
    with pytest.raises(InvalidError, match="unknown_language"):
        translate(session, desk.author, county, {"title": "x"}, language="fr")
