"""Make a new key that signs papers; those before it verify for ever."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.certificate_events import KeyRotated
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.signatures import SEED_BYTES, key_code, public_part
from qa_app.models.sealing import sealer_of
from qa_app.models.signing_keys import SigningKeyRow
from qa_app.models.transaction import transaction
from qa_app.queries.signing_keys import key_place, signing_key


def rotate_key(session: Session, actor: Actor, chance: int, *, at: datetime) -> str:
    """Let a new key sign from now on.

    Args:
        session: A database session.
        actor: The system: keys are changed by who runs the installation, at its console.
        chance: 256 unpredictable bits.
        at: The present.

    Returns:
        Short name of the new key.

    Raises:
        NotAllowedError: A person asks.
    """
    if not actor.is_system:
        raise NotAllowedError("key:rotate")
    seed = chance.to_bytes(SEED_BYTES, "big")
    public = public_part(seed)
    code = key_code(public)
    with transaction(session, KeyRotated(actor=actor, at=at, fingerprint=code)) as act:
        before = signing_key(session)
        if before is not None:
            before.retired_at = at
        key_id = session.execute(
            insert(SigningKeyRow)
            .values(
                code=code,
                public_key=public,
                private_key=sealer_of(session).seal_bytes(seed, key_place(code)),
                made_at=at,
            )
            .returning(SigningKeyRow.id)
        ).scalar_one()
        act.learn(object_id=key_id)
    return code
