"""What changed between two versions of a rubric, and which items can still be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_app.domain.item_meaning import (
    ItemMeaning,
    TextPath,
    core_of,
    items_of,
    pair_digest,
    texts_of,
)
from qa_app.domain.version_numbers import Step

Content = Mapping[str, Any]


class ItemKind(StrEnum):
    """How an item stands to the version before.

    `same`: nothing that an answer or its score depends on changed, and no word. `reworded`:
    only words changed; comparable when a person confirms that the meaning did not.
    `changed`: an answer or its score means something else. `new` and `retired`: the code
    stands on one side only; another code is another item.
    """

    SAME = "same"
    REWORDED = "reworded"
    CHANGED = "changed"
    NEW = "new"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class TextChange:
    """Words that differ.

    Attributes:
        path: Where, such as `("text",)` or `("anchors", "met")`.
        language: `zh` or `en`.
        before: Earlier words; empty when there were none.
        after: Later words; empty when there are none.
    """

    path: TextPath
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs.

    Attributes:
        name: The field.
        before: Its plain value; None when it was not there.
        after: Its plain value; None when it is not there.
    """

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """How one item stands to the version before.

    Attributes:
        code: The item.
        kind: What can be derived; `reworded` asks for a person's decision.
        before: The item as it was; None when it is new.
        after: The item as it is; None when it retired.
        texts: Words that differ.
        fields: Fields that an answer or its score depends on and that differ.
        aside: Fields that differ and matter to neither: sources, basis, tags.
        looks_like: Code of a retired item that reads exactly like this new one; empty without.
        digest: By which a decision about a reworded item is known to fit; empty for others.
    """

    code: str
    kind: ItemKind
    before: ItemMeaning | None
    after: ItemMeaning | None
    texts: tuple[TextChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    aside: tuple[FieldChange, ...] = ()
    looks_like: str = ""
    digest: str = ""

    @property
    def is_moved(self) -> bool:
        """Tell whether the item stands in another section than before."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.section != self.after.section
        )

    @property
    def is_weighed_anew(self) -> bool:
        """Tell whether the item's own weight is another one."""
        return (
            self.before is not None
            and self.after is not None
            and self.before.weight != self.after.weight
        )


@dataclass(frozen=True, slots=True)
class PartChange:
    """How a section, or another part of a rubric that is no item, changed.

    Attributes:
        part: `sections`, `bands`, `scoring`, `facts`, `title` and so on.
        code: Which one; empty where there is only one.
        kind: `new`, `retired`, `reworded` or `changed`.
        texts: Words that differ.
        fields: Fields that differ.
    """

    part: str
    code: str
    kind: ItemKind
    texts: tuple[TextChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Everything that changed between two contents.

    Attributes:
        items: Every item of either side, in the order of the later content, retired ones last.
        parts: Everything else that changed.
    """

    items: tuple[ItemChange, ...]
    parts: tuple[PartChange, ...]

    def of_kind(self, kind: ItemKind) -> tuple[ItemChange, ...]:
        """Give the items of a kind.

        Args:
            kind: The kind.

        Returns:
            In their order.
        """
        return tuple(item for item in self.items if item.kind is kind)

    @property
    def is_empty(self) -> bool:
        """Tell whether the two contents say the same in every respect."""
        return not self.parts and not any(
            item.kind is not ItemKind.SAME or item.aside or item.is_weighed_anew or item.is_moved
            for item in self.items
        )


_ITEM_PARTS = frozenset({"sections", "items", "scales"})
_LABELS = frozenset({"id", "version", "status", "schema"})
_LISTED = ("sections", "facts", "clocks", "logs", "bands", "outcomes")
_OF_SCORE = frozenset(
    {"sections", "bands", "regional_bands", "scoring", "caps", "outcomes", "aggregate"}
    | {"ratings", "outcome_ratings", "answers"}
)
_RATINGS = ("ratings", "outcome_ratings")
_OF_SECTION = ("weight", "assessor", "applies_if", "title")


def compare(before: Content, after: Content) -> RubricDiff:
    """Compare two contents of one rubric.

    Args:
        before: Resolved content of the version that stands.
        after: Resolved content of the version or draft that follows it.

    Returns:
        What changed. A translation that was missing and is there now is no change.
    """
    old, new = items_of(before), items_of(after)
    items = [_item(old.get(code), item) for code, item in new.items()]
    gone = [_item(item, None) for code, item in old.items() if code not in new]
    return RubricDiff(_with_likeness([*items, *gone]), tuple(_parts(before, after)))


def step_of(diff: RubricDiff, comparable: frozenset[str]) -> Step:
    """Tell how far a version moves from the one before.

    Args:
        diff: What changed.
        comparable: Codes of reworded items that a person confirmed as comparable.

    Returns:
        `meaning` when some item can no longer be compared, or will be only once a person
        confirms it; `composite` when the overall score is made up differently; else `wording`.
    """
    reworded = {item.code for item in diff.of_kind(ItemKind.REWORDED)}
    if diff.of_kind(ItemKind.CHANGED) or reworded - comparable:
        return Step.MEANING
    return Step.COMPOSITE if moves_composite(diff) else Step.WORDING


def moves_composite(diff: RubricDiff) -> bool:
    """Tell whether the overall score is made up differently.

    Args:
        diff: What changed.

    Returns:
        True when items came, went or changed, when a weight changed or an item moved, or when
        a part that the score depends on changed: sections, bands, scoring and the like.
    """
    return any(
        item.kind in {ItemKind.NEW, ItemKind.RETIRED, ItemKind.CHANGED}
        or item.is_weighed_anew
        or item.is_moved
        for item in diff.items
    ) or any(
        part.part in _OF_SCORE and (part.fields or part.kind is not ItemKind.REWORDED)
        for part in diff.parts
    )


def _item(before: ItemMeaning | None, after: ItemMeaning | None) -> ItemChange:
    if before is None or after is None:
        one = after or before
        kind = ItemKind.NEW if before is None else ItemKind.RETIRED
        return ItemChange(one.code if one else "", kind, before, after)
    fields = _fields(before.core, after.core)
    texts = _texts(before.wording, after.wording)
    kind = ItemKind.CHANGED if fields else ItemKind.REWORDED if texts else ItemKind.SAME
    digest = pair_digest(before, after) if kind is ItemKind.REWORDED else ""
    aside = tuple(
        change for change in _fields(before.aside, after.aside) if change.name != "weight"
    )
    return ItemChange(after.code, kind, before, after, texts, fields, aside, digest=digest)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _texts(
    before: Mapping[TextPath, Mapping[str, str]], after: Mapping[TextPath, Mapping[str, str]]
) -> tuple[TextChange, ...]:
    found = []
    for path in [*after, *(path for path in before if path not in after)]:
        old, new = before.get(path, {}), after.get(path, {})
        is_new_place = not any(old.values()) or not any(new.values())
        for language in sorted({*old, *new}, reverse=True):
            one, other = old.get(language, "").strip(), new.get(language, "").strip()
            # a translation that follows later, or is not there yet, changes nothing
            if one != other and ((one and other) or is_new_place):
                found.append(TextChange(path, language, one, other))
    return tuple(found)


def _with_likeness(items: list[ItemChange]) -> tuple[ItemChange, ...]:
    retired = {
        _likeness(item.before): item.code
        for item in items
        if item.kind is ItemKind.RETIRED and item.before is not None
    }
    return tuple(
        ItemChange(item.code, item.kind, item.before, item.after, looks_like=code)
        if item.kind is ItemKind.NEW
        and item.after is not None
        and (code := retired.get(_likeness(item.after)))
        else item
        for item in items
    )


def _likeness(item: ItemMeaning) -> str:
    return pair_digest(item, item)


def _parts(before: Content, after: Content) -> list[PartChange]:
    found: list[PartChange] = []
    before, after = _spelled_out(before), _spelled_out(after)
    for name in _LISTED:
        if name != "sections" or "sections" in {*before, *after}:
            found += _listed(name, before.get(name, ()), after.get(name, ()))
    for name in [*after, *(name for name in before if name not in after)]:
        if name in _ITEM_PARTS or name in _LABELS or name in _LISTED:
            continue
        change = _part(name, "", before.get(name), after.get(name))
        if change is not None:
            found.append(change)
    return found


def _spelled_out(content: Content) -> Content:
    # names of scales and bands mean what stands behind them, and nothing by themselves
    scoring = {name: entry for name, entry in content["scoring"].items() if name != "scale"}
    if isinstance(scoring.get("bands"), str):
        del scoring["bands"]
    spelled = {**content, "scoring": scoring}
    if "holistic" in content:
        scale = content["scales"][content["holistic"]["scale"]]
        spelled["holistic"] = {**content["holistic"], "scale": scale}
    # words may be given to ratings that were bare codes, without any of them becoming another
    worded = {name: content[name] for name in _RATINGS if isinstance(content.get(name), Mapping)}
    if worded:
        spelled |= {name: list(ratings) for name, ratings in worded.items()}
        spelled["rating_words"] = worded
    return spelled


def _listed(name: str, before: Any, after: Any) -> list[PartChange]:
    old, new = _by_code(name, before), _by_code(name, after)
    changes = [
        _part(name, code, old.get(code), new.get(code))
        for code in [*new, *(code for code in old if code not in new)]
    ]
    return [change for change in changes if change is not None]


def _by_code(name: str, entries: Any) -> dict[str, Any]:
    return {
        str(entry.get("id", entry.get("code"))): {
            k: v for k, v in entry.items() if k in _OF_SECTION
        }
        if name == "sections"
        else entry
        for entry in entries
    }


def _part(name: str, code: str, before: Any, after: Any) -> PartChange | None:
    if before is None or after is None:
        if before == after:
            return None
        is_words = not core_of(after if before is None else before) and not code
        kind = ItemKind.NEW if before is None else ItemKind.RETIRED
        texts = _texts(texts_of(before), texts_of(after))
        return PartChange(name, code, ItemKind.REWORDED if is_words else kind, texts)
    old, new = core_of(before), core_of(after)
    fields = (
        _fields(old, new)
        if isinstance(old, dict) and isinstance(new, dict)
        else ((FieldChange(name, old, new),) if old != new else ())
    )
    texts = _texts(texts_of(before), texts_of(after))
    if not fields and not texts:
        return None
    return PartChange(name, code, ItemKind.CHANGED if fields else ItemKind.REWORDED, texts, fields)
