"""The parts of a rubric draft, what they hold, and the part to which a fault belongs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Any

from qa_app.domain.problems import Path, Problem, shown

Plain = Mapping[str, Any]
GROUPS = ("facts", "clocks", "logs", "scales", "bands", "sections", "items", "outcomes")
"""Lists of a file whose entries are parts of their own, in the order of the outline."""
SAMPLED = ("case_sample", "facts")
"""Where the facts asked of each sampled case stand."""
GRADES = "grades"
"""Name under which a part shows the list that stands in a file by itself."""
_NUMBER = r"(\d{1,4})"
_LISTS = {
    re.compile(pattern, re.ASCII): kind
    for pattern, kind in (
        (rf"(facts)\.{_NUMBER}", "facts"),
        (rf"(clocks)\.{_NUMBER}", "clocks"),
        (rf"(logs)\.{_NUMBER}", "logs"),
        (rf"(sections)\.{_NUMBER}", "sections"),
        (rf"(sections)\.{_NUMBER}\.(items)\.{_NUMBER}", "items"),
        (rf"(items)\.{_NUMBER}", "rule_items"),
        (rf"(items)\.{_NUMBER}\.(sub_items)\.{_NUMBER}", "sub_items"),
        (rf"(outcomes)\.{_NUMBER}", "outcomes"),
        (rf"(case_sample)\.(facts)\.{_NUMBER}", "case_facts"),
        (r"(scales)\.(.{1,200})", "scales"),
        (r"(bands)\.(.{1,200})", "bands"),
    )
}
"""How the address of a part is written, to what the part is."""


class PartKind(StrEnum):
    """What a part is; `settings` is all that stands in no list, `file` is everything."""

    SETTINGS = "settings"
    FILE = "file"
    FACT = "facts"
    EVENT = "clocks"
    LOG = "logs"
    CASE_FACT = "case_facts"
    SCALE = "scales"
    BANDS = "bands"
    SECTION = "sections"
    ITEM = "items"
    RULE_ITEM = "rule_items"
    SUB_ITEM = "sub_items"
    OUTCOME = "outcomes"

    @property
    def is_named(self) -> bool:
        """Tell whether its parts stand under names of their own instead of in a list."""
        return self in {PartKind.SCALE, PartKind.BANDS}


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
        """Its place in its list, from 0; -1 for what stands in none."""
        return -1 if not self.path or self.kind.is_named else int(self.path[-1])


SETTINGS, FILE = Part(PartKind.SETTINGS), Part(PartKind.FILE)


def part_named(address: str) -> Part | None:
    """Read the address of a part.

    Args:
        address: What `Part.address` gives.

    Returns:
        The part, whether or not a draft has it; None when it names none.
    """
    if address in {PartKind.SETTINGS, PartKind.FILE}:
        return Part(PartKind(address))
    for pattern, kind in _LISTS.items():
        if found := pattern.fullmatch(address):
            return Part(PartKind(kind), _steps(PartKind(kind), found.groups()))
    return None


def _steps(kind: PartKind, words: tuple[str, ...]) -> Path:
    if kind.is_named:
        return words
    return tuple(int(word) if word.isdigit() else word for word in words)


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
    for length in (4, 3, 2):
        part = part_named(".".join(map(str, path[:length])))
        if part is not None and len(part.path) == length == len(path[:length]):
            return part
    return SETTINGS


def path_in_part(path: Path) -> Path:
    """Tell where in its part something stands.

    Args:
        path: Its place in the draft.

    Returns:
        Keys and positions below the part, as `part_at` shows it.
    """
    part = part_of(path)
    below = path[len(part.path) :]
    return (GRADES, *below) if part.kind is PartKind.BANDS and below else below


def field_of(problem: Problem) -> str:
    """Name the field of its part to which a fault belongs.

    Args:
        problem: The fault.

    Returns:
        Keys below the part with dots, such as `clock.within`, up to the first list; for
        something missing its name; empty for a fault of the whole part.
    """
    below = path_in_part(problem.path)
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
        Its data; a section without its items, the settings without the lists; a scale or bands
        with their name as `id`. None when the draft has no such part.
    """
    if part.kind is PartKind.FILE:
        return plain
    if part.kind is PartKind.SETTINGS:
        return {name: value for name, value in plain.items() if name not in GROUPS}
    value = value_at(plain, part.path)
    if part.kind is PartKind.SECTION and isinstance(value, Mapping):
        return {name: entry for name, entry in value.items() if name != "items"}
    if part.kind is PartKind.RULE_ITEM and isinstance(value, Mapping):
        return {name: entry for name, entry in value.items() if name != "sub_items"}
    if part.kind is PartKind.SCALE and isinstance(value, Mapping):
        return {**value, "id": part.path[-1]}
    if part.kind is PartKind.BANDS and isinstance(value, list):
        return {"id": part.path[-1], GRADES: value}
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
    if part.kind.is_named:
        return _with_named(plain, part, value)
    if part.kind in _INNER and isinstance(value, Mapping):
        value = _merged(value_at(plain, part.path), value, (_INNER[part.kind],))
    written: dict[str, Any] = with_value(plain, part.path, value)
    return written


