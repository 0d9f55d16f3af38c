from sqlalchemy.orm import Session

from qa_app.domain.text import BilingualText
from qa_app.queries.settings import notice
from qa_app.services.operations.set_notice import set_notice
from tests.people import NOON, OPERATOR


def test_no_notice_until_one_is_set(session: Session) -> None:
    assert notice(session) is None
    text = BilingualText(zh="演示数据", en="Demonstration data")
    set_notice(session, OPERATOR, text, at=NOON)
    assert notice(session) == text
