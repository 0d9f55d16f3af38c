"""Lists of the register whose rows go through steps instead of being ended and written anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.register_lists import Line, LineStanding, Value


@dataclass(frozen=True, slots=True)
class ListSteps:
    """Rows that go through steps instead of being ended and written anew.

    Attributes:
        compare: Holds lines with their values against what stands, in a time zone.
        lines: Gives what stands within reach as lines.
        keep: Writes lines, inside the transaction (a function of `models`), at a local instant.
        is_going_on: False when no list adds anything to a line that stands.
    """

    compare: Callable[
        [Session, Actor, Sequence[tuple[Line, Mapping[str, Any]]], tzinfo],
        tuple[LineStanding, ...],
    ]
    lines: Callable[[Session, Actor, tzinfo | None], tuple[dict[str, Value], ...]]
    keep: Callable[[Session, int | None, Sequence[LineStanding], datetime], None]
    is_going_on: bool = True
