from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor, Grant, NewGrant, Role
from qa_app.domain.permissions import TWO_HATS
from qa_app.domain.profiles import Profile, Safeguard
from qa_app.domain.two_hats import Outsider
from qa_app.models.asked_access import CounterCheckRow
from qa_app.models.journal import JournalRow
from qa_app.queries.counter_checks import acts_digest, hat_acts, hat_months
from qa_app.services.access.sign_counter_check import SignOff, sign_counter_check
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.accounts.set_grants import set_grants
from qa_app.services.readers.set_profile import NewProfile, set_profile
from tests.audits import ZONE
from tests.one_hand import refuses_one_hand
from tests.people import NOON, OPERATOR, person
from tests.services.accounts.conftest import an_account

APRIL = datetime(2026, 4, 5, 4, 0, tzinfo=UTC)
MARCH = "2026-03"


@pytest.fixture
def keeper(session: Session) -> Actor:
    return person(Role.AUDIT_ADMIN, account_id=an_account(session, "keeper", Role.AUDIT_ADMIN))


@pytest.fixture
def wearer(session: Session) -> Actor:
    """One person of a small team who is system and security administrator since March 23."""
    made = an_account(session, "both", Role.SYS_ADMIN)
    set_profile(session, OPERATOR, NewProfile(Profile.SMALL, {Safeguard.TWO_HATS}), at=NOON)
    set_grants(session, OPERATOR, made, [NewGrant(role) for role in sorted(TWO_HATS)], at=NOON)
    actor = person(Role.SYS_ADMIN, account_id=made)
    grants = tuple(Grant(role, actor.grants[0].reach) for role in sorted(TWO_HATS))
    return replace(actor, grants=grants)


def works(session: Session, wearer: Actor) -> None:
    other = an_account(session)
    for day, is_active in ((1, False), (2, True), (12, False)):
        set_account_state(
            session, wearer, other, is_active=is_active, at=NOON + timedelta(days=day)
        )


def test_a_month_under_two_hats_is_listed_printed_and_signed_off(
    session: Session, wearer: Actor, keeper: Actor
) -> None:
    assert hat_months(session, keeper, ZONE, at=NOON) == ()
    works(session, wearer)
    (month,) = hat_months(session, keeper, ZONE, at=APRIL)
    assert (month.month, month.people, month.due_on, month.checked) == (
        MARCH,
        ("督导甲",),
        date(2026, 4, 10),
        None,
    )
    acts = hat_acts(session, keeper, MARCH, ZONE)
    # what was done in April is April's
    assert [one.action for one in acts] == ["account:change"] * 2
    digest = acts_digest(MARCH, acts)
    with pytest.raises(ConflictError, match="counter_list"):
        sign_counter_check(session, keeper, SignOff(MARCH, "0" * 64, None), ZONE, at=APRIL)
    sign = partial(
        sign_counter_check, session, keeper, SignOff(MARCH, digest, None), ZONE, at=APRIL
    )
    refuses_one_hand(session, sign, keeper, wearer)
    sign()
    (month,) = hat_months(session, keeper, ZONE, at=APRIL)
    assert month.checked is not None
    assert (month.checked.by, month.checked.outsider) == ("督导甲", "")
    row = session.execute(select(JournalRow).order_by(JournalRow.seq.desc())).scalars().first()
    assert row is not None
    assert (row.action, row.object_id) == ("counter_check:sign", MARCH)
    with pytest.raises(ConflictError, match="counter_checked"):
        sign_counter_check(session, keeper, SignOff(MARCH, digest, None), ZONE, at=APRIL)
    for statement in (update(CounterCheckRow).values(act_count=0), delete(CounterCheckRow)):
        with pytest.raises(DBAPIError):
            session.execute(statement)
        session.rollback()


def test_a_named_outsider_signs_on_paper(session: Session, wearer: Actor, keeper: Actor) -> None:
    digest = acts_digest(MARCH, hat_acts(session, keeper, MARCH, ZONE))
    for outsider, code in (
        (Outsider("x", date(2026, 4, 2)), "outsider_name"),
        (Outsider("民政局王科长", date(2026, 3, 31)), "outsider_day"),
        (Outsider("民政局王科长", date(2026, 4, 6)), "outsider_day"),
    ):
        with pytest.raises(InvalidError, match=code):
            sign_counter_check(session, keeper, SignOff(MARCH, digest, outsider), ZONE, at=APRIL)
    outsider = Outsider(" 民政局王科长 ", date(2026, 4, 2))
    sign_counter_check(session, keeper, SignOff(MARCH, digest, outsider), ZONE, at=APRIL)
    (month,) = hat_months(session, keeper, ZONE, at=APRIL)
    assert month.checked is not None
    assert (month.checked.outsider, month.checked.signed_on) == (
        "民政局王科长",
        date(2026, 4, 2),
    )


def test_what_cannot_be_signed_off(session: Session, wearer: Actor, keeper: Actor) -> None:
    for role in set(Role) - {Role.AUDIT_ADMIN}:
        with pytest.raises(NotAllowedError):
            sign_counter_check(session, person(role), SignOff(MARCH, "", None), ZONE, at=APRIL)
        with pytest.raises(NotAllowedError):
            hat_months(session, person(role), ZONE, at=APRIL)
    for month in ("2026-04", "2026-13", "x"):
        with pytest.raises(InvalidError, match="month"):
            sign_counter_check(session, keeper, SignOff(month, "", None), ZONE, at=APRIL)
    with pytest.raises(OutOfReachError):
        sign_counter_check(session, keeper, SignOff("2026-02", "", None), ZONE, at=APRIL)
    # once one hat is taken off no further month is due
    set_grants(session, OPERATOR, wearer.account_id or 0, [NewGrant(Role.SYS_ADMIN)], at=APRIL)
    later = APRIL + timedelta(days=90)
    assert [one.month for one in hat_months(session, keeper, ZONE, at=later)] == [
        "2026-04",
        MARCH,
    ]
