"""Guessing from one address, at one account, and what it does to its owner (AU-05, 06, 08)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.trust_defaults import KNOWN_DEVICE_DAYS, SIGN_IN_HARD_STOP, SIGN_IN_PER_ADDRESS
from qa_app.models.accounts import AccountRow
from qa_app.models.ways_in import AddressTryRow, KnownDeviceRow
from qa_app.services.accounts.sign_in import Attempt, SignInOutcome, sign_in
from tests.people import NOON
from tests.services.accounts.conftest import CHEAP, PASSWORD, an_account

SECOND = timedelta(seconds=1)
MINE, THEIRS = "m" * 64, "t" * 64


class Counting(PasswordHasher):
    """A cheap hasher that counts how often it worked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.worked = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 - as it is named there
        self.worked += 1
        return super().verify(hash, password)


class Tokens:
    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return f"{self.count:064}"


TOKENS = Tokens()


def from_(
    address: str, typed: str = "wrong", name: str = "someone", device: str | None = None
) -> Attempt:
    return Attempt(name, typed, TOKENS.next(), "", address, device)


@pytest.mark.parametrize("tries", [40, pytest.param(500, marks=pytest.mark.nightly)])
def test_au_05_one_address_is_heard_thirty_times_a_minute(
    session: Session, account: int, tries: int
) -> None:
    # a hundred names, one of them an account; nobody waits, as each is tried once in a while
    hasher, refused = Counting(), 0
    kept = session.execute(select(AccountRow.password_hash)).scalar_one()
    session.execute(
        insert(AccountRow),
        [
            {"login_name": name, "display_name": "n", "password_hash": kept, "created_at": NOON}
            for name in (f"n{number:02}" for number in range(100))
        ],
    )
    session.commit()
    by_minute = []
    for minute in range(2):
        before = hasher.worked
        for number in range(tries):
            at = NOON + timedelta(minutes=minute, milliseconds=100 * number)
            attempt = from_("203.0.113.9", name=f"n{number % 100:02}")
            verdict = sign_in(session, attempt, hasher, at=at)
            refused += verdict.wait_until == NOON + timedelta(minutes=minute + 1)
        by_minute.append(hasher.worked - before)
    assert by_minute == [SIGN_IN_PER_ADDRESS, SIGN_IN_PER_ADDRESS]
    assert refused == 2 * (tries - SIGN_IN_PER_ADDRESS)
    # colleagues behind other addresses notice nothing
    assert sign_in(session, from_("203.0.113.10", PASSWORD), hasher, at=NOON).is_in
    kept_addresses = session.execute(select(AddressTryRow.address)).scalars()
    assert set(kept_addresses) == {"203.0.113.9", "203.0.113.10"}


def test_who_gets_in_is_not_counted_against_the_address(session: Session, account: int) -> None:
    for _ in range(SIGN_IN_PER_ADDRESS + 5):
        assert sign_in(session, from_("203.0.113.9", PASSWORD), CHEAP, at=NOON).is_in


@pytest.mark.parametrize("tries", [120, pytest.param(2000, marks=pytest.mark.nightly)])
def test_au_06_and_08_at_most_a_hundred_guesses_and_the_owner_comes_in(
    session: Session, account: int, tries: int
) -> None:
    assert sign_in(session, from_("10.0.0.1", PASSWORD, device=MINE), CHEAP, at=NOON).is_in
    hasher, at, owner_in = Counting(), NOON, 0
    for number in range(tries):
        verdict = sign_in(session, from_(f"198.51.100.{number % 50}"), hasher, at=at)
        assert not verdict.is_in
        # who guesses is patient until the end
        if verdict.wait_until is not None and verdict.wait_until.year < 9999:
            at = verdict.wait_until
        if number % (tries // 20) == 1:
            owner = from_("10.0.0.1", PASSWORD, device=MINE)
            owner_in += sign_in(session, owner, CHEAP, at=at).is_in
    assert hasher.worked == SIGN_IN_HARD_STOP
    assert owner_in == 20
    # without the known browser the owner waits for a new password, as everybody else
    stranger = sign_in(session, from_("10.0.0.2", PASSWORD), CHEAP, at=at + timedelta(days=400))
    assert not stranger.is_in


def test_a_known_device_waits_for_its_own_failures_alone(session: Session, account: int) -> None:
    sign_in(session, from_("10.0.0.1", PASSWORD, device=MINE), CHEAP, at=NOON)
    wrong = [sign_in(session, from_("a", device=MINE), CHEAP, at=NOON) for _ in range(5)]
    assert wrong[3:] == [SignInOutcome(is_in=False, wait_until=NOON + SECOND)] * 2
    assert not sign_in(session, from_("a", PASSWORD, device=MINE), CHEAP, at=NOON).is_in
    # a stranger is heard meanwhile, and lets nobody wait either
    assert sign_in(session, from_("b", PASSWORD), CHEAP, at=NOON).is_in
    device = session.execute(select(KnownDeviceRow)).scalar_one()
    assert (device.token_digest, device.failed_count) == (MINE, 4)


@pytest.mark.parametrize("case", ["another account's", "never seen", "too old"])
def test_who_is_no_known_device(session: Session, account: int, case: str) -> None:
    an_account(session, "other")
    at = NOON
    if case == "another account's":
        sign_in(session, from_("c", PASSWORD, name="other", device=THEIRS), CHEAP, at=NOON)
    if case == "too old":
        sign_in(session, from_("c", PASSWORD, device=THEIRS), CHEAP, at=NOON)
        at = NOON + timedelta(days=KNOWN_DEVICE_DAYS)
    for number in range(4):
        sign_in(session, from_(f"d{number}"), CHEAP, at=at)
    late = replace(from_("c", PASSWORD), device_digest=THEIRS)
    assert sign_in(session, late, CHEAP, at=at) == SignInOutcome(
        is_in=False, wait_until=at + SECOND
    )
