"""What a field of a form for parts of a rubric draft is: its name and how it is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Plain = Mapping[str, Any]
Typed = Mapping[str, Sequence[str]]
"""Names of a sent form to what stands in them."""


class FieldKind(StrEnum):
    """How a field is filled in."""

    WORDS = "words"
    LONG = "long"
    TEXT = "text"
    LABEL = "label"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    TICKS = "ticks"
    LINES = "lines"
    MAP = "map"
    CONDITION = "condition"
    READ = "read"
    OPTIONS = "options"
    RATINGS = "ratings"
    ANCHORS = "anchors"
    CAPS = "caps"
    LIMIT = "limit"
    SHARE = "share"
    SIZE = "size"
    STEPS = "steps"
    CODES = "codes"
    TRUTH = "truth"
    SCORE = "score"
    REGIONS = "regions"
    PLACE = "place"
    ROWS = "rows"
    RULES = "rules"
    LISTS = "lists"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name: Keys below the part with dots, such as `clock.within`; what the form calls it.
        kind: How it is filled in.
        is_required: An empty text stays as an empty text, so that the check asks for it.
        rows: Fields of each entry of a list; empty for every field that is no such list.
    """

    name: str
    kind: FieldKind
    is_required: bool = False
    rows: tuple["Field", ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """Keys below the part; a label stands in the part itself."""
        return () if self.kind is FieldKind.LABEL else tuple(self.name.split("."))

    def row(self, place: int) -> str:
        """Give what the form calls an entry of a list.

        Args:
            place: Its place, from 0.

        Returns:
            What stands before the names of its fields, such as `clock.within_if.0`.
        """
        return f"{self.name}.{place}"


LISTED = frozenset({FieldKind.ROWS, FieldKind.RULES, FieldKind.LISTS})
"""Kinds whose entries have fields of their own."""
