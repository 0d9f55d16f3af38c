"""What has to be known of a file before items can be answered: facts, dates, other answers."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.draft_parts import PartKind
from qa_app.domain.item_meaning import ItemMeaning, items_of

Content = Mapping[str, Any]
_LEANS_ON = "leans_on"


@dataclass(frozen=True, slots=True)
class Needs:
    """What is asked for some items of a rubric.

    Attributes:
        items: Codes of items, those on which the others depend included, in no order.
        fields: Codes of facts, dates, dated lists and numbers.
        has_sample: True when one of the items is answered for every sampled case.
    """

    items: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    has_sample: bool = False


def needs_of(content: Content, kind: PartKind, code: str) -> Needs:
    """List what a made-up file must tell about one part of a rubric.

    Args:
        content: Resolved content of the rubric.
        kind: What the part is.
        code: Its code; empty for the settings and the file.

    Returns:
        For an item what it and its section depend on, step by step; for a section that of all
        its items; for a fact, a date or a list the items that read it; for everything else
        what caps look at. Nothing of a rubric of rules, which has no such items.
    """
    if "sections" not in content:
        return Needs()
    items = items_of(content)
    own: frozenset[str] = frozenset()
    match kind:
        case PartKind.ITEM:
            starts = [code]
        case PartKind.SECTION:
            starts = [name for name, one in items.items() if one.section == code]
        case PartKind.FACT | PartKind.EVENT | PartKind.LOG:
            starts = [name for name, one in items.items() if code in one.core.get(_LEANS_ON, ())]
            own = frozenset({code})
        case _:
            caps = content["scoring"].get("caps", ())
            starts, own = list(_read(caps, "answer")), frozenset(_read(caps, "fact"))
    return _closed(items, starts, own)


def _closed(items: Mapping[str, ItemMeaning], starts: Iterable[str], own: frozenset[str]) -> Needs:
    seen: set[str] = set()
    fields = set(own)
    has_sample = False
    waiting = deque(starts)
    while waiting:
        code = waiting.popleft()
        if code in seen or code not in items:
            continue
        seen.add(code)
        core = items[code].core
        fields |= set(core.get(_LEANS_ON, ()))
        fields |= {measure["name"] for measure in [core.get("measure")] if measure}
        has_sample = has_sample or bool(core.get("per_case"))
        waiting.extend(_read(core, "answer"))
    return Needs(frozenset(seen), frozenset(fields), has_sample)


def _read(value: Any, subject: str) -> Iterator[str]:
    # what conditions read, wherever they stand
    if isinstance(value, Mapping):
        named = value.get(subject)
        if isinstance(named, str):
            yield named
        for entry in value.values():
            yield from _read(entry, subject)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _read(entry, subject)
