"""On what criteria are measured: which centres, as of which day, known by when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf


@dataclass(frozen=True, slots=True)
class Ground:
    """What is looked at.

    Attributes:
        within: Condition on `CentreRow`.
        as_of: Last local day that counts.
        known_at: Records written or made final later are not looked at.
        has_records: True to list the records that each measurement rests on; False is faster and
            leaves them out.
    """

    within: ColumnElement[bool]
    as_of: date
    known_at: datetime
    has_records: bool = False


Measured = Mapping[tuple[int, str], Measurement]
"""Centre and area code to what was found; the code is empty for what holds in every area.

A centre that is missing was never asked for: nothing is collected of it yet.
"""

Measure = Callable[[Session, Ground, Leaf], Measured]
"""Measures one test for every centre at once; the number of queries does not grow with them."""
