"""Names and entered values of what a rubric's conditions look at, ready to be said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.case_plain import exact_entry
from qa_app.domain.rubric import ClockEvent, Fact, FactType, Log, Rubric
from qa_app.domain.rubric_rules import Question, RuleItem
from qa_app.domain.text import NO_TEXT, BilingualText


@dataclass(frozen=True, slots=True)
class Chosen:
    """One chosen option of a fact; `start` is the day a history has it from."""

    label: BilingualText
    start: date | None = None


Said = bool | int | date | tuple[Chosen, ...] | None
"""A fact's value as it was entered; None = nothing was."""


@dataclass(frozen=True, slots=True)
class Because:
    """A fact, event or answer that decided whether an item counts.

    Attributes:
        code: Its code.
        label: Its words; empty for an item, which is known by its code.
        said: What was entered.
    """

    code: str
    label: BilingualText
    said: Said = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of a rule rubric and its answer.

    Attributes:
        item: The item (or sub-item) it belongs to.
        code: Its code.
        label: The question.
        answer: Answer code or count; None = not answered.
        note: What the reader wrote beside it; empty without.
        words: What the rubric calls the answer; empty for none of its own, and for a count.
        read: What the answer rests on, as ticked: code and words, empty for a bare code.
    """

    item: str
    code: str
    label: BilingualText
    answer: str | int | None
    note: str = ""
    words: BilingualText = NO_TEXT
    read: tuple[tuple[str, BilingualText], ...] = ()


def known_names(rubric: Rubric, entries: Iterable[Entry]) -> Mapping[str, Because]:
    """Name everything that a condition, limit or rhythm of a rubric may look at.

    Args:
        rubric: The rubric.
        entries: What was entered; the values of facts are taken from here.

    Returns:
        Code to name and value.
    """
    said = {entry.key: entry.value for entry in entries if entry.kind is EntryKind.FACT}
    known = dict(_declared(rubric))
    asked_of_cases = rubric.case_sample.facts if rubric.case_sample else ()
    for fact in (*asked_of_cases, *rubric.facts):
        known[fact.code] = Because(fact.code, fact.label, _said(fact, said.get(fact.code)))
    return known


@lru_cache(maxsize=256)
def _declared(rubric: Rubric) -> Mapping[str, Because]:
    known = {code: Because(code, NO_TEXT) for code in rubric.items}
    declared: tuple[ClockEvent | Log, ...] = (*rubric.clocks, *rubric.logs)
    for one in declared:
        known[one.code] = Because(one.code, one.label)
    return known


def _said(fact: Fact, value: Any) -> Said:
    labels = dict(fact.options)
    if value is None:
        return None
    match fact.type:
        case FactType.BOOL:
            return bool(value)
        case FactType.INT:
            return int(exact_entry(value))
        case FactType.DATE:
            return date.fromisoformat(value[:10])
        case FactType.CHOICE:
            return (Chosen(labels[value]),)
        case FactType.MULTI:
            return tuple(Chosen(labels[code]) for code in value)
        case _:
            return tuple(
                Chosen(labels[entry["is"]], date.fromisoformat(entry["from"][:10]))
                for entry in value
            )


def question_lines(rubric: Rubric, entries: Iterable[Entry]) -> tuple[QuestionLine, ...]:
    """List the questions of a rule rubric with their answers.

    Args:
        rubric: The rubric.
        entries: What was entered.

    Returns:
        In the rubric's order; empty for other methods.
    """
    said = {entry.key: entry for entry in entries if entry.kind is EntryKind.ANSWER}
    return tuple(
        QuestionLine(
            item.code,
            question.code,
            question.label,
            None if found is None else found.value,
            "" if found is None else found.note,
            rubric.rule_words.of_answer("" if found is None else str(found.value)),
            tuple(one for one in rubric.narrative.sources if found and one[0] in found.read),
        )
        for item in rubric.rule_items
        for question in _questions(item)
        for found in [said.get(question.code)]
    )


def _questions(item: RuleItem) -> tuple[Question, ...]:
    below = tuple(question for part in item.sub_items for question in part.questions)
    return (*item.questions, *below)
