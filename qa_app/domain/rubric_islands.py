"""Parts of a rubric whose items stand as they do whatever is answered to all others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from qa_app.domain.conditions import (
    AnswerCompares,
    AnswerIs,
    Condition,
    Count,
    FactEverIn,
    FactIs,
    leaves_of,
)
from qa_app.domain.rubric import FactType, Method, Rubric, Section


@dataclass(frozen=True, slots=True)
class Island:
    """Sections that no answer outside of them touches.

    Attributes:
        rubric: The rubric with these sections alone; its points are not those of the whole.
        codes: The items in them.
        measures: The numbers that these items are found from.
        is_dated: False when they stand the same on every day of reading.
    """

    rubric: Rubric
    codes: tuple[str, ...]
    measures: frozenset[str]
    is_dated: bool


@lru_cache(maxsize=256)
def islands_of(rubric: Rubric) -> tuple[Island, ...]:
    """Divide a rubric into its islands; the answer for the same rubric is kept.

    Facts, dates, logs and numbers belong to all of them. How many points an item is worth
    depends on the whole; what state it is in, and why, does not.

    Args:
        rubric: The rubric.

    Returns:
        In the rubric's order; empty for a rubric that cannot be divided: by rules, with caps, which
        look at the whole, with items for each sampled case, or with two things of one name.
    """
    items = rubric.items.values()
    measures = {item.measure.name for item in items if item.measure}
    named = {one.code for kind in (rubric.facts, rubric.clocks, rubric.logs) for one in kind}
    is_twice = bool(named & (measures | rubric.items.keys()) or measures & rubric.items.keys())
    is_whole = (
        rubric.method is Method.RULES
        or bool(rubric.caps)
        or any(item.per_case for item in items)
        or is_twice
    )
    return () if is_whole else tuple(_island(rubric, group) for group in _groups(rubric))


def _groups(rubric: Rubric) -> list[list[Section]]:
    home = {item.code: section.code for section in rubric.sections for item in section.items}
    group = {section.code: section.code for section in rubric.sections}
    for section in rubric.sections:
        for code in _answers_in(section):
            old, new = group[home.get(code, section.code)], group[section.code]
            group = {one: new if of == old else of for one, of in group.items()}
    return [
        [section for section in rubric.sections if group[section.code] == name]
        for name in dict.fromkeys(group.values())
    ]


def _island(rubric: Rubric, sections: list[Section]) -> Island:
    items = [item for section in sections for item in section.items]
    histories = {fact.code for fact in rubric.facts if fact.type is FactType.HISTORY}
    reads_history = any(
        isinstance(leaf, FactIs | FactEverIn) and leaf.fact in histories
        for section in sections
        for leaf in _leaves(section)
    )
    name = f"/{'/'.join(section.code for section in sections)}"
    alone = replace(rubric, sections=tuple(sections), fingerprint=rubric.fingerprint + name)
    if rubric.digest:
        object.__setattr__(alone, "digest", rubric.digest + name)
    return Island(
        alone,
        tuple(item.code for item in items),
        frozenset(item.measure.name for item in items if item.measure),
        reads_history or any(item.clocks or item.frequency for item in items),
    )


def _answers_in(section: Section) -> Iterator[str]:
    for leaf in _leaves(section):
        match leaf:
            case AnswerIs() | AnswerCompares():
                yield leaf.answer
            case Count():
                yield from leaf.ids
            case _:
                pass


def _leaves(section: Section) -> Iterator[Condition]:
    for condition in (section.applies_if, *(item.applies_if for item in section.items)):
        if condition is not None:
            yield from leaves_of(condition)
