import pytest
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError
from qa_app.domain.people import Role
from qa_app.models.idempotency import RepeatedError, Request, answered, claim, settle
from tests.people import NOON
from tests.register import two_centres
from tests.sessions import someone


@pytest.fixture
def account(session: Session) -> int:
    two_centres(session)
    made = someone(session, "lead", Role.AUDITOR, "A").account_id
    assert made is not None
    return made


def test_a_new_key_has_no_answer(session: Session, account: int) -> None:
    assert answered(session, Request(account, "k", "x:make", "body")) is None


def test_a_settled_key_answers_with_its_object(session: Session, account: int) -> None:
    request = Request(account, "k", "x:make", "body")
    claim(session, request, NOON)
    settle(session, request, 42)
    assert answered(session, request) == "42"


def test_a_key_with_another_body_or_action_is_refused(session: Session, account: int) -> None:
    claim(session, Request(account, "k", "x:make", "body"), NOON)
    for other in (
        Request(account, "k", "x:make", "other"),
        Request(account, "k", "y:make", "body"),
    ):
        with pytest.raises(ConflictError, match="key_reused"):
            answered(session, other)


def test_a_taken_key_is_not_claimed_again(session: Session, account: int) -> None:
    request = Request(account, "k", "x:make", "body")
    claim(session, request, NOON)
    with pytest.raises(RepeatedError):
        claim(session, request, NOON)


@pytest.mark.parametrize(("who", "key"), [(None, "k"), (1, None)])
def test_without_an_account_or_a_key_nothing_is_kept(
    session: Session, who: int | None, key: str | None
) -> None:
    request = Request(who, key, "x:make", "body")
    claim(session, request, NOON)
    claim(session, request, NOON)
    settle(session, request, 1)
    assert answered(session, request) is None
