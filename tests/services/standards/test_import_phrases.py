"""Phrases that the product brings along never take the place of those that people wrote."""

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.phrases import Phrase, digest_of_phrases
from qa_app.queries.item_phrases import phrases_of
from qa_app.services.standards.import_phrases import import_phrases
from qa_app.services.standards.set_item_phrases import PhrasesTyped, set_item_phrases
from tests.drafts import a_desk
from tests.people import NOON, OPERATOR, person

SHIPPED = {"A1": (Phrase("未见记录。"), Phrase("有日期。")), "B1": (Phrase("缺签名。"),)}


def test_phrases_come_once_and_stay_as_people_leave_them(session: Session) -> None:
    desk = a_desk(session)
    assert import_phrases(session, OPERATOR, "sample", SHIPPED, at=NOON) == 3
    assert import_phrases(session, OPERATOR, "sample", SHIPPED, at=NOON) == 0
    assert phrases_of(session, "sample") == SHIPPED
    session.rollback()
    away = PhrasesTyped("sample", "A1", digest_of_phrases(SHIPPED["A1"]), ())
    assert set_item_phrases(session, desk.author, away, at=NOON)
    assert import_phrases(session, OPERATOR, "sample", SHIPPED, at=NOON) == 0
    assert phrases_of(session, "sample") == {"B1": SHIPPED["B1"]}


def test_nobody_but_the_system_takes_phrases_in(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        import_phrases(session, person(Role.SENIOR_SUPERVISOR), "sample", SHIPPED, at=NOON)
