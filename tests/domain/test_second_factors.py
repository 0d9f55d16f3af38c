from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.people import Role
from qa_app.domain.second_factors import (
    does_card_run_out,
    due_at,
    is_question_over,
    long_due,
    needs_factor,
)

AT = datetime(2026, 4, 9, 4, tzinfo=UTC)
# by hand, from the plan of security: administrators, judicial roles, who reviews and supervises
NIST = {
    Role.CASEWORKER: False,
    Role.CENTRE_MANAGER: False,
    Role.AUTHORITY_READER: False,
    Role.AUDITOR: True,
    Role.SENIOR_SUPERVISOR: True,
    Role.MODERATOR: True,
    Role.JUDICIAL_READER: True,
    Role.JUDICIAL_DECIDER: True,
    Role.REGISTRAR: True,
    Role.SYS_ADMIN: True,
    Role.SEC_ADMIN: True,
    Role.AUDIT_ADMIN: True,
}


@pytest.mark.parametrize("role", Role)
def test_who_needs_a_second_factor(role: Role) -> None:
    assert needs_factor([role], "nist") is NIST[role]
    assert needs_factor([Role.CASEWORKER, role], "nist") is NIST[role]
    assert needs_factor([role], "mlps3")


def test_nobody_without_a_role_needs_one() -> None:
    assert not needs_factor([], "mlps3")


def test_days_of_grace_and_none_after_a_loss() -> None:
    assert due_at(AT) == AT + timedelta(days=14)
    assert due_at(long_due(AT)) == AT


def test_the_question_waits_ten_minutes() -> None:
    assert not is_question_over(AT, AT + timedelta(minutes=9, seconds=59))
    assert is_question_over(AT, AT + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("left", "days", "is_told"), [(60, 180, False), (11, 31, False), (10, 31, True), (60, 30, True)]
)
def test_when_a_card_runs_out(left: int, days: int, is_told: bool) -> None:
    assert does_card_run_out(left, AT + timedelta(days=days), AT) is is_told
