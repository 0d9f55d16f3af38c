"""By when something must happen, as a rubric says it, and whose limit it is."""

from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.conditions import Condition


class Responsible(StrEnum):
    """Whose delay a clock measures; only the centre's own counts."""

    CENTRE = "centre"
    JUDICIAL = "judicial"
    LEGAL_AID_INSTITUTION = "legal_aid_institution"


@dataclass(frozen=True, slots=True)
class Span:
    """A limit: whole number and unit `h`, `d` or `wd`."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class SpanIf:
    """A limit that replaces the usual one while its condition holds."""

    when: Condition
    within: Span
    late_until: Span | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit between two events.

    Attributes:
        start: Event the limit runs from (`from`).
        end: Event that must happen (`to`).
        within: The limit.
        late_until: Up to here a late act counts as late; None = any later time.
        count_from: `next_day` or `same_moment`.
        end_on: `next_working_day` or `same_day`, default already resolved by basis.
        responsible: Whose limit it is.
        within_if: First true one replaces `within`.
    """

    start: str
    end: str
    within: Span
    late_until: Span | None = None
    count_from: str = "next_day"
    end_on: str = "same_day"
    responsible: Responsible = Responsible.CENTRE
    within_if: tuple[SpanIf, ...] = ()
