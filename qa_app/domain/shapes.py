"""Shapes of plain data: which fields a mapping may have and of what kind they are."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from typing_extensions import override

from qa_app.domain.defaults import RUBRIC_NUMBER_MOST
from qa_app.domain.problems import Findings, Path, shown
from qa_app.domain.spans import SPAN, THRESHOLD
from qa_app.domain.text import LANGUAGES

Kind = Callable[[Findings, Any, Path], None]
"""Checks one value and reports what is wrong with it."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_VERSION = re.compile(r"\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.-]+)?", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,6})?", re.ASCII)
_BANDS_REGION = re.compile(rf"default|{_REGION.pattern}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,12})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping's fields.

    Attributes:
        fields: Name to kind.
        required: Names that must be there.
    """

    fields: Mapping[str, Kind]
    required: frozenset[str] = frozenset()

    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        """Check a mapping against the shape.

        Args:
            findings: Where faults go.
            value: What stands in the file.
            path: Where it stands.
        """
        if not isinstance(value, Mapping):
            findings.error("not_a_mapping", path)
            return
        for name in value:
            if name not in self.fields:
                findings.error("unknown_field", (*path, name), field=name)
        for name in sorted(self.required - value.keys()):
            findings.error("missing_field", path, field=name)
        for name, kind in self.fields.items():
            if name in value:
                kind(findings, value[name], (*path, name))


def shape(required: str = "", /, **fields: Kind) -> Shape:
    """Describe a mapping.

    Args:
        required: Names that must be there, separated by blanks.
        **fields: Name to kind; a trailing underscore is dropped (`from_`).

    Returns:
        The shape.
    """
    return Shape(
        {name.rstrip("_"): kind for name, kind in fields.items()}, frozenset(required.split())
    )


class Checked:
    """A kind that holds what it checks, so that the JSON Schema can be made of it."""

    __slots__ = ()

    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        """Check one value.

        Args:
            findings: Where faults go.
            value: What stands in the file.
            path: Where it stands.
        """
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ListOf(Checked):
    """A list.

    Attributes:
        kind: Kind of its entries.
        at_least: How many there must be.
    """

    kind: Kind
    at_least: int = field(default=0, kw_only=True)

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if not isinstance(value, list):
            findings.error("not_a_list", path)
            return
        if len(value) < self.at_least:
            findings.error("too_few_entries", path, least=self.at_least)
        for position, entry in enumerate(value):
            self.kind(findings, entry, (*path, position))


list_of = ListOf


@dataclass(frozen=True, slots=True)
class MapOf(Checked):
    """A mapping from codes of the author's choice; `kind` is that of its values.

    Attributes:
        kind: Kind of its values.
        names: Kind of its codes.
    """

    kind: Kind
    names: "Matching | None" = None

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if not isinstance(value, Mapping):
            findings.error("not_a_mapping", path)
            return
        for name, entry in value.items():
            (self.names or code)(findings, name, (*path, name))
            self.kind(findings, entry, (*path, name))


map_of = MapOf


@dataclass(frozen=True, slots=True)
class OneOf(Checked):
    """A word from a list."""

    values: tuple[str, ...]

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if value not in self.values:
            findings.error("not_one_of", path, value=value, allowed=", ".join(self.values))


def one_of(*values: str) -> OneOf:
    """Describe a word from a list.

    Args:
        *values: The words.

    Returns:
        The kind.
    """
    return OneOf(values)


@dataclass(frozen=True, slots=True)
class Matching(Checked):
    """A text of a certain form; `fault` is what is said of another."""

    pattern: re.Pattern[str]
    fault: str

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if isinstance(value, str) and self.pattern.fullmatch(value):
            return
        if value is None:
            findings.error("value_missing", path)
        elif not isinstance(value, str) and self.pattern.fullmatch(shown(value)):
            findings.error("not_in_quotes", path, value=value)
        else:
            findings.error(self.fault, path, value=value)


code = Matching(_CODE, "not_a_code")
region = Matching(_REGION, "not_a_region")
bands_region = Matching(_BANDS_REGION, "not_a_region")
span = Matching(SPAN, "not_a_span")
threshold = Matching(THRESHOLD, "not_a_threshold")
version = Matching(_VERSION, "not_a_version")


def step_code(findings: Findings, value: Any, path: Path) -> None:
    """Check a code that may also be written as a whole number.

    Args:
        findings: Where faults go.
        value: What stands in the file.
        path: Where.
    """
    if not is_whole(value):
        code(findings, value, path)


def text(findings: Findings, value: Any, path: Path) -> None:
    """Check a text by language; which languages must be there is checked elsewhere.

    Args:
        findings: Where faults go.
        value: What stands in the file.
        path: Where.
    """
    if not isinstance(value, Mapping):
        findings.error("not_a_text", path)
        return
    for name, words in value.items():
        if name not in LANGUAGES:
            findings.error("unknown_language", (*path, name), field=name)
        elif not isinstance(words, str):
            findings.error("not_words", (*path, name))


def words(findings: Findings, value: Any, path: Path) -> None:
    """Check a piece of text in one language.

    Args:
        findings: Where faults go.
        value: What stands in the file.
        path: Where.
    """
    if not isinstance(value, str):
        findings.error("not_words", path)


def flag(findings: Findings, value: Any, path: Path) -> None:
    """Check a yes or no.

    Args:
        findings: Where faults go.
        value: What stands in the file.
        path: Where.
    """
    if not isinstance(value, bool):
        findings.error("not_a_flag", path, value=value)


def is_number(value: Any) -> bool:
    """Tell whether a plain value is an exact number.

    Args:
        value: What stands in the file.

    Returns:
        True for whole numbers and fractions; False for truth values.
    """
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """Tell whether a plain value is a whole number.

    Args:
        value: What stands in the file.

    Returns:
        True for whole numbers; False for truth values.
    """
    return isinstance(value, int) and not isinstance(value, bool)


def is_date(value: Any) -> bool:
    """Tell whether a plain value is a day.

    Args:
        value: What stands in the file.

    Returns:
        True for text such as `2026-03-02`, and no other way of writing a day.
    """
    try:
        # other ways of writing a day, such as 20260302, are not compared as days are
        return bool(date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


@dataclass(frozen=True, slots=True)
class Number(Checked):
    """An exact number.

    Attributes:
        least: Smallest allowed; None = no bound.
        most: Largest allowed; None = no bound.
        above: True demands more than `least`.
    """

    least: Fraction | None = None
    most: Fraction | None = None
    above: bool = field(default=False, kw_only=True)

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if not is_number(value):
            findings.error("not_a_number", path, value=value)
        elif abs(value) > RUBRIC_NUMBER_MOST or value.denominator > RUBRIC_NUMBER_MOST:
            findings.error("out_of_bounds", path, value=f"{str(value)[:12]}…")
        elif not self._allows(value):
            findings.error("out_of_bounds", path, value=value)

    def _allows(self, value: Any) -> bool:
        is_low = self.least is not None and (
            value < self.least or (self.above and value == self.least)
        )
        return not is_low and (self.most is None or value <= self.most)


number = Number


@dataclass(frozen=True, slots=True)
class Whole(Checked):
    """A whole number from `least` to `most`, both allowed."""

    least: int = 0
    most: int = RUBRIC_NUMBER_MOST

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        if not is_whole(value):
            findings.error("not_whole", path, value=value)
        elif not self.least <= value <= self.most:
            findings.error("out_of_bounds", path, value=str(value)[:12])


whole = Whole


def anything(_findings: Findings, _value: Any, _path: Path) -> None:
    """Accept a value that is checked elsewhere."""


def condition(_findings: Findings, _value: Any, _path: Path) -> None:
    """Accept a condition; `condition_check` looks into it."""


@dataclass(frozen=True, slots=True)
class Either(Checked):
    """A value that may be of several kinds; faults of the likeliest are shown when none fits."""

    kinds: tuple[Kind, ...]

    @override
    def __call__(self, findings: Findings, value: Any, path: Path) -> None:
        tries = [Findings() for _ in self.kinds]
        for kind, tried in zip(self.kinds, tries, strict=True):
            kind(tried, value, path)
            if not tried.problems:
                return
        # of a map that is no list the faults inside help more than that it is no list
        inside = (one for one in tries if all(fault.path != path for fault in one.problems))
        findings.problems.extend(next(inside, tries[0]).problems)


def either(*kinds: Kind) -> Either:
    """Describe a value that may be of several kinds.

    Args:
        *kinds: The kinds; when none fits, faults are shown of the first that fits but for what
            stands inside, else of the first.

    Returns:
        The kind.
    """
    return Either(kinds)


def exact(value: object) -> Fraction:
    """Read an exact number from its plain form.

    Args:
        value: Whole number, fraction, decimal text or `n/d` text.

    Returns:
        The number.

    Raises:
        ValueError: It is no exact number of reasonable length.
    """
    if isinstance(value, bool) or value is None:
        raise ValueError("not a number")
    if isinstance(value, int | Fraction):
        return Fraction(value)
    parts = str(value).split("/")
    if len(parts) > 2 or not all(_DECIMAL.fullmatch(part) for part in parts):  # noqa: PLR2004 - n and d
        raise ValueError("not a number")
    below = Fraction(parts[1]) if parts[1:] else Fraction(1)
    if not below:
        raise ValueError("not a number")
    return Fraction(parts[0]) / below
