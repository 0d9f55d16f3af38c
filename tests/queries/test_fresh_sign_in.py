from sqlalchemy.orm import Session

from qa_app.queries.fresh_sign_in import is_sign_in_fresh
from tests.people import NOON


def test_no_session_is_never_fresh(session: Session) -> None:
    assert not is_sign_in_fresh(session, 10**9, at=NOON)
