"""Accounts to start from, with a hasher that costs nothing."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.models.accounts import LoginSessionRow
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from tests.people import NOON, OPERATOR

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "four unrelated words here"


def an_account(session: Session, name: str = "someone", role: Role = Role.AUDITOR) -> int:
    new = NewAccount(name, "督导甲", PASSWORD, (NewGrant(role),))
    return add_account(session, OPERATOR, new, CHEAP, at=NOON)


def a_session_of(session: Session, account_id: int, digest: str = "d" * 64) -> int:
    made = session.execute(
        insert(LoginSessionRow)
        .values(token_digest=digest, account_id=account_id, created_at=NOON, last_seen_at=NOON)
        .returning(LoginSessionRow.id)
    ).scalar_one()
    session.commit()
    return made


def end_of(session: Session, session_id: int) -> str | None:
    query = select(LoginSessionRow.end_reason).where(LoginSessionRow.id == session_id)
    return session.execute(query).scalar_one()


@pytest.fixture
def account(session: Session) -> int:
    return an_account(session)
