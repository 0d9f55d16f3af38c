"""Say why what the guard asked about stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.name_reasons import is_reason
from qa_app.domain.people import Actor
from qa_app.domain.personal_numbers import Asked
from qa_app.domain.privacy_events import TextKept
from qa_app.models.kept_reasons import KeptReason, keep_with_act
from qa_app.models.sealing import sealer_of
from qa_app.queries.guarded_names import reason_about


def keep_text(session: Session, actor: Actor, asked: Asked, reason: str, *, at: datetime) -> None:
    """Say why what the guard asked about stays; the act that keeps it keeps the reason.

    Args:
        session: The session of a request.
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
    sealer, about = sealer_of(session), reason_about(asked.endpoint)
    event = TextKept(
        actor=actor,
        at=at,
        kinds=asked.kinds,
        fields=asked.fields,
        endpoint=asked.endpoint,
        reason=sealer.digest(said, about),
    )
    keep_with_act(session, KeptReason(event, sealer.seal(said, about)))
