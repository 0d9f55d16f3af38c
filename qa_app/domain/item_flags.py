"""Why a reader asks that somebody else look at an item."""

from enum import StrEnum

from qa_app.domain.asked import asked_items
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Rubric


class FlagReason(StrEnum):
    """The reasons; free text belongs into the note of the item."""

    UNCLEAR_ITEM = "unclear_item"
    MIXED_EVIDENCE = "mixed_evidence"
    BETWEEN_TWO = "between_two"
    EXPERTISE = "expertise"
    CONSEQUENCE = "consequence"


def check_flag(rubric: Rubric, item: str, reason: str) -> FlagReason:
    """Refuse a flag that names nothing.

    Args:
        rubric: What the file is read against.
        item: Code of an item that it asks.
        reason: Code of a `FlagReason`.

    Returns:
        The reason.

    Raises:
        InvalidError: There is no such item (`item_unknown`) or reason (`reason_unknown`).
    """
    if item not in asked_items(rubric):
        raise InvalidError("item_unknown")
    if reason not in tuple(FlagReason):
        raise InvalidError("reason_unknown")
    return FlagReason(reason)
