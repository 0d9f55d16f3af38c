"""How often something must happen, as a rubric says it."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TenureStep:
    """Rhythm up to a day of tenure; `to_day` None = from there on."""

    every_days: int
    to_day: int | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something must happen.

    Attributes:
        log: The dated list counted.
        start: Event the span begins with.
        end: Event the span ends before; None or absent in the file = the reading date.
        every_days: One rhythm for the whole span; None when another rule applies.
        calendar_month: True = calendar months wholly inside the span.
        by_fact: History that sets the rhythm; None otherwise.
        every_by_value: Value of that history to days.
        tenure_from: Event that tenure is counted from; None otherwise.
        by_tenure: Rhythms by tenure.
        minimum: Entries (or sum of their value) a period needs.
    """

    log: str
    start: str
    end: str | None = None
    every_days: int | None = None
    calendar_month: bool = False
    by_fact: str | None = None
    every_by_value: tuple[tuple[str, int], ...] = ()
    tenure_from: str | None = None
    by_tenure: tuple[TenureStep, ...] = ()
    minimum: Fraction = Fraction(1)
