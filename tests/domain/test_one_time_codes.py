"""AU-10: which codes are taken, and that each is taken once (RFC 6238, appendix B)."""

from datetime import UTC, datetime, timedelta
from random import Random

import pyotp
import pytest

from qa_app.domain.one_time_codes import (
    CARD_BITS,
    RECOVERY_BITS,
    SEED_BITS,
    card_codes,
    code_at,
    key_address,
    place_name,
    plain_code,
    recovery_code,
    recovery_codes,
    seed_of,
    step_of,
    taken_step,
)

RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890"
AT = datetime(2026, 4, 9, 4, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        # the last six digits of the eight in RFC 6238, appendix B, SHA-1
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_at(RFC_SEED, step_of(at)) == code
    assert taken_step(RFC_SEED, code, at, 0) == seconds // 30


@pytest.mark.parametrize("aside", range(-4, 5))
@pytest.mark.parametrize("last", [-2, -1, 0, 1])
def test_a_code_is_taken_up_to_one_step_aside_and_never_again(aside: int, last: int) -> None:
    now = step_of(AT)
    code = code_at(RFC_SEED, now + aside)
    taken = taken_step(RFC_SEED, code, AT, now + last)
    assert taken == (now + aside if -1 <= aside <= 1 and aside > last else None)
    if taken is not None:
        assert taken_step(RFC_SEED, code, AT, taken) is None
        assert taken_step(RFC_SEED, code, AT + timedelta(seconds=30), taken) is None


@pytest.mark.parametrize("code", ["", "28708", "2870820", "abcdef", "000000"])
def test_what_is_no_code_is_not_taken(code: str) -> None:
    assert taken_step(RFC_SEED, code, datetime.fromtimestamp(59, UTC), 0) is None


def test_a_code_is_read_however_it_was_typed() -> None:
    assert (
        plain_code(" 287 082 ") == plain_code("287-082") == plain_code("２８７０８２") == "287082"
    )
    assert recovery_code("ab0o1-l2i3c") == "AB0011213C"
    assert plain_code("二八七") == ""


def test_a_seed_is_read_by_apps_and_named_with_the_product() -> None:
    seed = seed_of(Random(1).getrandbits(SEED_BITS))
    address = pyotp.parse_uri(key_address(seed, "wang", "准绳"))
    assert (address.secret, address.name, address.issuer) == (seed, "wang", "准绳")
    assert address.now().isdecimal()
    assert len(seed) == 32


def test_recovery_codes_differ_and_read_back() -> None:
    codes = recovery_codes(Random(2).getrandbits(RECOVERY_BITS))
    assert len(set(codes)) == 10
    assert all(len(code) == 11 and code[5] == "-" for code in codes)
    assert all(recovery_code(code.lower()) == code.replace("-", "") for code in codes)


def test_a_card_asks_for_every_place_once_in_an_order_of_its_own() -> None:
    first = card_codes(Random(3).getrandbits(CARD_BITS))
    other = card_codes(Random(4).getrandbits(CARD_BITS))
    assert len(first) == 60
    assert all(len(code) == 6 and code.isdecimal() for code, _ in first)
    assert sorted(turn for _, turn in first) == list(range(60))
    assert [turn for _, turn in first] != [turn for _, turn in other]
    assert [place_name(place) for place in (0, 5, 6, 59)] == ["A1", "F1", "A2", "F10"]
