"""How a second person reads a decision on paper again, and holds the record against it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.errors import InvalidError
from qa_app.domain.register_decisions import Paper, plain_number
from qa_app.domain.rules.decision import Status


class HeldAgainst(StrEnum):
    """How a second person held a record against its paper."""

    FILE = "file"
    IN_HAND = "in_hand"


@dataclass(frozen=True, slots=True)
class Retyped:
    """What a second person reads on the paper, and what they held it against.

    Attributes:
        number: Its number.
        on: Its date; None for none.
        status: What it decides; None for nothing known.
        scan_digest: SHA-256 (hex) of the file of the scan that they gave; empty without one.
        is_in_hand: True when they say that they compared with the paper in hand.
    """

    number: str
    on: date | None
    status: Status | None
    scan_digest: str = ""
    is_in_hand: bool = False


def compared_by(paper: Paper, typed: Retyped) -> HeldAgainst:
    """Tell how the second person held the record against the paper.

    Args:
        paper: The paper as it was recorded.
        typed: What they read and gave.

    Returns:
        The file of the scan where they gave it, whatever else they say.

    Raises:
        InvalidError: Their file is another one than was recorded (`scan_differs`), or they neither
            gave it nor say that they have the paper in hand (`comparison_missing`).
    """
    if typed.scan_digest:
        if typed.scan_digest != paper.scan_digest:
            raise InvalidError("scan_differs")
        return HeldAgainst.FILE
    if not typed.is_in_hand:
        raise InvalidError("comparison_missing")
    return HeldAgainst.IN_HAND


def differences(paper: Paper, status: Status, typed: Retyped) -> tuple[str, ...]:
    """Hold what a second person typed against what is recorded.

    Args:
        paper: The paper as it was recorded.
        status: The decision as it was recorded.
        typed: What they read.

    Returns:
        What differs: number, date, decision. Blanks and full-width signs make no difference.
    """
    differs = {
        "number": plain_number(typed.number) != plain_number(paper.number),
        "date": typed.on != paper.on,
        "decision": typed.status is not status,
    }
    return tuple(name for name, is_other in differs.items() if is_other)
