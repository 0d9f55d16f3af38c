import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Reach, Role
from qa_app.models.accounts import AccountRow
from qa_app.services.accounts.set_password import set_password
from qa_app.services.accounts.sign_in import Attempt, sign_in
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of, an_account, end_of

NEW = "quite another set of words"


def gets_in(session: Session, password: str, token: str) -> bool:
    return sign_in(session, Attempt("someone", password, token, "", None), CHEAP, at=NOON).is_in


def test_a_new_password_ends_sessions_and_waiting(session: Session, account: int) -> None:
    living = a_session_of(session, account)
    session.execute(update(AccountRow).values(failed_count=100, last_failed_at=NOON))
    session.commit()
    assert not gets_in(session, PASSWORD, "a" * 64)
    set_password(session, OPERATOR, " SomeOne", NEW, CHEAP, at=NOON)
    assert end_of(session, living) == "password"
    assert gets_in(session, NEW, "b" * 64)
    assert not gets_in(session, PASSWORD, "c" * 64)


@pytest.mark.parametrize(
    ("password", "code"), [("short", "too_short"), ("someonesomeonesomeone", "guessable")]
)
def test_a_poor_one_is_refused(session: Session, account: int, password: str, code: str) -> None:
    before = session.execute(select(AccountRow.password_hash)).scalar_one()
    with pytest.raises(InvalidError) as refused:
        set_password(session, OPERATOR, " SomeOne", password, CHEAP, at=NOON)
    assert refused.value.code == code
    assert session.execute(select(AccountRow.password_hash)).scalar_one() == before


def test_ones_own_needs_the_present_one(session: Session) -> None:
    admin = an_account(session, "admin", Role.SYS_ADMIN)
    with pytest.raises(InvalidError) as refused:
        set_password(
            session, person(Role.SYS_ADMIN, account_id=admin), "admin", NEW, CHEAP, at=NOON
        )
    assert refused.value.code == "own_account"


def test_out_of_reach_unknown_and_not_allowed(session: Session, account: int) -> None:
    elsewhere = person(Role.SYS_ADMIN, account_id=10**6, reach=Reach(centre_ids=frozenset({10**6})))
    for actor, who in ((elsewhere, "someone"), (OPERATOR, "nobody")):
        with pytest.raises(OutOfReachError):
            set_password(session, actor, who, NEW, CHEAP, at=NOON)
    for role in set(Role) - {Role.SYS_ADMIN}:
        with pytest.raises(NotAllowedError):
            set_password(session, person(role, account_id=10**6), "someone", NEW, CHEAP, at=NOON)
    assert gets_in(session, PASSWORD, "a" * 64)
