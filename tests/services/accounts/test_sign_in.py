import threading
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from qa_app.models.accounts import AccountRow, LoginSessionRow, SignInFailureRow
from qa_app.models.journal import JournalRow
from qa_app.services.accounts.sign_in import Attempt, SignInOutcome, sign_in
from tests.people import NOON
from tests.services.accounts.conftest import CHEAP, PASSWORD

SECOND = timedelta(seconds=1)


def attempt(password: str = PASSWORD, name: str = "someone", token: str = "a" * 64) -> Attempt:
    return Attempt(name, password, token, "Mozilla/5.0", "10.0.0.7")


def journal(session: Session) -> list[tuple[str, str | None, str]]:
    rows = session.execute(
        select(JournalRow.action, JournalRow.object_id, JournalRow.detail)
        .where(JournalRow.action.like("session:%"))
        .order_by(JournalRow.seq)
    )
    return [tuple(row) for row in rows]


def sessions(session: Session) -> int:
    return session.execute(select(func.count()).select_from(LoginSessionRow)).scalar_one()


def test_a_session_begins_with_device_and_address(session: Session, account: int) -> None:
    assert sign_in(session, attempt(name=" SomeOne "), CHEAP, at=NOON) == SignInOutcome(is_in=True)
    row = session.execute(select(LoginSessionRow)).scalar_one()
    assert (row.token_digest, row.account_id, row.device, row.address, row.created_at) == (
        "a" * 64,
        account,
        "Mozilla/5.0",
        "10.0.0.7",
        NOON,
    )
    assert journal(session) == [("session:start", str(account), "{}")]


def test_refusals_look_alike_and_name_nobody(session: Session, account: int) -> None:
    assert sign_in(session, attempt("wrong"), CHEAP, at=NOON) == SignInOutcome(is_in=False)
    assert sign_in(session, attempt(name="nobody"), CHEAP, at=NOON) == SignInOutcome(is_in=False)
    session.execute(update(AccountRow).values(is_active=False, failed_count=0))
    session.commit()
    assert sign_in(session, attempt(), CHEAP, at=NOON) == SignInOutcome(is_in=False)
    assert sessions(session) == 0
    for action, _, detail in journal(session):
        assert action == "session:refuse"
        assert "nobody" not in detail
        assert "someone" not in detail


def test_waiting_grows_and_even_the_right_one_waits(session: Session, account: int) -> None:
    waits = []
    at = NOON
    for _ in range(11):
        verdict = sign_in(session, attempt("wrong"), CHEAP, at=at)
        waits.append(None if verdict.wait_until is None else verdict.wait_until - at)
        at = verdict.wait_until or at
    # the seven delays of the table, the last one again, then a quarter of an hour
    assert waits == [
        None,
        None,
        None,
        1 * SECOND,
        2 * SECOND,
        4 * SECOND,
        8 * SECOND,
        8 * SECOND,
        8 * SECOND,
        timedelta(minutes=15),
        timedelta(minutes=15),
    ]
    early = sign_in(session, attempt(), CHEAP, at=at - SECOND)
    assert early == SignInOutcome(is_in=False, wait_until=at)
    assert sign_in(session, attempt(), CHEAP, at=at).is_in
    assert session.execute(select(AccountRow.failed_count)).scalar_one() == 0


def test_waiting_in_vain_does_not_count_again(session: Session, account: int) -> None:
    for _ in range(4):
        sign_in(session, attempt("wrong"), CHEAP, at=NOON)
    assert len(journal(session)) == 4
    sign_in(session, attempt("wrong"), CHEAP, at=NOON)
    sign_in(session, attempt(), CHEAP, at=NOON)
    assert session.execute(select(AccountRow.failed_count)).scalar_one() == 4
    assert len(journal(session)) == 4


def test_an_unknown_name_waits_like_an_account(session: Session, account: int) -> None:
    for name in ("someone", "nobody"):
        waits = [
            sign_in(session, attempt("wrong", name=name), CHEAP, at=NOON).wait_until
            for _ in range(6)
        ]
        assert waits == [None] * 3 + [NOON + SECOND] * 3, name
    again = sign_in(session, attempt("wrong", name=" NoBody "), CHEAP, at=NOON + SECOND)
    assert again.wait_until == NOON + 3 * SECOND
    kept = session.execute(select(SignInFailureRow)).scalar_one()
    assert (kept.failed_count, kept.last_failed_at) == (5, NOON + SECOND)
    assert "nobody" not in kept.login_digest


@pytest.mark.parametrize("name", ["someone", "nobody"])
def test_guesses_side_by_side_do_not_pass_the_wait(
    engine: Engine, session: Session, account: int, name: str
) -> None:
    session.rollback()
    start = threading.Barrier(10)

    def guess() -> None:
        with Session(engine) as own:
            start.wait()
            sign_in(own, attempt("wrong", name=name), CHEAP, at=NOON)

    workers = [threading.Thread(target=guess) for _ in range(10)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # three without a wait, and the fourth, from which on everybody waits
    assert len(journal(session)) == 4


def test_after_a_hundred_only_a_new_password_helps(session: Session, account: int) -> None:
    session.execute(update(AccountRow).values(failed_count=100, last_failed_at=NOON))
    session.commit()
    verdict = sign_in(session, attempt(), CHEAP, at=NOON + timedelta(days=3650))
    assert not verdict.is_in
    assert verdict.wait_until is not None
    assert verdict.wait_until.year == 9999


def test_an_old_hash_is_made_anew(session: Session, account: int) -> None:
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    assert sign_in(session, attempt(), dearer, at=NOON).is_in
    kept = session.execute(select(AccountRow.password_hash)).scalar_one()
    assert "m=16,t=2,p=1" in kept
    assert sign_in(session, attempt(token="b" * 64), dearer, at=NOON).is_in


@pytest.mark.parametrize("name", ["", " ", "%", "a'; drop table account; --", "ＳＯＭＥＯＮＥ"])
def test_odd_names_are_just_unknown(session: Session, account: int, name: str) -> None:
    assert not sign_in(session, attempt(name=name), CHEAP, at=NOON).is_in
