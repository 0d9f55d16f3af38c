import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.models.accounts import AccountRow, LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.models.sealing import Sealer
from qa_app.queries.fresh_sign_in import is_sign_in_fresh
from qa_app.services.accounts.sign_in_again import Again, sign_in_again
from tests.conftest import FIELD_KEY
from tests.people import NOON
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of, an_account, end_of

LATER = NOON + timedelta(minutes=10)


def again(session: Session, account: int, one: int, password: str, digest: str = "e" * 64) -> Again:
    actor = Actor(account, "x", session_digest="d" * 64)
    return sign_in_again(session, actor, one, password, digest, CHEAP, at=LATER)


def kept(session: Session, one: int) -> LoginSessionRow:
    return session.get_one(LoginSessionRow, one, populate_existing=True)


def acts(session: Session) -> list[str]:
    query = select(JournalRow.action).where(JournalRow.action.like("session:%"))
    return list(session.execute(query.order_by(JournalRow.seq)).scalars())


def test_the_session_goes_on_under_another_id(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    assert is_sign_in_fresh(session, one, at=LATER - timedelta(seconds=1))
    assert not is_sign_in_fresh(session, one, at=LATER)
    assert again(session, account, one, PASSWORD) is Again.RIGHT
    row = kept(session, one)
    assert (row.token_digest, row.confirmed_at, row.created_at) == ("e" * 64, LATER, NOON)
    assert is_sign_in_fresh(session, one, at=LATER + timedelta(minutes=9))
    assert not is_sign_in_fresh(session, one, at=LATER + timedelta(minutes=10))
    assert acts(session) == ["session:again"]


def test_a_wrong_one_changes_nothing_and_is_journaled(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    assert again(session, account, one, "wrong") is Again.WRONG
    row = kept(session, one)
    assert (row.token_digest, row.confirmed_at, row.wrong_count) == ("d" * 64, None, 1)
    assert acts(session) == ["session:refuse"]
    # the front door counts for itself: nobody is kept from signing by guesses there, nor back
    failed = select(AccountRow.failed_count).where(AccountRow.id == account)
    assert session.execute(failed).scalar_one() == 0
    assert again(session, account, one, PASSWORD) is Again.RIGHT
    assert kept(session, one).wrong_count == 0


def test_the_fifth_wrong_one_ends_the_session(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    tries = [again(session, account, one, "wrong") for _ in range(5)]
    assert tries == [Again.WRONG] * 4 + [Again.OVER]
    assert end_of(session, one) == "wrong_password"
    assert acts(session)[-1] == "session:end"
    with pytest.raises(NotAllowedError):
        again(session, account, one, PASSWORD)
    assert not is_sign_in_fresh(session, one, at=NOON)


def test_somebody_elses_session_stays_as_it_is(session: Session, account: int) -> None:
    theirs = a_session_of(session, an_account(session, "other"))
    with pytest.raises(NotAllowedError):
        again(session, account, theirs, PASSWORD)
    assert kept(session, theirs).confirmed_at is None


def test_a_session_that_ended_meanwhile_is_not_brought_back(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    session.execute(update(LoginSessionRow).values(ended_at=NOON, end_reason="disabled"))
    session.commit()
    with pytest.raises(NotAllowedError):
        again(session, account, one, PASSWORD)


@pytest.mark.both_databases
def test_of_wrong_ones_sent_at_once_no_more_are_heard_than_of_a_row(
    session: Session, engine: Engine, account: int
) -> None:
    one, count = a_session_of(session, account), 16
    start, said = threading.Barrier(count), []

    def run() -> None:
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as own:
            start.wait()
            try:
                said.append(again(own, account, one, "wrong").value)
            except NotAllowedError as fault:
                said.append(fault.code)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["over", *["session_ended"] * 11, *["wrong"] * 4]
    assert acts(session) == [*["session:refuse"] * 5, "session:end"]
    # neither does a right one that arrives behind them
    with pytest.raises(NotAllowedError):
        again(session, account, one, PASSWORD)
