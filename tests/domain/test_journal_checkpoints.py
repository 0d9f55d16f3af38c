from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.journal import GENESIS
from qa_app.domain.journal_checkpoints import (
    Checkpoint,
    SignedCheckpoint,
    checkpoint_text,
    last_day_over,
    start_after,
)
from qa_app.domain.signatures import public_part, signature_of

SEED = bytes(range(32))
AT = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
KEPT = timedelta(days=183)


def signed(
    first: int, last: int, seed: bytes = SEED, made_after: timedelta = KEPT
) -> SignedCheckpoint:
    one = Checkpoint(first, last, "a" * 64, f"{last:064x}", AT, AT, AT + made_after)
    return SignedCheckpoint(one, public_part(seed), signature_of(seed, checkpoint_text(one)))


def test_the_chain_goes_on_from_the_last_checkpoint() -> None:
    assert start_after(()) == (0, GENESIS)
    assert start_after((signed(1, 40), signed(41, 90, bytes(32)))) == (90, f"{90:064x}")
    assert signed(41, 90).checkpoint.count == 50


def test_a_checkpoint_that_does_not_go_on_or_is_not_signed_is_named() -> None:
    assert start_after((signed(2, 40),)) == 2
    assert start_after((signed(1, 40), signed(42, 90))) == 42
    one = signed(1, 40)
    changed = replace(one.checkpoint, last_hash="f" * 64)
    assert start_after((replace(one, checkpoint=changed),)) == 1
    assert start_after((replace(one, public_key=public_part(bytes(32))),)) == 1
    assert start_after((replace(one, signature="00" * 64),)) == 1
    # a key that somebody put into the database; rows whose time was not over
    assert start_after((replace(one, is_own=False),)) == 1
    assert start_after((signed(1, 40, made_after=KEPT - timedelta(seconds=1)),)) == 1


def test_rows_are_kept_for_whole_days_and_not_fewer_than_the_law_asks() -> None:
    assert last_day_over(date(2026, 7, 3), 183) == date(2025, 12, 31)
    with pytest.raises(InvalidError):
        last_day_over(date(2026, 7, 3), 182)
