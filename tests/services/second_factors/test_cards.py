from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.one_time_codes import CARD_BITS
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.models.second_factors import CardCodeRow
from qa_app.models.ways_in import AccountNoteRow
from qa_app.queries.second_factors import factor_standing, has_second_factor
from qa_app.services.accounts.set_account_state import set_account_state
from qa_app.services.second_factors.confirm_card import confirm_card
from qa_app.services.second_factors.make_card import make_card
from tests.people import NOON, OPERATOR
from tests.services.accounts.conftest import end_of
from tests.services.second_factors.conftest import DICE, a_card, a_session_of, an_account, owner

LATER = NOON + timedelta(minutes=5)


def bits() -> int:
    return DICE.getrandbits(CARD_BITS)


def test_an_own_card_counts_from_its_first_code(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    codes = make_card(session, owner(account), account, bits(), at=NOON)
    assert not has_second_factor(session, account)
    card = factor_standing(session, account, at=NOON).new_card
    assert card is not None
    assert card.next_place is not None
    right = codes[card.next_place]
    wrong = next(code for code in codes if code != right)
    with pytest.raises(InvalidError, match="wrong_code"):
        confirm_card(session, owner(account), one, wrong, at=NOON)
    confirm_card(session, owner(account), one, right, at=NOON)
    with pytest.raises(ConflictError, match="no_card"):
        confirm_card(session, owner(account), one, right, at=NOON)
    standing = factor_standing(session, account, at=NOON)
    assert standing.card is not None
    assert (standing.card.left, standing.new_card) == (59, None)
    kept = session.scalars(select(CardCodeRow.digest)).all()
    assert not set(codes) & set(kept)


def test_wrong_first_codes_of_a_card_are_counted_and_wait(session: Session, account: int) -> None:
    one = a_session_of(session, account)
    make_card(session, owner(account), account, bits(), at=NOON)
    for _ in range(4):
        with pytest.raises(InvalidError, match="wrong_code"):
            confirm_card(session, owner(account), one, "x", at=NOON)
    with pytest.raises(InvalidError, match="too_early"):
        confirm_card(session, owner(account), one, "x", at=NOON)


def test_the_card_before_goes_on_until_the_new_one_is_confirmed(
    session: Session, account: int
) -> None:
    a_card(session, account)
    make_card(session, owner(account, digest="c" * 64), account, bits(), at=LATER)
    standing = factor_standing(session, account, at=LATER)
    assert standing.card is not None
    assert standing.card.made_at == NOON
    assert standing.new_card is not None
    assert standing.new_card.made_at == LATER


def test_a_card_handed_out_counts_at_once_and_its_owner_is_told(
    session: Session, account: int
) -> None:
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    open_one = a_session_of(session, account, "4" * 64)
    make_card(session, helper, account, bits(), at=NOON)
    assert has_second_factor(session, account)
    assert end_of(session, open_one) == "factor"
    notes = session.execute(select(AccountNoteRow.account_id, AccountNoteRow.kind)).all()
    assert (account, "card_handed_out") in [tuple(note) for note in notes]


def test_who_hands_out_no_card(session: Session, account: int) -> None:
    other = an_account(session, "other", Role.SYS_ADMIN)
    with pytest.raises(NotAllowedError):
        make_card(session, owner(other, Role.SYS_ADMIN), account, 1, at=NOON)
    far = Actor(other, "x", (Grant(Role.SEC_ADMIN, Reach(place_paths=frozenset({"9/"}))),))
    with pytest.raises(OutOfReachError):
        make_card(session, far, account, 1, at=NOON)
    set_account_state(session, OPERATOR, account, is_active=False, at=NOON)
    helper = owner(an_account(session, "helper", Role.SEC_ADMIN), Role.SEC_ADMIN)
    with pytest.raises(InvalidError, match="disabled"):
        make_card(session, helper, account, 1, at=NOON)
    assert not has_second_factor(session, account)
