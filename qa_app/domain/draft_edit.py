"""What can be done to the parts of a rubric draft: add, take away, move, copy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qa_app.domain.draft_parts import (
    GROUPS,
    SAMPLED,
    Part,
    PartKind,
    code_of,
    entries_of,
    item_part,
    kind_of,
    part_at,
    part_named,
    parts_of,
    value_at,
    with_value,
)
from qa_app.domain.made_codes import free_code
from qa_app.domain.problems import Path

Plain = Mapping[str, Any]
_NUMBER = re.compile(r"(.*?)(\d{1,6})", re.ASCII)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STEMS = {
    PartKind.FACT: "fact",
    PartKind.CASE_FACT: "fact",
    PartKind.EVENT: "date",
    PartKind.LOG: "log",
    PartKind.SCALE: "scale",
    PartKind.BANDS: "bands",
    PartKind.RULE_ITEM: "",
    PartKind.OUTCOME: "O",
}
_FACT: Plain = {"type": "bool", "zh": ""}
_BLANKS: Mapping[PartKind, Plain] = {
    PartKind.FACT: _FACT,
    PartKind.CASE_FACT: _FACT,
    PartKind.EVENT: {"zh": ""},
    PartKind.LOG: {"zh": ""},
    PartKind.SCALE: {"kind": "points", "options": []},
    PartKind.BANDS: {},
    PartKind.RULE_ITEM: {"title": {"zh": ""}, "rules": []},
    PartKind.SUB_ITEM: {"questions": [], "rules": []},
    PartKind.OUTCOME: {"title": {"zh": ""}, "items": [], "rules": []},
}
_LASTING = frozenset({PartKind.SECTION, PartKind.ITEM})
"""Kinds whose list stays when it is empty, so that the check asks for an entry."""


def added(plain: Plain, above: str, taken: frozenset[str]) -> tuple[dict[str, Any], Part] | None:
    """Add an empty part at the end of a list.

    Args:
        plain: The draft's data.
        above: One of `GROUPS`, `case_sample.facts`, or the address of a section for an item, of
            an item of a rule rubric for a part of it.
        taken: Codes of items that were used before and are never given again.

    Returns:
        The draft's data and the new part, with a code that nothing else has; None when there
        is no such list.
    """
    found = _list_at(plain, above)
    if found is None:
        return None
    kind, path = found
    new = _blank(plain, kind, path, taken)
    if kind.is_named:
        name = new.pop("id")
        entry = new if kind is PartKind.SCALE else []
        return with_value(plain, (*path, name), entry), Part(kind, (*path, name))
    entries = entries_of(value_at(plain, path))
    written: dict[str, Any] = with_value(plain, path, [*entries, new])
    return written, Part(kind, (*path, len(entries)))


def _list_at(plain: Plain, above: str) -> tuple[PartKind, Path] | None:
    if above in GROUPS:
        return kind_of(above), (above,)
    if above == ".".join(SAMPLED):
        is_sampled = isinstance(value_at(plain, SAMPLED[:1]), Mapping)
        return (PartKind.CASE_FACT, SAMPLED) if is_sampled else None
    part = part_named(above)
    if part is None or not isinstance(value_at(plain, part.path), Mapping):
        return None
    inner = {
        PartKind.SECTION: (PartKind.ITEM, (*part.path, "items")),
        PartKind.RULE_ITEM: (PartKind.SUB_ITEM, (*part.path, "sub_items")),
    }
    return inner.get(part.kind)


def _blank(plain: Plain, kind: PartKind, path: Path, taken: frozenset[str]) -> dict[str, Any]:
    if kind is PartKind.ITEM:
        section = code_of(value_at(plain, path[:-1]))
        return _blank_item(free_code(_used(plain, kind) | taken, section or "A"))
    if kind is PartKind.SECTION:
        used = _used(plain, kind)
        code = next((one for one in _LETTERS if one not in used), "") or free_code(used, "S")
        item = _blank_item(free_code(_used(plain, PartKind.ITEM) | taken, code))
        return {"id": code, **_weight(plain), "title": {"zh": ""}, "items": [item]}
    if kind is PartKind.SUB_ITEM:
        stem = f"{code_of(value_at(plain, path[:-1]))}."
        return {"id": free_code(_used(plain, kind), stem), **_BLANKS[kind]}
    used = _used(plain, kind)
    if kind in {PartKind.FACT, PartKind.CASE_FACT}:
        used = _used(plain, PartKind.FACT) | _used(plain, PartKind.CASE_FACT)
    return {"id": free_code(used, _STEMS[kind]), **_BLANKS[kind]}


def _blank_item(code: str) -> dict[str, Any]:
    return {"id": code, "text": {"zh": ""}, "basis": "proposed"}


def _weight(plain: Plain) -> dict[str, Any]:
    # with deduction a section weighs what its items weigh
    return {} if value_at(plain, ("scoring", "method")) == "deduction" else {"weight": 1}


def _used(plain: Plain, kind: PartKind) -> frozenset[str]:
    return frozenset(code_of(part_at(plain, part)) for part in parts_of(plain) if part.kind is kind)


def removed(plain: Plain, part: Part) -> dict[str, Any]:
    """Take a part away.

    Args:
        plain: The draft's data.
        part: A part that is neither the settings nor the file.

    Returns:
        The draft's data; a list that need not be there goes when it is empty, so does the list
        of sections of a rule rubric.
    """
    above, place = part.path[:-1], part.path[-1]
    standing = value_at(plain, above)
    rest: Any
    if isinstance(standing, Mapping):
        rest = {name: entry for name, entry in standing.items() if name != place}
    else:
        rest = [entry for n, entry in enumerate(entries_of(standing)) if n != place]
    written: dict[str, Any] = with_value(plain, above, rest)
    is_rules = value_at(plain, ("scoring", "method")) == "rules"
    is_lasting = part.kind in _LASTING and not (is_rules and part.kind is PartKind.SECTION)
    return written if rest or is_lasting else _without(written, above)


def _without(plain: Plain, path: Path) -> dict[str, Any]:
    *above, name = path
    holder = value_at(plain, tuple(above))
    kept = {key: value for key, value in holder.items() if key != name}
    written: dict[str, Any] = with_value(plain, tuple(above), kept)
    return written


def moved(plain: Plain, part: Part, step: int) -> tuple[dict[str, Any], Part]:
    """Move a part one place up or down.

    Args:
        plain: The draft's data.
        part: A part that stands in a list.
        step: -1 up, 1 down.

    Returns:
        The draft's data and where the part stands now; an item at the edge of its section goes
        over into the next one. Unchanged at the end of the list, and for scales and bands,
        which have names and no order.
    """
    if part.kind.is_named:
        return dict(plain), part
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
    if part.kind.is_named:
        name = free_code(_used(plain, part.kind), f"{part.path[-1]}_")
        named = (part.path[0], name)
        return with_value(plain, named, value_at(plain, part.path)), Part(part.kind, named)
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
    return {**entry, "id": free_code(used | taken, stem)}


def _recoded_items(
    plain: Plain, section: str, items: Sequence[Any], taken: frozenset[str]
) -> list[Any]:
    used, copies = _used(plain, PartKind.ITEM) | taken, []
    for item in items:
        code = free_code(used, section)
        used |= {code}
        copies.append({**item, "id": code} if isinstance(item, Mapping) else item)
    return copies
