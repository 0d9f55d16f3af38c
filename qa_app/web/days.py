"""Days as people type them: within the years that anything here can be about."""

from datetime import date
from typing import Final

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


def typed_day(text: str) -> date:
    """Read a day that was typed.

    Args:
        text: As typed.

    Returns:
        The day, from `FIRST_DAY` to `LAST_DAY`.

    Raises:
        ValueError: It is none, or one at the ends of the calendar, to which no term can be added.
    """
    found = date.fromisoformat(text.strip())
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(text)
    return found
