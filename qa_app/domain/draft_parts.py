"""The parts of a rubric draft: its outline, and the part to which a fault belongs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Any

from qa_app.domain.problems import Path, Problem, Severity, shown
from qa_app.domain.text import BilingualText

Plain = Mapping[str, Any]
GROUPS = ("facts", "clocks", "logs", "sections")
"""Lists of a file whose entries are parts of their own."""
_ADDRESS = re.compile(r"(facts|clocks|logs|sections)\.(\d{1,4})(?:\.items\.(\d{1,4}))?", re.ASCII)


class PartKind(StrEnum):
    """What a part is; `settings` is all that stands in no list, `file` is everything."""

    SETTINGS = "settings"
    FILE = "file"
    FACT = "facts"
    EVENT = "clocks"
    LOG = "logs"
    SECTION = "sections"
    ITEM = "items"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part stands.

    Attributes:
        kind: What it is.
        path: Keys and positions from the top down; empty for the settings and the file.
    """

    kind: PartKind
    path: Path = ()

    @property
    def address(self) -> str:
        """The part as one word, such as `sections.0.items.2`; `part_named` reads it."""
        return ".".join(map(str, self.path)) or self.kind.value

    @property
    def position(self) -> int:
        """Its place in its list, from 0; -1 for the settings and the file."""
        return int(self.path[-1]) if self.path else -1


SETTINGS, FILE = Part(PartKind.SETTINGS), Part(PartKind.FILE)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A part in the outline.

    Attributes:
        part: Where it stands.
        code: Its code; empty while it has none.
        text: What it says, as far as it is written.
        errors: Faults in it, those of its own parts left out.
        warnings: Doubts about it, likewise.
    """

    part: Part
    code: str
    text: BilingualText
    errors: int
    warnings: int


def part_named(address: str) -> Part | None:
    """Read the address of a part.

    Args:
        address: What `Part.address` gives.

    Returns:
        The part, whether or not a draft has it; None when it names none.
    """
    if address in {PartKind.SETTINGS, PartKind.FILE}:
        return Part(PartKind(address))
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    group, place, item = found.groups()
    if item is None:
        return Part(PartKind(group), (group, int(place)))
    return item_part(int(place), int(item)) if group == PartKind.SECTION else None


def item_part(section: int, item: int) -> Part:
    """Name an item.

    Args:
        section: Position of its section, from 0.
        item: Its position there, from 0.

    Returns:
        The part.
    """
    return Part(PartKind.ITEM, ("sections", section, "items", item))


def part_of(path: Path) -> Part:
    """Find the part in which a fault stands.

    Args:
        path: Place of the fault.

    Returns:
        The innermost part; the settings for what stands in no list.
    """
    for length in (4, 2):
        part = part_named(".".join(map(str, path[:length])))
        if part is not None and len(part.path) == length == len(path[:length]):
            return part
    return SETTINGS


def field_of(problem: Problem) -> str:
    """Name the field of its part to which a fault belongs.

    Args:
        problem: The fault.

    Returns:
        Keys below the part with dots, such as `clock.within`, up to the first list; for
        something missing its name; empty for a fault of the whole part.
    """
    below = problem.path[len(part_of(problem.path).path) :]
    keys = list(takewhile(lambda step: isinstance(step, str), below))
    missing = problem.params.get("field", "")
    if missing and problem.code in {"missing_field", "law_needs"} and len(keys) == len(below):
        keys.append(missing)
    return shown(".".join(map(str, keys)))  # a key of the file may be as long as the file


def part_at(plain: Plain, part: Part) -> Any:
    """Give what a part holds.

    Args:
        plain: The draft's data.
        part: The part.

    Returns:
        Its data; a section without its items, the settings without the lists. None when the
        draft has no such part.
    """
    if part.kind is PartKind.FILE:
        return plain
    if part.kind is PartKind.SETTINGS:
        return {name: value for name, value in plain.items() if name not in GROUPS}
    value = value_at(plain, part.path)
    if part.kind is PartKind.SECTION and isinstance(value, Mapping):
        return {name: entry for name, entry in value.items() if name != "items"}
    return value


def value_at(plain: Any, path: Path) -> Any:
    """Look into plain data of any shape.

    Args:
        plain: The data.
        path: Keys and positions from the top down.

    Returns:
        What stands there; None when nothing does.
    """
    value: Any = plain
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def with_part(plain: Plain, part: Part, value: Any) -> dict[str, Any]:
    """Put something in the place of a part.

    Args:
        plain: The draft's data; it has the part.
        part: The part.
        value: What it shall hold; what `part_at` leaves out stays unless it is given here.

    Returns:
        The draft's data with the part replaced.
    """
    if part.kind is PartKind.FILE:
        return dict(value)
    if part.kind is PartKind.SETTINGS:
        return _merged(plain, value, GROUPS)
    if part.kind is PartKind.SECTION and isinstance(value, Mapping):
        value = _merged(value_at(plain, part.path), value, ("items",))
    written: dict[str, Any] = with_value(plain, part.path, value)
    return written


def _merged(before: Plain, value: Plain, left_out: tuple[str, ...]) -> dict[str, Any]:
    # in the order of before: the same content is the same text
    names = (name for name in before if name in value or name in left_out)
    kept = {name: value.get(name, before[name]) for name in names}
    return {**kept, **value}


def with_value(plain: Any, path: Path, value: Any) -> Any:
    """Put a value into plain data; what was there before is left as it is.

    Args:
        plain: The data.
        path: Keys and positions from the top down; lists on the way must be there.
        value: The value.

    Returns:
        The data with the value at its place.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        entries = entries_of(plain)
        return [
            with_value(entry, rest, value) if place == step else entry
            for place, entry in enumerate(entries)
        ]
    fields = plain if isinstance(plain, Mapping) else {}
    return {**fields, step: with_value(fields.get(step), rest, value)}


