"""Work that passes from one person to another: why, and what the journal tells of it."""

from dataclasses import dataclass
from enum import StrEnum


class HandOverReason(StrEnum):
    """Why somebody else goes on with a reading or a session."""

    LEFT = "left"
    AWAY = "away"
    WORKLOAD = "workload"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


@dataclass(frozen=True, slots=True)
class HandOver:
    """From whom to whom.

    Attributes:
        from_id: The account that has the work now, as whoever hands it over saw it; None when
            nobody has it.
        to_id: The account that goes on with it.
        reason: Why.
        is_meant: True when something speaks against it, and who hands it over was told.
    """

    from_id: int | None
    to_id: int
    reason: HandOverReason
    is_meant: bool = False
