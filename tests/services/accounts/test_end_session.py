import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Role
from qa_app.queries.accounts import signed_in
from qa_app.services.accounts.end_session import end_session
from tests.people import NOON, person
from tests.services.accounts.conftest import a_session_of, an_account, end_of


def test_an_ended_session_is_worth_nothing(session: Session, account: int) -> None:
    living = a_session_of(session, account)
    assert signed_in(session, "d" * 64, at=NOON) is not None
    end_session(session, person(Role.AUDITOR, account_id=account), living, "signed_out", at=NOON)
    assert end_of(session, living) == "signed_out"
    assert signed_in(session, "d" * 64, at=NOON) is None


def test_only_ones_own_and_only_once(session: Session, account: int) -> None:
    living = a_session_of(session, account)
    other = an_account(session, "other")
    with pytest.raises(OutOfReachError):
        end_session(session, person(Role.SYS_ADMIN, account_id=other), living, "x", at=NOON)
    assert end_of(session, living) is None
    owner = person(Role.AUDITOR, account_id=account)
    end_session(session, owner, living, "ended_by_owner", at=NOON)
    with pytest.raises(OutOfReachError):
        end_session(session, owner, living, "signed_out", at=NOON)
    assert end_of(session, living) == "ended_by_owner"
    with pytest.raises(OutOfReachError):
        end_session(session, owner, 10**6, "signed_out", at=NOON)
