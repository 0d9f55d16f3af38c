"""Keep the reason why what the guard asked about stays."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.name_reasons import is_reason
from qa_app.domain.people import Actor
from qa_app.domain.personal_numbers import Asked
from qa_app.domain.privacy_events import TextKept
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.guarded_names import reason_about

_FIELDS_MOST, _KINDS_MOST = 200, 80


def keep_text(session: Session, actor: Actor, asked: Asked, reason: str, *, at: datetime) -> None:
    """Keep the reason why what the guard asked about stays.

    Args:
        session: A database session.
        actor: Who sent it.
        asked: What was found, and where.
        reason: Why, as typed.
        at: The present.

    Raises:
        InvalidError: The reason cannot be kept (`name_reason`): too short or long, or it holds a
            number or a name itself.
    """
    said = reason.strip()
    if not is_reason(said):
        raise InvalidError("name_reason")
    sealer = sealer_of(session)
    event = TextKept(
        actor=actor,
        at=at,
        kinds=asked.kinds,
        fields=asked.fields,
        endpoint=asked.endpoint,
        reason=sealer.digest(said, reason_about(asked.endpoint)),
    )
    with transaction(session, event):
        session.execute(
            insert(GuardReasonRow).values(
                endpoint=asked.endpoint,
                fields=" ".join(asked.fields)[:_FIELDS_MOST],
                kinds=" ".join(asked.kinds)[:_KINDS_MOST],
                reason=sealer.seal(said, reason_about(asked.endpoint)),
                at=at,
                by=actor.account_id,
            )
        )
