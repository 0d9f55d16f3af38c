"""An item of a rubric taken apart: what its answers mean, how it is worded, what it weighs."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from qa_app.domain.journal import canonical_json
from qa_app.domain.shapes import exact
from qa_app.domain.text import LANGUAGES
from qa_app.domain.text_places import text_places

Content = Mapping[str, Any]
Words = Mapping[str, str]
TextPath = tuple[str, ...]
"""Where a text stands in an item, such as `("anchors", "met")`."""

_ASIDE = frozenset({"id", "weight", "std", "basis", "tags", "confirmed_for", "verified"})
_WORDS = frozenset({"quote", "note"})
_DECLARED = ("facts", "clocks", "logs")
_KEYBOARD = frozenset({"key"})
_SAMPLE = "case_sample"


@dataclass(frozen=True, slots=True)
class ItemMeaning:
    """One item, taken apart.

    Attributes:
        code: Its permanent code.
        section: Code of its section; empty in a rubric of rules.
        core: Everything that an answer or its score depends on, by field: scale, condition,
            limits and so on, with the conditions of its section and whatever it refers to;
            for one that is answered case by case, the sample and the facts of its cases.
        wording: Place of a text to its words by language.
        weight: Its weight within the section; None in a rubric of rules.
        share: Share of the overall score that it has where everything applies, 0–1; None in
            a rubric of rules.
        aside: What neither an answer nor the score depends on: sources, basis, tags.
    """

    code: str
    section: str
    core: Mapping[str, Any]
    wording: Mapping[TextPath, Words]
    weight: Fraction | None
    share: Fraction | None
    aside: Mapping[str, Any]


def items_of(content: Content) -> dict[str, ItemMeaning]:
    """Take every item of a content apart.

    Args:
        content: Resolved content of a rubric.

    Returns:
        Item code to item, in the order of the file.
    """
    declared = {entry["id"]: entry for group in _DECLARED for entry in content.get(group, ())}
    if "sections" not in content:
        return {
            item["id"]: _taken_apart(item, "", {}, {}, (None, None))
            for item in content.get("items", ())
        }
    found = {}
    total = sum(exact(section["weight"]) for section in content["sections"])
    for section in content["sections"]:
        within = sum(exact(item["weight"]) for item in section["items"])
        share = exact(section["weight"]) / total / within
        around = {
            f"section_{name}": section[name]
            for name in ("assessor", "applies_if")
            if name in section
        }
        for item in section["items"]:
            weight = exact(item["weight"])
            scale = content["scales"][item["scale"]]
            besides = around | _sampled(item, around, content.get(_SAMPLE))
            found[item["id"]] = _taken_apart(
                {**item, "scale": scale}, section["id"], besides, declared, (weight, weight * share)
            )
    return found


def _sampled(
    item: Mapping[str, Any], around: Mapping[str, Any], sample: Mapping[str, Any] | None
) -> dict[str, Any]:
    if sample is None or not item.get("per_case"):
        return {}
    names = set(_names_in({**item, **around}))
    facts = {fact["id"]: fact for fact in sample.get("facts", ()) if fact["id"] in names}
    return {_SAMPLE: {**sample, "facts": dict(sorted(facts.items()))}}


def _taken_apart(
    item: Mapping[str, Any],
    section: str,
    around: Mapping[str, Any],
    declared: Mapping[str, Any],
    weights: tuple[Fraction | None, Fraction | None],
) -> ItemMeaning:
    own = {name: entry for name, entry in {**item, **around}.items() if name not in _ASIDE | _WORDS}
    names = set(_names_in({name: entry for name, entry in own.items() if name != _SAMPLE}))
    leaned_on = {name: declared[name] for name in sorted(names & declared.keys())}
    whole = {**own, "leans_on": leaned_on} if leaned_on else own
    core = {name: core_of(entry) for name, entry in whole.items()}
    wording: dict[TextPath, Words] = texts_of(whole)
    wording |= {(name,): {"zh": item[name]} for name in sorted(_WORDS & item.keys())}
    return ItemMeaning(
        code=str(item["id"]),
        section=section,
        core={name: entry for name, entry in core.items() if entry not in ({}, [])},
        wording=wording,
        weight=weights[0],
        share=weights[1],
        aside={name: item[name] for name in sorted(_ASIDE & item.keys()) if name != "id"},
    )


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from _names_in(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _names_in(entry)
    elif isinstance(value, str):
        yield value


def core_of(value: Any) -> Any:
    """Leave the texts out of a plain value.

    Args:
        value: A part of a content.

    Returns:
        The value without words in any language and without what is empty then.
    """
    if isinstance(value, Mapping):
        parts = {
            name: core_of(entry)
            for name, entry in value.items()
            if not (name in LANGUAGES and isinstance(entry, str)) and name not in _KEYBOARD
        }
        return {name: part for name, part in parts.items() if part not in ({}, [])}
    if isinstance(value, list):
        return [core_of(entry) for entry in value]
    return value


def texts_of(value: Any) -> dict[TextPath, Words]:
    """Find the texts of a plain value.

    Args:
        value: A part of a content.

    Returns:
        Place to words by language; a place in a list is the id or code of what stands there.
    """
    return {one.key: one.words for one in text_places(value)}


def pair_digest(before: ItemMeaning, after: ItemMeaning) -> str:
    """Give the digest of an item before and after, by which a declaration is known to fit.

    Args:
        before: The item in the version that stands.
        after: The item in the draft.

    Returns:
        SHA-256 (hex); another one as soon as a word or a meaning on either side changes.
    """
    sides = [
        [one.core, sorted((list(path), dict(words)) for path, words in one.wording.items())]
        for one in (before, after)
    ]
    return hashlib.sha256(canonical_json(sides).encode()).hexdigest()
