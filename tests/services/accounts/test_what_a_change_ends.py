"""Ways in that somebody else may have made end with what was to keep them out, or are told of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.passwords import PasswordProfile
from qa_app.domain.people import Actor, Role
from qa_app.models.factor_loss import lose_factors
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.account_links import open_link
from qa_app.queries.feeds import open_feed
from qa_app.services.accounts.change_password import change_password
from qa_app.services.accounts.make_link import make_link
from qa_app.services.accounts.take_link import take_link
from qa_app.services.reminders.make_feed import NewFeed, make_feed
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import CHEAP, PASSWORD, a_session_of, an_account

NEW = "翻山越岭去家访每月两次记得带笔"
LINK, FEED = "1" * 64, "2" * 64
LATER = NOON + timedelta(minutes=5)


def the_owner(account_id: int) -> Actor:
    actor = person(Role.SENIOR_SUPERVISOR, account_id=account_id)
    return replace(actor, session_digest="d" * 64)


@pytest.fixture
def account(session: Session) -> int:
    """Somebody with a calendar address, which they are told of."""
    account_id = an_account(session, "someone", Role.SENIOR_SUPERVISOR)
    make_feed(session, the_owner(account_id), NewFeed(FEED, "zh"), at=NOON)
    assert told(session, account_id) == ["feed_made"]
    return account_id


def told(session: Session, account_id: int) -> list[str]:
    query = select(AccountNoteRow.kind).where(AccountNoteRow.account_id == account_id)
    return list(session.scalars(query.order_by(AccountNoteRow.id)))


def by_link(session: Session, account_id: int) -> None:
    make_link(session, OPERATOR, account_id, LINK, at=NOON)
    take_link(session, LINK, NEW, CHEAP, PasswordProfile.NIST, None, at=LATER)


def by_loss(session: Session, account_id: int) -> None:
    lose_factors(session, account_id, LATER)
    session.commit()


@pytest.mark.parametrize("end", [by_link, by_loss])
def test_calendar_addresses_end_with_a_reset(
    session: Session, account: int, end: Callable[[Session, int], None]
) -> None:
    assert open_feed(session, FEED) is not None
    end(session, account)
    assert open_feed(session, FEED) is None
    assert "feeds_ended" in told(session, account)


def test_a_changed_password_closes_the_link_that_resets_and_tells_of_calendars(
    session: Session, account: int
) -> None:
    make_link(session, OPERATOR, account, LINK, at=NOON)
    assert open_link(session, LINK, LATER) is not None
    one = a_session_of(session, account)
    change_password(session, the_owner(account), one, PASSWORD, NEW, CHEAP, at=LATER)
    assert open_link(session, LINK, LATER) is None
    assert open_feed(session, FEED) is not None
    assert told(session, account)[-2:] == ["password", "feeds_stand"]
