import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.models.journal import JournalRow
from qa_app.queries.settings import notice
from qa_app.services.operations.set_notice import set_notice
from tests.people import NOON, OPERATOR, person


def test_the_last_notice_stands_until_it_is_taken_away(session: Session) -> None:
    set_notice(session, OPERATOR, BilingualText("一", "one"), at=NOON)
    set_notice(session, OPERATOR, BilingualText("二", "two"), at=NOON)
    assert notice(session) == BilingualText("二", "two")
    set_notice(session, OPERATOR, NO_TEXT, at=NOON)
    assert notice(session) is None
    acts = session.execute(select(JournalRow.action, JournalRow.detail).order_by(JournalRow.seq))
    assert [(action, json.loads(detail)) for action, detail in acts] == [
        ("notice:set", {"is_shown": True}),
        ("notice:set", {"is_shown": True}),
        ("notice:set", {"is_shown": False}),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_only_the_system_sets_it(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        set_notice(session, person(role), BilingualText("一", "one"), at=NOON)
    assert notice(session) is None
