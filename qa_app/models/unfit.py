"""What a request must not commit: its text holds what may tell who somebody is."""

from sqlalchemy.orm import Session

from qa_app.domain.errors import RefusedError

_UNFIT = "unfit_text"
LOOKS = frozenset({"read", "deny", "open", "look"})
"""Acts that only tell that somebody looked: they keep no text."""


class ReasonNeededError(RefusedError):
    """A text holds what is kept only for a typed reason, and none was given."""

    def __init__(self) -> None:
        super().__init__("reason_needed")


class NumberRefusedError(RefusedError):
    """A text holds the number of a citizen, which no reason lets stand."""

    def __init__(self) -> None:
        super().__init__("id_number")


def hold_back(session: Session, fault: RefusedError) -> None:
    """Let nothing be committed in a session from now on.

    Args:
        session: The session of a request.
        fault: What whoever tries is told.
    """
    session.info[_UNFIT] = fault


def let_through(session: Session) -> None:
    """Let it commit again.

    Args:
        session: The session of a request.
    """
    session.info.pop(_UNFIT, None)


def refuse_unfit(session: Session, action: str) -> None:
    """Refuse to commit what is held back.

    Args:
        session: A session about to commit.
        action: What is done; that somebody looked at something is put down in any case.

    Raises:
        RefusedError: What `hold_back` was given.
    """
    fault = session.info.get(_UNFIT)
    if fault is not None and action.partition(":")[2] not in LOOKS:
        raise fault
