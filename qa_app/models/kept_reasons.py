"""Reasons of the guard that wait for the act that keeps the text itself: both, or neither."""

from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.events import Event
from qa_app.domain.privacy_events import TextKept
from qa_app.models.privacy_rows import GuardReasonRow
from qa_app.models.unfit import LOOKS

_WAITING = "kept_reason"
_FIELDS_MOST, _KINDS_MOST = 200, 80
# the question that comes before an act, and what refuses it, keep no text
_BEFORE = frozenset({"session:again", "session:half", "session:refuse"})


@dataclass(frozen=True, slots=True)
class KeptReason:
    """Why a text stays.

    Attributes:
        event: What the journal tells of it.
        sealed: The reason, encrypted.
    """

    event: TextKept
    sealed: bytes


def keep_with_act(session: Session, kept: KeptReason) -> None:
    """Let a reason be kept by the act that keeps the text; where there is none, neither is kept.

    Args:
        session: The session of a request.
        kept: The reason.
    """
    session.info[_WAITING] = kept


def forget_kept(session: Session) -> None:
    """Let no reason wait any more: it was kept.

    Args:
        session: The session of a request.
    """
    session.info.pop(_WAITING, None)


def put_kept(session: Session, act: Event) -> TextKept | None:
    """Put the reason that waits down beside an act.

    Args:
        session: A session about to commit.
        act: What is done.

    Returns:
        What the journal tells of it; None where no reason waits, or the act keeps no text.
    """
    kept: KeptReason | None = session.info.get(_WAITING)
    is_look = act.action.partition(":")[2] in LOOKS or act.action in _BEFORE
    if kept is None or is_look or act.journaled_as != "done":
        return None
    event = kept.event
    session.execute(
        insert(GuardReasonRow).values(
            endpoint=event.endpoint,
            fields=" ".join(event.fields)[:_FIELDS_MOST],
            kinds=" ".join(event.kinds)[:_KINDS_MOST],
            reason=kept.sealed,
            at=event.at,
            by=event.actor.account_id,
        )
    )
    return event
