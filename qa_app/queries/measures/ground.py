"""On what criteria are measured: which centres, as of which day, known by when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class MeasureGround:
    """What is looked at.

    Attributes:
        within: Condition on `CentreRow`.
        as_of: Last local day that counts.
        known_at: Records written or made final later are not looked at.
        has_records: True to list the records that each measurement rests on; False is faster and
            leaves them out.
        is_now: True when both instants are the present, so that totals may be read; what they
            give equals what records give.
        zone: IANA name of the installation's time zone.
        gathered: What measures of one source have gathered on this ground, by its name, so that
            it is asked for once.
    """

    within: ColumnElement[bool]
    as_of: date
    known_at: datetime
    has_records: bool = False
    is_now: bool = False
    zone: str = "UTC"
    gathered: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, ask: Callable[[], _T]) -> _T:
        """Give what several measures rest on, asked for once on this ground.

        Args:
            name: What it is.
            ask: Asks for it.

        Returns:
            What was found; nobody changes it.
        """
        if name not in self.gathered:
            self.gathered[name] = ask()
        found: _T = self.gathered[name]
        return found


Measured = Mapping[tuple[int, str], Measurement]
"""Centre and area code to what was found; the code is empty for what holds in every area.

A centre that is missing was never asked for: nothing is collected of it yet.
"""

Measure = Callable[[Session, MeasureGround, Leaf], Measured]
"""Measures one test for every centre at once; the number of queries does not grow with them."""
