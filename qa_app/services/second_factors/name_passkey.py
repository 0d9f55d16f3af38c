"""Give a passkey another name."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.models.second_factors import PasskeyRow
from qa_app.models.transaction import transaction

_NAME_MOST = 64


def name_passkey(
    session: Session, actor: Actor, passkey_id: int, name: str, *, at: datetime
) -> None:
    """Give one's passkey another name.

    Args:
        session: A database session.
        actor: Whose.
        passkey_id: Which one.
        name: The name, at most 64 characters.
        at: The present.

    Raises:
        OutOfReachError: There is no such passkey of this account.
        InvalidError: The name is empty or too long (`passkey_name`).
    """
    name = name.strip()
    if not name or len(name) > _NAME_MOST:
        raise InvalidError("passkey_name")
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.PASSKEY.value, step="rename"
    )
    with transaction(session, event):
        named = session.execute(
            update(PasskeyRow)
            .where(PasskeyRow.id == passkey_id, PasskeyRow.account_id == actor.account_id)
            .values(name=name)
            .returning(PasskeyRow.id)
        ).scalar_one_or_none()
        if named is None:
            raise OutOfReachError("passkey")
