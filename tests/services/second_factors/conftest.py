"""Accounts with second factors, and their half sessions."""

from datetime import datetime
from random import Random

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.one_time_codes import CARD_BITS, RECOVERY_BITS, SEED_BITS, code_at, step_of
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.second_factors import Answer, Way
from qa_app.models.accounts import LoginSessionRow
from qa_app.models.journal import JournalRow
from qa_app.queries.second_factors import waiting_seed
from qa_app.services.second_factors.answer_question import Browser, Heard, answer_question
from qa_app.services.second_factors.begin_codes import begin_codes
from qa_app.services.second_factors.confirm_card import confirm_card
from qa_app.services.second_factors.confirm_codes import confirm_codes
from qa_app.services.second_factors.make_card import make_card
from tests.people import NOON
from tests.services.accounts.conftest import a_session_of, an_account

__all__ = ["a_session_of", "an_account"]
DICE = Random(8)


def owner(account_id: int, role: Role = Role.AUDITOR, digest: str = "d" * 64) -> Actor:
    grants = (Grant(role, Reach(is_everything=True)),)
    return Actor(account_id, "督导甲", grants, session_digest=digest)


def a_phone(session: Session, account_id: int, at: datetime = NOON) -> tuple[str, tuple[str, ...]]:
    """Set up a phone; give its seed and the recovery codes."""
    one, actor = a_session_of(session, account_id), owner(account_id)
    begin_codes(session, actor, DICE.getrandbits(SEED_BITS), at=at)
    seed = waiting_seed(session, actor, at=at)
    assert seed is not None
    bits, first = DICE.getrandbits(RECOVERY_BITS), code_at(seed, step_of(at))
    return seed, confirm_codes(session, actor, one, first, bits, at=at)


def a_card(session: Session, account_id: int, at: datetime = NOON) -> tuple[str, ...]:
    """Make a card and put it in force; one of its codes is used by that."""
    from qa_app.queries.second_factors import factor_standing

    one, actor = a_session_of(session, account_id, "c" * 64), owner(account_id, digest="c" * 64)
    codes = make_card(session, actor, account_id, DICE.getrandbits(CARD_BITS), at=at)
    card = factor_standing(session, account_id, at=at).new_card
    assert card is not None
    assert card.next_place is not None
    confirm_card(session, actor, one, codes[card.next_place], at=at)
    return codes


def a_half(session: Session, account_id: int, digest: str, at: datetime = NOON) -> int:
    made = session.execute(
        insert(LoginSessionRow)
        .values(
            token_digest=digest,
            account_id=account_id,
            created_at=at,
            last_seen_at=at,
            strength="half",
        )
        .returning(LoginSessionRow.id)
    ).scalar_one()
    session.commit()
    return made


def answered(
    session: Session, account_id: int, half: int, way: Way, text: str, at: datetime
) -> Heard:
    browser = Browser(f"b{half:063}")
    return answer_question(session, owner(account_id), half, Answer(way, text), browser, at=at)


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(JournalRow.action).order_by(JournalRow.seq)))


@pytest.fixture
def account(session: Session) -> int:
    return an_account(session)
