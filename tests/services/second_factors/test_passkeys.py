from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.delivery.passkeys import MadePasskey
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Role
from qa_app.domain.second_factors import Answer, Way
from qa_app.models.second_factors import FactorStateRow, PasskeyRow
from qa_app.queries.accounts import signed_in
from qa_app.queries.second_factors import has_second_factor, passkey_by_credential, passkeys_of
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.second_factors.add_passkey import add_passkey
from qa_app.services.second_factors.name_passkey import name_passkey
from qa_app.services.second_factors.remove_passkey import remove_passkey
from qa_app.services.second_factors.sign_in_by_passkey import Arrival, sign_in_by_passkey
from tests.people import NOON, OPERATOR
from tests.services.second_factors.conftest import a_session_of, acts, an_account, owner

LATER = NOON + timedelta(minutes=5)


def made(mark: bytes = b"id", count: int = 0) -> MadePasskey:
    return MadePasskey(mark, b"key", count)


def a_passkey(session: Session, account: int, count: int = 0) -> int:
    one = a_session_of(session, account)
    add_passkey(session, owner(account), one, made(count=count), " office ", at=NOON)
    return session.scalars(select(PasskeyRow.id)).one()


def comes(
    session: Session, account: int, passkey: int, count: int, asked_at: datetime, mark: str
) -> bool:
    answer = Answer(Way.PASSKEY, passkey_id=passkey, sign_count=count, asked_at=asked_at)
    arrival = Arrival(mark * 64, "Firefox", "10.0.0.1")
    at = asked_at + timedelta(seconds=20)
    return sign_in_by_passkey(session, account, answer, arrival, at=at)


def test_a_passkey_is_kept_named_and_removed(session: Session, account: int) -> None:
    passkey = a_passkey(session, account)
    assert has_second_factor(session, account)
    assert [one.name for one in passkeys_of(session, account)] == ["office"]
    known = passkey_by_credential(session, b"id")
    assert known is not None
    assert (known.account_id, known.public_key) == (account, b"key")
    one = a_session_of(session, account, "3" * 64)
    with pytest.raises(ConflictError, match="passkey_known"):
        add_passkey(session, owner(account, digest="3" * 64), one, made(), "again", at=NOON)
    name_passkey(session, owner(account), passkey, "home", at=NOON)
    for name in (" ", "n" * 65):
        with pytest.raises(InvalidError, match="passkey_name"):
            name_passkey(session, owner(account), passkey, name, at=NOON)
    other = an_account(session, "other")
    with pytest.raises(OutOfReachError):
        name_passkey(session, owner(other), passkey, "mine", at=NOON)
    with pytest.raises(OutOfReachError):
        remove_passkey(session, owner(other), passkey, "nist", at=NOON)
    with pytest.raises(InvalidError, match="factor_needed"):
        remove_passkey(session, owner(account), passkey, "nist", at=NOON)
    remove_passkey(session, owner(account, Role.CASEWORKER), passkey, "nist", at=NOON)
    assert not has_second_factor(session, account)


def test_ten_are_enough(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    for n in range(10):
        add_passkey(session, owner(account), one, made(bytes([n])), str(n), at=NOON)
    with pytest.raises(InvalidError, match="passkeys_most"):
        add_passkey(session, owner(account), one, made(b"x"), "x", at=NOON)


def test_a_passkey_alone_lets_in_and_its_answer_counts_once(session: Session, account: int) -> None:
    passkey = a_passkey(session, account)
    assert comes(session, account, passkey, 0, LATER, "1")
    known = signed_in(session, "1" * 64, at=LATER)
    assert known is not None
    assert (known.strength, known.way_in) == ("two", "passkey")
    # the very same answer, and one to an older question
    assert not comes(session, account, passkey, 0, LATER, "2")
    assert not comes(session, account, passkey, 0, LATER - timedelta(seconds=5), "2")
    assert comes(session, account, passkey, 0, LATER + timedelta(hours=1), "2")
    assert acts(session)[-4:] == [
        "session:start",
        "session:refuse",
        "session:refuse",
        "session:start",
    ]


def test_a_counter_that_went_back_tells_of_a_copy(session: Session, account: int) -> None:
    passkey = a_passkey(session, account, 5)
    assert comes(session, account, passkey, 6, LATER, "1")
    assert not comes(session, account, passkey, 6, LATER + timedelta(hours=1), "2")
    assert comes(session, account, passkey, 7, LATER + timedelta(hours=2), "2")


def test_who_waits_or_is_disabled_is_not_let_in(session: Session, account: int) -> None:
    passkey = a_passkey(session, account)
    state = session.get_one(FactorStateRow, account)
    state.failed_count, state.last_failed_at = 10, LATER
    session.commit()
    assert not comes(session, account, passkey, 0, LATER, "1")
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    assert not comes(session, account, passkey, 0, LATER + timedelta(days=1), "1")
    assert not comes(session, 10**6, passkey, 0, LATER, "1")
