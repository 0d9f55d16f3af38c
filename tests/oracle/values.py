"""Exact numbers and moments of a case line, as the text of the schema words them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?")
DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
RATIO = re.compile(r"-?[0-9]+/[0-9]+")


class RefusedLineError(Exception):
    """The line is an error; `path` says where."""

    def __init__(self, *path: Any) -> None:
        super().__init__("/".join(map(str, path)))
        self.path = "/".join(map(str, path))


@dataclass(frozen=True)
class Event:
    """A dated event: with a time of day or without."""

    day: date
    at: time | None = None

    @property
    def as_from(self) -> datetime:
        return datetime.combine(self.day, self.at if self.at is not None else time(23, 59))

    @property
    def as_to(self) -> datetime:
        return datetime.combine(self.day, self.at if self.at is not None else time(0, 0))

    def after(self, read_at: datetime) -> bool:
        """Dated later than the reading: a bare date is later when its day is."""
        if self.at is None:
            return self.day > read_at.date()
        return datetime.combine(self.day, self.at) > read_at


def event(value: Any, *path: Any) -> Event:
    if isinstance(value, str):
        try:
            if DATE.fullmatch(value):
                return Event(date.fromisoformat(value))
            if found := MOMENT.fullmatch(value):
                return Event(date.fromisoformat(found[1]), time.fromisoformat(found[2]))
        except ValueError:
            pass
    raise RefusedLineError(*path)


def exact(value: Any, *path: Any) -> Fraction:
    """A JSON number (read as its text by the caller) or a decimal string."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        if DECIMAL.fullmatch(text):
            return Fraction(text)
        if RATIO.fullmatch(text) and int(text.split("/")[1]):
            return Fraction(text)
    raise RefusedLineError(*path)


def whole(value: Any, *path: Any) -> int:
    number = exact(value, *path)
    if number.denominator != 1:
        raise RefusedLineError(*path)
    return int(number)


def ratio(number: Fraction | None) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"
