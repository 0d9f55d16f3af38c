"""What happens to an account while a password is hashed, which takes long and holds nothing."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Literal, TypeVar

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Role
from qa_app.domain.trust_defaults import SESSIONS_AT_ONCE
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.login_sessions import know_device
from qa_app.models.sealing import Sealer
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.sign_in import Attempt, sign_in
from qa_app.services.accounts.take_link import take_link
from tests.conftest import FIELD_KEY
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of

T = TypeVar("T")


class Meanwhile(PasswordHasher):
    """A cheap hasher during whose work something else happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self._happens = happens

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as it is named there
        is_right = super().verify(hash, password)
        self._happens()
        return is_right


def a_session(engine: Engine) -> Session:
    return Session(engine, info={"sealer": Sealer(FIELD_KEY)})


def changing(engine: Engine, **values: object) -> Callable[[], None]:
    def change() -> None:
        with a_session(engine) as own:
            own.execute(update(AccountRow).values(**values))
            own.commit()

    return change


def side_by_side(acts: list[Callable[[], T]]) -> list[T]:
    done: list[T] = []
    threads = [threading.Thread(target=lambda one=act: done.append(one())) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return done


def living(session: Session) -> int:
    session.rollback()
    query = select(func.count()).where(LoginSessionRow.ended_at.is_(None))
    return session.scalar(query) or 0


@pytest.mark.both_databases
@pytest.mark.parametrize("values", [{"is_active": False}, {"password_hash": CHEAP.hash("another")}])
def test_nobody_gets_in_whose_account_closes_or_changes_while_they_sign_in(
    session: Session, engine: Engine, account: int, values: dict[str, object]
) -> None:
    session.rollback()
    hasher = Meanwhile(changing(engine, **values))
    attempt = Attempt("someone", PASSWORD, "a" * 64, "", None)
    verdict = sign_in(session, attempt, hasher, at=NOON)
    assert (verdict.is_in, living(session)) == (False, 0)
    # it looks, and counts, like a wrong password
    assert session.scalar(select(AccountRow.failed_count).where(AccountRow.id == account)) == 1


@pytest.mark.both_databases
def test_who_signs_in_twice_at_once_gets_in_twice_though_the_hash_is_made_anew(
    session: Session, engine: Engine, account: int
) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    session.execute(update(AccountRow).values(password_hash=old))
    session.commit()
    ready = threading.Barrier(2)
    seen: set[int] = set()

    def meet() -> None:
        # a look at the hash that the other one made is not waited for
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            ready.wait()

    def enter(token: str) -> bool:
        attempt = Attempt("someone", PASSWORD, token * 64, "", None)
        with a_session(engine) as own:
            return sign_in(own, attempt, Meanwhile(meet), at=NOON).is_in

    assert side_by_side([partial(enter, "a"), partial(enter, "b")]) == [True, True]
    assert living(session) == 2
    kept = session.scalar(select(AccountRow.password_hash).where(AccountRow.id == account))
    assert kept != old


@pytest.mark.both_databases
def test_no_more_sessions_go_on_than_may_whatever_browsers_they_are_in(
    session: Session, engine: Engine, account: int
) -> None:
    devices = [f"{number:064}" for number in range(6)]
    for device in devices:
        know_device(session, account, device, NOON)
    session.commit()
    ready = threading.Barrier(len(devices))

    def enter(device: str) -> bool:
        hasher = Meanwhile(ready.wait)
        attempt = Attempt("someone", PASSWORD, device[::-1], "", None, device)
        with a_session(engine) as own:
            return sign_in(own, attempt, hasher, at=NOON).is_in

    assert side_by_side([partial(enter, one) for one in devices]) == [True] * 6
    assert living(session) == SESSIONS_AT_ONCE


@pytest.mark.both_databases
def test_of_two_new_passwords_at_once_one_counts(
    session: Session, engine: Engine, account: int
) -> None:
    here = a_session_of(session, account)
    actor = replace(person(Role.AUDITOR, account_id=account), session_digest="d" * 64)
    ready = threading.Barrier(2)

    def change(new: str) -> str:
        hasher = Meanwhile(ready.wait)
        with a_session(engine) as own:
            try:
                change_password(own, actor, here, PASSWORD, new, hasher, at=NOON)
            except InvalidError as fault:
                return fault.code
        return new

    words = ("a first lot of other words", "a second lot of other words")
    done = side_by_side([partial(change, one) for one in words])
    assert "wrong_password" in done
    (won,) = set(done) - {"wrong_password"}
    session.rollback()
    kept = session.scalars(select(AccountRow.password_hash).where(AccountRow.id == account)).one()
    assert CHEAP.verify(kept, won)
    assert living(session) == 1


@pytest.mark.both_databases
def test_of_many_who_open_one_link_at_once_one_sets_the_password(
    session: Session, engine: Engine, account: int
) -> None:
    count = 6
    make_link(session, OPERATOR, account, "a" * 64, at=NOON)
    ready = threading.Barrier(count)

    def take(new: str) -> str:
        with a_session(engine) as own:
            ready.wait()
            try:
                take_link(own, "a" * 64, new, CHEAP, PasswordProfile.NIST, "", at=NOON)
            except OutOfReachError as fault:
                return fault.code
        return new

    words = [f"lot {number} of quite other words" for number in range(count)]
    done = side_by_side([partial(take, one) for one in words])
    (won,) = set(done) - {"link"}
    assert sorted(done).count("link") == count - 1
    session.rollback()
    kept = session.scalars(select(AccountRow.password_hash).where(AccountRow.id == account)).one()
    assert CHEAP.verify(kept, won)
