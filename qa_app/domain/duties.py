"""Open duties of a person who leaves or falls ill; each asks for a successor."""

from enum import StrEnum


class DutyKind(StrEnum):
    """What is in somebody's hands.

    `draft` and `session` go to a successor as they are; an `agreement` of supervision ends today,
    and one with the same terms begins with the successor tomorrow. `second_reading` is blind: its
    pair is drawn anew, never inherited. `round` names another owner on its own page.
    """

    DRAFT = "draft"
    SECOND_READING = "second_reading"
    SESSION = "session"
    AGREEMENT = "agreement"
    ROUND = "round"


def asks_successor(kind: DutyKind) -> bool:
    """Tell whether a duty is given to a successor from the list.

    Args:
        kind: What it is.

    Returns:
        False for what is drawn anew, or changed on a page of its own.
    """
    return kind in {DutyKind.DRAFT, DutyKind.SESSION, DutyKind.AGREEMENT}
