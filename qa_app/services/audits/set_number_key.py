"""Keep the fingerprint of a key that a centre confirmed to have on paper."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.centre_keys import key_fingerprint
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.paper_events import NumberKeySet
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.list_matches import CentreKeyRow
from qa_app.models.transaction import transaction
from qa_app.queries.cases import case_centre


def set_number_key(
    session: Session, actor: Actor, centre_id: int, key: str | None, *, at: datetime
) -> bool:
    """Take a key into use; the key itself is not kept.

    Args:
        session: A database session.
        actor: Who types it.
        centre_id: The centre.
        key: As `read_key` gave it back.
        at: The present.

    Returns:
        False when it is the one that serves already and nothing was done.

    Raises:
        OutOfReachError: There is no such centre, or the actor may not import there.
        InvalidError: The key is mistyped (`key_mistyped`).
    """
    if case_centre(session, actor, centre_id, Permission.CASE_IMPORT) is None:
        raise OutOfReachError("centre")
    if key is None:
        raise InvalidError("key_mistyped")
    fingerprint, known = key_fingerprint(key), session.get(CentreKeyRow, centre_id)
    if known is not None and known.fingerprint == fingerprint:
        return False
    event = NumberKeySet(actor=actor, at=at, object_id=centre_id, centre_id=centre_id)
    with transaction(session, event):
        session.merge(
            CentreKeyRow(
                centre_id=centre_id,
                fingerprint=fingerprint,
                is_replaced=session.get(CentreKeyRow, centre_id) is not None,
                set_at=at,
                set_by=actor.account_id,
            )
        )
    return True
