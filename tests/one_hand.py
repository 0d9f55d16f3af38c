"""Two accounts of which one was opened by a link of the other."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import OnePersonError
from qa_app.domain.people import Actor
from qa_app.domain.sign_in import LinkKind
from qa_app.models.ways_in import AccountLinkRow
from tests.people import NOON

LONG_BEFORE = NOON - timedelta(days=900)


def refuses_one_hand(
    session: Session,
    act: Callable[[], object],
    second: Actor,
    *before: Actor,
    used_at: datetime = LONG_BEFORE,
) -> None:
    """Try a second step that would pass, once for everybody who may be behind who takes it."""
    row = AccountLinkRow
    for first in before:
        opened_by(session, second, first, used_at)
        with pytest.raises(OnePersonError, match="one_person"):
            act()
        session.rollback()
        session.execute(delete(row).where(row.token_digest == "1" * 64))
        session.commit()


def opened_by(session: Session, owner: Actor, maker: Actor, used_at: datetime) -> None:
    """Open an account by a link of which nobody but its maker knows who used it."""
    session.execute(
        insert(AccountLinkRow).values(
            account_id=owner.account_id,
            kind=LinkKind.RESET.value,
            token_digest="1" * 64,
            made_at=used_at,
            made_by=maker.account_id,
            expires_at=used_at,
            closed_at=used_at,
            was_used=True,
        )
    )
    session.commit()
