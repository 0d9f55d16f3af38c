from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.sign_in import is_over, wait_until

SECOND = timedelta(seconds=1)
NOON = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 0), (2, 0), (3, 0), (4, 1), (5, 2), (6, 4), (7, 8), (8, 8), (9, 8), (10, 900), (99, 900)],
)
def test_waiting_grows_with_failures(failures: int, seconds: int) -> None:
    expected = NOON + timedelta(seconds=seconds) if seconds else None
    assert wait_until(failures, NOON) == expected


def test_without_failures_nobody_waits() -> None:
    assert wait_until(0, NOON) is None
    assert wait_until(5, None) is None


def test_after_a_hundred_failures_only_a_new_password_helps() -> None:
    until = wait_until(100, NOON)
    assert until is not None
    assert until.year == 9999
    assert until > NOON


def test_a_session_ends_when_it_is_idle() -> None:
    half_an_hour = timedelta(minutes=30)
    assert not is_over(NOON, NOON, NOON + half_an_hour - SECOND, is_admin=False)
    assert is_over(NOON, NOON, NOON + half_an_hour, is_admin=False)


def test_a_session_ends_after_a_day_of_work_however_busy() -> None:
    later = NOON + timedelta(hours=12)
    assert is_over(NOON, later, later, is_admin=False)
    assert not is_over(NOON, later - timedelta(minutes=1), later - SECOND, is_admin=False)