def entries_of(value: Any) -> list[Any]:
    """Give the entries of a list.

    Args:
        value: Plain data.

    Returns:
        A new list; empty for what is no list.
    """
    return list(value) if isinstance(value, list) else []


def outline(plain: Plain, problems: Iterable[Problem] = ()) -> tuple[OutlineLine, ...]:
    """List the parts of a draft.

    Args:
        plain: The draft's data, whatever faults it has.
        problems: What is wrong with it.

    Returns:
        The settings, facts, dates, lists, then every section followed by its items.
    """
    errors: dict[Part, int] = {}
    warnings: dict[Part, int] = {}
    for problem in problems:
        counted = errors if problem.severity is Severity.ERROR else warnings
        part = part_of(problem.path)
        counted[part] = counted.get(part, 0) + 1
    return tuple(
        OutlineLine(
            part,
            code_of(value),
            _text(value),
            errors.get(part, 0),
            warnings.get(part, 0),
        )
        for part in parts_of(plain)
        for value in [value_at(plain, part.path)]
    )


def parts_of(plain: Plain) -> tuple[Part, ...]:
    """List where the parts of a draft stand.

    Args:
        plain: The draft's data.

    Returns:
        In the order of the outline.
    """
    found = [SETTINGS]
    for kind in (PartKind.FACT, PartKind.EVENT, PartKind.LOG, PartKind.SECTION):
        for place, entry in enumerate(entries_of(plain.get(kind.value))):
            found.append(Part(kind, (kind.value, place)))
            if kind is PartKind.SECTION:
                items = entries_of(entry.get("items")) if isinstance(entry, Mapping) else []
                found += [item_part(place, position) for position in range(len(items))]
    return tuple(found)


def code_of(value: Any) -> str:
    """Give the code of an entry.

    Args:
        value: Plain data.

    Returns:
        Its code; empty without one.
    """
    code = value.get("id") if isinstance(value, Mapping) else None
    return code if isinstance(code, str) else ""


def _text(value: Any) -> BilingualText:
    if not isinstance(value, Mapping):
        return BilingualText()
    texts = next((value[name] for name in ("text", "title") if name in value), value)
    found = texts if isinstance(texts, Mapping) else {}
    zh, en = (found.get(language) for language in ("zh", "en"))
    return BilingualText(zh if isinstance(zh, str) else "", en if isinstance(en, str) else "")
