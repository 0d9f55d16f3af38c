"""The names of schools and communities that free text is asked about."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.privacy_rows import GuardedNameRow
from qa_app.models.unfit import NumberRefusedError, ReasonNeededError, hold_back, let_through

KINDS = ("school", "community")
"""Kinds of names on the list."""


def guarded_names(session: Session) -> tuple[tuple[str, str], ...]:
    """Give the list.

    Args:
        session: A database session.

    Returns:
        Kind and name, by name.
    """
    rows = session.execute(
        select(GuardedNameRow.kind, GuardedNameRow.name).order_by(GuardedNameRow.name)
    ).all()
    return tuple((row.kind, row.name) for row in rows)


def reason_about(endpoint: str) -> str:
    """Name what a reason of the guard belongs to, for its encryption.

    Args:
        endpoint: The form.

    Returns:
        Such as `guard/decisions.apply`.
    """
    return f"guard/{endpoint}"


__all__ = [
    "KINDS",
    "NumberRefusedError",
    "ReasonNeededError",
    "guarded_names",
    "hold_back",
    "let_through",
    "reason_about",
]
