"""Local points in time as files give them: to the minute, or only to the day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

_END_OF_DAY = time(23, 59)
_START_OF_DAY = time(0, 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A local date, with the time of day when it is known.

    Attributes:
        day: The date.
        at: Time of day to the minute; None when only the day is known.
    """

    day: date
    at: time | None = None

    def as_start(self) -> datetime:
        """Read the moment as one that a limit runs from, in the worker's favour.

        Returns:
            The local instant; 23:59 of the day when no time is known.
        """
        return datetime.combine(self.day, _END_OF_DAY if self.at is None else self.at)

    def as_end(self) -> datetime:
        """Read the moment as one at which something was done, in the worker's favour.

        Returns:
            The local instant; 00:00 of the day when no time is known.
        """
        return datetime.combine(self.day, _START_OF_DAY if self.at is None else self.at)

    def is_after(self, read_at: datetime) -> bool:
        """Tell whether the moment lies after the file was read and is therefore ignored.

        Args:
            read_at: Local instant of reading.

        Returns:
            True when it is dated later; the day of reading itself is not later.
        """
        if self.day != read_at.date():
            return self.day > read_at.date()
        return self.at is not None and datetime.combine(self.day, self.at) > read_at


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A value that a fact had from a day on."""

    start: Moment
    value: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of a dated list; `value` counts only where the log carries numbers."""

    at: Moment
    value: Fraction | None = None
