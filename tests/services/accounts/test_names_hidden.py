"""Whether a name is known cannot be told from the answer, nor from how long it takes (AU-07).

Seconds are the process's own, so that what else the machine does has no say.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.models.accounts import AccountRow
from qa_app.services.accounts.sign_in import Attempt, SignInOutcome, sign_in
from tests.people import NOON
from tests.services.accounts.conftest import an_account

MOST = 0.05
"""Share by which the medians may differ."""
ROUNDS = 3


def names_in(session: Session, count: int) -> tuple[list[str], list[str]]:
    """Sign up so many people with a password of full strength; names known and unknown."""
    an_account(session)
    kept = PasswordHasher().hash("never typed by anybody here")
    columns = {"display_name": "x", "language": "zh", "is_active": True, "created_at": NOON}
    known = [f"known{number:04}" for number in range(count)]
    session.execute(
        insert(AccountRow),
        [{**columns, "login_name": name, "password_hash": kept} for name in known],
    )
    session.commit()
    return known, [f"ghost{number:04}" for number in range(count)]


def tried(session: Session, name: str, number: int) -> tuple[SignInOutcome, float]:
    """Try a wrong password from an address of its own; how it ends, and the seconds it costs."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    attempt = Attempt(name, "wrong words typed here", f"{number:064}", "", address)
    at = NOON + timedelta(minutes=number)
    begun = time.process_time()
    verdict = sign_in(session, attempt, PasswordHasher(), at=at)
    return verdict, time.process_time() - begun


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_au_07_known_and_unknown_names_answer_alike(
    session: Session, count: int, record_property: Callable[[str, object], None]
) -> None:
    known, unknown = names_in(session, count)
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    number, apart = 0, 1.0
    # noise only ever adds: a difference that is real shows in every round
    for _ in range(ROUNDS):
        for one, other in zip(known, unknown, strict=True):
            verdicts = []
            for kind, name in (("known", one), ("unknown", other))[:: 1 if number % 4 else -1]:
                number += 1
                verdict, seconds = tried(session, name, number)
                took[kind].append(seconds)
                wait = verdict.wait_until
                heard = NOON + timedelta(minutes=number)
                verdicts.append((verdict.is_in, None if wait is None else wait - heard))
            assert verdicts[0] == verdicts[1]
        apart = abs(median(took["known"]) / median(took["unknown"]) - 1)
        if apart < MOST:
            break
    record_property("names tried", number)
    record_property("medians apart, per mille", round(1000 * apart))
    assert apart < MOST
    assert session.scalars(select(AccountRow.failed_count)).all()
