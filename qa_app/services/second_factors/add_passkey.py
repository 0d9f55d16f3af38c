"""Keep a passkey that a browser made."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.delivery.passkeys import MadePasskey
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.domain.trust_defaults import PASSKEYS_MOST
from qa_app.models.factor_check import locked_state
from qa_app.models.factor_set_up import put_in_force
from qa_app.models.second_factors import PasskeyRow
from qa_app.models.transaction import transaction

_NAME_MOST = 64


def add_passkey(
    session: Session, actor: Actor, session_id: int, made: MadePasskey, name: str, *, at: datetime
) -> None:
    """Keep a passkey; from now on the second question may be answered with it.

    Args:
        session: A database session.
        actor: Whose.
        session_id: The session in which it was made; every other one ends.
        made: The passkey, its signature checked.
        name: What its owner calls it; at most 64 characters.
        at: The present.

    Raises:
        ConflictError: An account has it already (`passkey_known`).
        InvalidError: It has no name or too long a one (`passkey_name`), or there are
            `PASSKEYS_MOST` (`passkeys_most`).
    """
    name = name.strip()
    if not name or len(name) > _NAME_MOST:
        raise InvalidError("passkey_name")
    account_id, factor = actor.account_id or 0, Way.PASSKEY.value
    event = FactorChanged(
        actor=actor, at=at, object_id=account_id, factor=factor, step="put_in_force"
    )
    with transaction(session, event):
        locked_state(session, account_id)
        count = select(func.count()).where(PasskeyRow.account_id == account_id)
        if session.scalar(count) == PASSKEYS_MOST:
            raise InvalidError("passkeys_most")
        known = select(PasskeyRow.id).where(PasskeyRow.credential_id == made.credential_id)
        if session.scalar(known) is not None:
            raise ConflictError("passkey_known")
        session.add(
            PasskeyRow(
                account_id=account_id,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                name=name,
                made_at=at,
            )
        )
        put_in_force(session, actor, session_id, at=at)
