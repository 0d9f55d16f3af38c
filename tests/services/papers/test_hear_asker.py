"""Questions about papers: so many a minute from each address, whoever counts."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import PUBLIC_ASKS_PER_MINUTE
from qa_app.models.sign_in import count_try
from qa_app.models.ways_in import AddressTryRow
from qa_app.services.papers.hear_asker import hear_asker
from tests.people import NOON

A = "198.51.100.7"


def test_each_address_is_heard_twenty_times_and_then_in_the_next_minute(session: Session) -> None:
    seconds = [NOON + timedelta(seconds=at) for at in range(60)]
    heard = [hear_asker(session, A, at=at) for at in seconds]
    assert heard == [True] * 20 + [False] * 40
    # one connection has all of the second half of an IPv6 address
    beside = [hear_asker(session, f"2001:db8::{n}", at=NOON) for n in range(21)]
    assert beside == [True] * 20 + [False]
    assert hear_asker(session, None, at=NOON)
    assert hear_asker(session, A, at=NOON + timedelta(minutes=1))
    # what was not heard was not written, and signing in is counted apart
    kept = dict(session.execute(select(AddressTryRow.address, AddressTryRow.count)).all())
    assert kept == {f"v/{A}": 1, "v/2001:db8::/64": 20, "v/?": 1}
    session.rollback()
    assert count_try(session, A, NOON) == 1


@pytest.mark.both_databases
def test_of_many_at_once_no_more_are_heard(session: Session, engine: Engine) -> None:
    session.rollback()
    heard: list[bool] = []

    def ask() -> None:
        with Session(engine) as own:
            heard.extend(hear_asker(own, A, at=NOON) for _ in range(8))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(heard) == [False] * 12 + [True] * PUBLIC_ASKS_PER_MINUTE
