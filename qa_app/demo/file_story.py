"""What an invented case file is like."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class FileStory:
    """What the file is like before anybody reads it.

    Attributes:
        opened_on: Day the case began.
        closed_on: Day it ended; None while it runs.
        read_at: Local instant of reading.
        met_pct: How many of 100 requirements the file shows as met.
        has_red_line: True when a red-line item fails.
    """

    opened_on: date
    closed_on: date | None
    read_at: datetime
    met_pct: int
    has_red_line: bool = False
