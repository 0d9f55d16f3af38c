from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.one_time_codes import RECOVERY_BITS, SEED_BITS, code_at, step_of
from qa_app.domain.people import Role
from qa_app.domain.second_factors import Way
from qa_app.models.journal import JournalRow
from qa_app.queries.second_factors import factor_standing, has_second_factor, waiting_seed
from qa_app.services.second_factors.begin_codes import begin_codes
from qa_app.services.second_factors.confirm_codes import confirm_codes
from qa_app.services.second_factors.end_factor import end_factor
from qa_app.services.second_factors.renew_recovery_codes import renew_recovery_codes
from tests.people import NOON
from tests.services.accounts.conftest import end_of
from tests.services.second_factors.conftest import (
    DICE,
    a_half,
    a_phone,
    a_session_of,
    acts,
    answered,
    owner,
)

LATER = NOON + timedelta(minutes=5)


def test_a_phone_counts_from_its_first_code_and_ends_other_sessions(
    session: Session, account: int
) -> None:
    other = a_session_of(session, account, "5" * 64)
    begin_codes(session, owner(account), DICE.getrandbits(SEED_BITS), at=NOON)
    assert not has_second_factor(session, account)
    assert end_of(session, other) is None
    a_phone(session, account)
    assert has_second_factor(session, account)
    assert end_of(session, other) == "factor"
    assert waiting_seed(session, owner(account), at=NOON) is None
    detail = session.scalars(select(JournalRow.detail).order_by(JournalRow.seq)).all()[-1]
    assert '"put_in_force"' in detail


def test_a_wrong_first_code_changes_nothing(session: Session, account: int) -> None:
    one, actor = a_session_of(session, account), owner(account)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=NOON)
    seed = waiting_seed(session, actor, at=NOON) or ""
    far = code_at(seed, step_of(NOON) + 2)
    with pytest.raises(InvalidError, match="wrong_code"):
        confirm_codes(session, actor, one, far, 1, at=NOON)
    assert waiting_seed(session, actor, at=NOON) == seed
    right = code_at(seed, step_of(NOON))
    confirm_codes(session, actor, one, right, DICE.getrandbits(RECOVERY_BITS), at=NOON)
    with pytest.raises(ConflictError, match="no_seed"):
        confirm_codes(session, actor, one, right, 1, at=NOON)


def test_a_seed_waits_half_an_hour_for_its_first_code(session: Session, account: int) -> None:
    one, actor = a_session_of(session, account), owner(account)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=NOON)
    late = NOON + timedelta(minutes=30)
    assert waiting_seed(session, actor, at=late - timedelta(seconds=1)) is not None
    seed = waiting_seed(session, actor, at=NOON) or ""
    assert waiting_seed(session, actor, at=late) is None
    with pytest.raises(ConflictError, match="no_seed"):
        confirm_codes(session, actor, one, code_at(seed, step_of(late)), 1, at=late)
    assert not has_second_factor(session, account)


def test_wrong_first_codes_are_counted_and_wait(session: Session, account: int) -> None:
    # the fourth wrong one in a row waits a second, the tenth a quarter of an hour
    one, actor = a_session_of(session, account), owner(account)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=NOON)
    seed = waiting_seed(session, actor, at=NOON) or ""
    wrong = code_at(seed, step_of(NOON) + 9)
    for _ in range(4):
        with pytest.raises(InvalidError, match="wrong_code"):
            confirm_codes(session, actor, one, wrong, 1, at=NOON)
    right = code_at(seed, step_of(NOON))
    with pytest.raises(InvalidError, match="too_early"):
        confirm_codes(session, actor, one, right, 1, at=NOON)
    assert acts(session)[-4:] == ["session:refuse"] * 4
    bits, later = DICE.getrandbits(RECOVERY_BITS), NOON + timedelta(seconds=1)
    confirm_codes(session, actor, one, right, bits, at=later)
    assert has_second_factor(session, account)


def test_a_session_that_ended_puts_nothing_in_force(session: Session, account: int) -> None:
    actor = owner(account)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=NOON)
    right = code_at(waiting_seed(session, actor, at=NOON) or "", step_of(NOON))
    with pytest.raises(NotAllowedError, match="session_ended"):
        confirm_codes(session, actor, 10**6, right, 1, at=NOON)
    assert not has_second_factor(session, account)


def test_another_phone_takes_the_place_of_the_first_once_it_is_confirmed(
    session: Session, account: int
) -> None:
    old, _ = a_phone(session, account)
    actor, one = owner(account, digest="6" * 64), a_session_of(session, account, "6" * 64)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=LATER)
    half = a_half(session, account, "1" * 64)
    assert answered(session, account, half, Way.CODE, code_at(old, step_of(LATER)), LATER).is_in
    new = waiting_seed(session, actor, at=LATER) or ""
    bits, later = DICE.getrandbits(RECOVERY_BITS), LATER + timedelta(minutes=1)
    confirm_codes(session, actor, one, code_at(new, step_of(later)), bits, at=later)
    half, last = a_half(session, account, "2" * 64), later + timedelta(minutes=1)
    assert not answered(session, account, half, Way.CODE, code_at(old, step_of(last)), last).is_in
    assert answered(session, account, half, Way.CODE, code_at(new, step_of(last)), last).is_in


def test_new_recovery_codes_end_the_old_ones(session: Session, account: int) -> None:
    with pytest.raises(ConflictError, match="no_factor"):
        renew_recovery_codes(session, owner(account), 1, at=NOON)
    _, old = a_phone(session, account)
    new = renew_recovery_codes(session, owner(account), DICE.getrandbits(RECOVERY_BITS), at=LATER)
    half = a_half(session, account, "1" * 64)
    assert not answered(session, account, half, Way.RECOVERY, old[0], LATER).is_in
    assert answered(session, account, half, Way.RECOVERY, new[0], LATER).is_in


def test_the_last_factor_goes_only_where_no_role_needs_one(session: Session, account: int) -> None:
    a_phone(session, account)
    with pytest.raises(InvalidError, match="factor_needed"):
        end_factor(session, owner(account), Way.CODE, "nist", at=LATER)
    worker = owner(account, Role.CASEWORKER)
    with pytest.raises(InvalidError, match="factor_needed"):
        end_factor(session, worker, Way.CODE, "mlps3", at=LATER)
    with pytest.raises(ConflictError, match="no_factor"):
        end_factor(session, worker, Way.CARD, "nist", at=LATER)
    end_factor(session, worker, Way.CODE, "nist", at=LATER)
    standing = factor_standing(session, account, at=LATER)
    assert (standing.has_one, standing.recovery_left) == (False, 0)
    with pytest.raises(ConflictError, match="no_factor"):
        end_factor(session, worker, Way.CODE, "nist", at=LATER)
