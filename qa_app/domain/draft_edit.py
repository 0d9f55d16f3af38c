"""What can be done to the parts of a rubric draft: add, take away, move, copy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qa_app.domain.draft_parts import (
    GROUPS,
    Part,
    PartKind,
    code_of,
    entries_of,
    item_part,
    part_named,
    parts_of,
    value_at,
    with_value,
)
from qa_app.domain.problems import Path

Plain = Mapping[str, Any]
_NUMBER = re.compile(r"(.*?)(\d{1,6})", re.ASCII)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EMPTY: Path = ()
_STEMS = {PartKind.FACT: "fact", PartKind.EVENT: "date", PartKind.LOG: "log"}


def added(plain: Plain, above: str, taken: frozenset[str]) -> tuple[dict[str, Any], Part] | None:
    """Add an empty part at the end of a list.

    Args:
        plain: The draft's data.
        above: `facts`, `clocks`, `logs`, `sections`, or the address of a section for an item.
        taken: Codes of items that were used before and are never given again.

    Returns:
        The draft's data and the new part, with a code that nothing else has; None when there
        is no such list.
    """
    kind, path = PartKind.ITEM, _EMPTY
    if above in GROUPS:
        kind, path = PartKind(above), (above,)
    else:
        section = part_named(above)
        if section is None or section.kind is not PartKind.SECTION:
            return None
        if not isinstance(value_at(plain, section.path), Mapping):
            return None
        path = (*section.path, "items")
    entries = entries_of(value_at(plain, path))
    new = _blank(plain, kind, path, taken)
    written: dict[str, Any] = with_value(plain, path, [*entries, new])
    return written, Part(kind, (*path, len(entries)))


def _blank(plain: Plain, kind: PartKind, path: Path, taken: frozenset[str]) -> dict[str, Any]:
    if kind is PartKind.ITEM:
        section = code_of(value_at(plain, path[:-1]))
        return _blank_item(_free(_used(plain, kind) | taken, section or "A"))
    if kind is PartKind.SECTION:
        used = _used(plain, kind)
        code = next((one for one in _LETTERS if one not in used), "") or _free(used, "S")
        item = _blank_item(_free(_used(plain, PartKind.ITEM) | taken, code))
        return {"id": code, **_weight(plain), "title": {"zh": ""}, "items": [item]}
    entry = {"id": _free(_used(plain, kind), _STEMS[kind])}
    return {**entry, "type": "bool", "zh": ""} if kind is PartKind.FACT else {**entry, "zh": ""}


def _blank_item(code: str) -> dict[str, Any]:
    return {"id": code, "text": {"zh": ""}, "basis": "proposed"}


def _weight(plain: Plain) -> dict[str, Any]:
    # with deduction a section weighs what its items weigh
    return {} if value_at(plain, ("scoring", "method")) == "deduction" else {"weight": 1}


def _used(plain: Plain, kind: PartKind) -> frozenset[str]:
    return frozenset(
        code_of(value_at(plain, part.path)) for part in parts_of(plain) if part.kind is kind
    )


def _free(used: frozenset[str], stem: str) -> str:
    # one more than the highest number that stands behind the stem
    found = (_NUMBER.fullmatch(code) for code in used)
    numbers = [int(one[2]) for one in found if one is not None and one[1] == stem]
    return f"{stem}{max(numbers, default=0) + 1}"


def removed(plain: Plain, part: Part) -> dict[str, Any]:
    """Take a part away.

    Args:
        plain: The draft's data.
        part: A part that stands in a list.

    Returns:
        The draft's data; an empty list of facts, dates or lists goes altogether.
    """
    above = part.path[:-1]
    rest = [
        entry
        for place, entry in enumerate(entries_of(value_at(plain, above)))
        if place != part.position
    ]
    written: dict[str, Any] = with_value(plain, above, rest)
    if not rest and part.kind in _STEMS:
        return {name: value for name, value in written.items() if name != above[0]}
    return written


def moved(plain: Plain, part: Part, step: int) -> tuple[dict[str, Any], Part]:
    """Move a part one place up or down.

    Args:
        plain: The draft's data.
        part: A part that stands in a list.
        step: -1 up, 1 down.

    Returns:
        The draft's data and where the part stands now; an item at the edge of its section goes
        over into the next one. Unchanged at the end of the list.
    """
    above, place = part.path[:-1], part.position
    entries = entries_of(value_at(plain, above))
    target = place + step
    if 0 <= target < len(entries):
        entries[place], entries[target] = entries[target], entries[place]
        written: dict[str, Any] = with_value(plain, above, entries)
        return written, replace(part, path=(*above, target))
    if part.kind is PartKind.ITEM:
        return _moved_over(plain, part, step)
    return dict(plain), part


def _moved_over(plain: Plain, part: Part, step: int) -> tuple[dict[str, Any], Part]:
    section = int(part.path[1]) + step
    if not 0 <= section < len(entries_of(plain.get("sections"))):
        return dict(plain), part
    item = value_at(plain, part.path)
    there = entries_of(value_at(plain, ("sections", section, "items")))
    place = 0 if step > 0 else len(there)
    there.insert(place, item)
    written: dict[str, Any] = with_value(
        removed(plain, part), ("sections", section, "items"), there
    )
    return written, item_part(section, place)


def doubled(plain: Plain, part: Part, taken: frozenset[str]) -> tuple[dict[str, Any], Part]:
    """Put a copy of a part behind it, under codes that nothing else has.

    Args:
        plain: The draft's data.
        part: A part that stands in a list.
        taken: Codes of items that were used before and are never given again.

    Returns:
        The draft's data and the copy; the items of a section get new codes as well.
    """
    above, entries = part.path[:-1], entries_of(value_at(plain, part.path[:-1]))
    copy = entries[part.position]
    if isinstance(copy, Mapping):
        copy = _recoded(plain, part, copy, taken)
    place = part.position + 1
    written: dict[str, Any] = with_value(plain, above, [*entries[:place], copy, *entries[place:]])
    return written, replace(part, path=(*above, place))


def _recoded(plain: Plain, part: Part, entry: Plain, taken: frozenset[str]) -> dict[str, Any]:
    used = _used(plain, part.kind)
    if part.kind is PartKind.SECTION:
        fresh = _blank(plain, part.kind, ("sections",), taken)
        items = _recoded_items(plain, fresh["id"], entries_of(entry.get("items")), taken)
        return {**entry, "id": fresh["id"], "items": items}
    found = _NUMBER.fullmatch(code_of(entry))
    stem = found[1] if found else f"{code_of(entry)}_"
    return {**entry, "id": _free(used | taken, stem)}


def _recoded_items(
    plain: Plain, section: str, items: Sequence[Any], taken: frozenset[str]
) -> list[Any]:
    used, copies = _used(plain, PartKind.ITEM) | taken, []
    for item in items:
        code = _free(used, section)
        used |= {code}
        copies.append({**item, "id": code} if isinstance(item, Mapping) else item)
    return copies
