"""Let judicial users read one text of a centre, with a reason."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.released_items import ItemKind, check_release
from qa_app.domain.standing_events import TextReleased
from qa_app.models.register_decisions import ReleasedItemRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.register_texts import item_centre, release_place, text_of


def release_text(
    session: Session,
    actor: Actor,
    kind: ItemKind,
    item_id: int,
    reason: str,
    *,
    at: datetime,
) -> int:
    """Release it: this text alone, under the name of whoever does.

    Args:
        session: A database session.
        actor: Who releases texts.
        kind: What kind of text.
        item_id: The application or objection.
        reason: Why judicial users need it.
        at: The present.

    Returns:
        The release.

    Raises:
        OutOfReachError: There is no such text within reach, or the actor may not.
        InvalidError: The reason is too short or may not be kept.
        ConflictError: It is released (`released_before`).
    """
    event = TextReleased(actor=actor, at=at, step="release")
    with transaction(session, event) as act:
        centre_id = item_centre(session, actor, kind, item_id)
        standing = text_of(session, actor, kind, item_id).release
        check_release(reason, is_released=standing is not None)
        made: int = session.execute(
            insert(ReleasedItemRow)
            .values(
                kind=kind.value,
                item_id=item_id,
                centre_id=centre_id,
                reason=sealer_of(session).seal(reason.strip(), release_place(kind, item_id, at)),
                released_at=at,
                released_by=actor.account_id,
            )
            .returning(ReleasedItemRow.id)
        ).scalar_one()
        act.learn(object_id=made, centre_id=centre_id)
    return made