_INNER = {PartKind.SECTION: "items", PartKind.RULE_ITEM: "sub_items"}
"""Parts to their lists whose entries are parts of their own."""


def _with_named(plain: Plain, part: Part, value: Any) -> dict[str, Any]:
    group, before = str(part.path[0]), part.path[-1]
    name = renamed(plain, part, value).path[-1]
    if isinstance(value, Mapping):
        value = {key: entry for key, entry in value.items() if key != "id"}
        if part.kind is PartKind.BANDS and set(value) <= {GRADES}:
            value = value.get(GRADES, [])
    return {
        **plain,
        group: {
            (name if code == before else code): (value if code == before else entry)
            for code, entry in plain[group].items()
        },
    }


def renamed(plain: Plain, part: Part, value: Any) -> Part:
    """Tell where a part stands once it holds something.

    Args:
        plain: The draft's data before.
        part: The part.
        value: What it shall hold.

    Returns:
        The same place; for a scale or bands under another name the place of that name, unless
        it is empty or something else has it.
    """
    name = code_of(value)
    if not part.kind.is_named or not name or name in plain[str(part.path[0])]:
        return part
    return Part(part.kind, (part.path[0], name))


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


def parts_of(plain: Plain) -> tuple[Part, ...]:
    """List where the parts of a draft stand.

    Args:
        plain: The draft's data.

    Returns:
        In the order of the outline.
    """
    facts, *others = GROUPS
    sampled = value_at(plain, SAMPLED)
    return (
        SETTINGS,
        *_listed(plain, facts),
        *(Part(PartKind.CASE_FACT, (*SAMPLED, n)) for n in range(len(entries_of(sampled)))),
        *(part for group in others for part in _listed(plain, group)),
    )


def _listed(plain: Plain, group: str) -> Iterator[Part]:
    kind = kind_of(group)
    entries = plain.get(group)
    if kind.is_named:
        named = entries if isinstance(entries, Mapping) else {}
        yield from (Part(kind, (group, str(name))) for name in named)
        return
    for place, entry in enumerate(entries_of(entries)):
        yield Part(kind, (group, place))
        inner = _INNER.get(kind, "")
        parts = entries_of(entry.get(inner)) if isinstance(entry, Mapping) else []
        deeper = PartKind.ITEM if kind is PartKind.SECTION else PartKind.SUB_ITEM
        yield from (Part(deeper, (group, place, inner, n)) for n in range(len(parts)))


def kind_of(group: str) -> PartKind:
    """Tell what the entries of a list of a file are.

    Args:
        group: One of `GROUPS`.

    Returns:
        The kind; items that stand in no section are those of a rule rubric.
    """
    return PartKind.RULE_ITEM if group == "items" else PartKind(group)


def code_of(value: Any) -> str:
    """Give the code of an entry.

    Args:
        value: Plain data.

    Returns:
        Its code; empty without one.
    """
    code = value.get("id") if isinstance(value, Mapping) else None
    return code if isinstance(code, str) else ""
