"""What a reader is asked, item by item, with the keys and the guidance that go with it."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from qa_app.domain.audit_entries import EntryKind, low_codes
from qa_app.domain.option_roles import digits_of, roles_of
from qa_app.domain.rubric import (
    Assessor,
    Basis,
    Critical,
    Item,
    OptionRole,
    Rubric,
    Scale,
    SourceRef,
)
from qa_app.domain.rubric_rules import Question, RuleItem
from qa_app.domain.text import NO_TEXT, BilingualText

NOT_APPLICABLE = "na"
HOLISTIC_KEY = "holistic"
_APPLIES, _APPLIES_NOT = "true", "false"
_COUNT = "count"
_GRADES = 2
_ASIDE = re.compile(r"\s*[（(].*$")


@dataclass(frozen=True, slots=True)
class AskedOption:
    """One key.

    Attributes:
        code: Stored answer.
        digit: The digit that chooses it; empty when only the engine finds it.
        role: Its look.
        label: Its words; empty for an answer of a rule rubric that gives it none; the
            product names it by its code.
        short: The words on the key.
        means: When to choose it, for this item.
        trips: True when it fails a critical item.
    """

    code: str
    digit: str
    role: OptionRole
    label: BilingualText
    short: BilingualText
    means: BilingualText = NO_TEXT
    trips: bool = False


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One question with its keys.

    Attributes:
        code: Item or question.
        kind: What an answer is saved as.
        text: The requirement.
        options: In the order of the scale; empty for a number.
        critical: Red line, must-pass item or neither.
        opens_note: Codes that open the note.
        demands_note: Codes that demand a note before signing.
        read: What was read, to be ticked; for a question what its answer rests on.
        is_found: True when dates, a log or a number give the code.
        is_per_case: True when it is answered for every sampled case.
        evidence: Where to look.
        basis: What it leans on; None in rule rubrics.
        sources: Where that stands.
    """

    code: str
    kind: EntryKind
    text: BilingualText
    options: tuple[AskedOption, ...]
    critical: Critical | None = None
    opens_note: frozenset[str] = frozenset()
    demands_note: frozenset[str] = frozenset()
    read: tuple[tuple[str, BilingualText], ...] = ()
    is_found: bool = False
    is_per_case: bool = False
    evidence: BilingualText = NO_TEXT
    basis: Basis | None = None
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A part of the workspace.

    Attributes:
        code: Its code.
        title: Its title.
        weight: Its weight; None where sections have none.
        assessor: Who reads it.
        items: What is asked.
    """

    code: str
    title: BilingualText
    weight: Fraction | None
    assessor: Assessor
    items: tuple[AskedItem, ...]


@lru_cache(maxsize=256)
def asked_sections(rubric: Rubric) -> tuple[AskedSection, ...]:
    """List what a rubric asks; the answer for the same rubric is kept.

    Args:
        rubric: The rubric.

    Returns:
        Its sections; for a rule rubric one section for each item.
    """
    if rubric.rule_items:
        return tuple(_of_rule_item(item, rubric) for item in rubric.rule_items)
    return tuple(
        AskedSection(
            section.code,
            section.title,
            section.weight if rubric.bands else None,
            section.assessor,
            tuple(_asked(item) for item in section.items),
        )
        for section in rubric.sections
    )


@lru_cache(maxsize=256)
def asked_items(rubric: Rubric) -> dict[str, AskedItem]:
    """Find what is asked by its code.

    Args:
        rubric: The rubric.

    Returns:
        Code to item or question; "does it apply" questions of rule rubrics are left out.
    """
    return {
        item.code: item
        for section in asked_sections(rubric)
        for item in section.items
        if item.kind is EntryKind.ANSWER
    }


@lru_cache(maxsize=256)
def asked_whole(rubric: Rubric) -> AskedItem | None:
    """Give the question for the one judgement of the whole.

    Args:
        rubric: The rubric.

    Returns:
        The question; None when the rubric asks for none.
    """
    if rubric.holistic is None:
        return None
    return AskedItem(HOLISTIC_KEY, EntryKind.HOLISTIC, NO_TEXT, options_of(rubric.holistic.scale))


def find_asked(rubric: Rubric, kind: EntryKind, code: str) -> AskedItem:
    """Find what is asked.

    Args:
        rubric: The rubric.
        kind: What an answer is saved as.
        code: Item or question.

    Returns:
        The question.

    Raises:
        KeyError: The rubric asks no such thing.
    """
    whole = asked_whole(rubric) if kind is EntryKind.HOLISTIC else None
    if whole is not None:
        return whole
    for section in asked_sections(rubric):
        for item in section.items:
            if (item.kind, item.code) == (kind, code):
                return item
    raise KeyError(code)


def options_of(scale: Scale) -> tuple[AskedOption, ...]:
    """Give the keys of a scale.

    Args:
        scale: The scale.

    Returns:
        Its options in file order.
    """
    roles, digits = roles_of(scale), digits_of(scale)
    return tuple(
        AskedOption(
            option.code,
            digits[option.code],
            roles[option.code],
            option.label,
            _short(option.label, digits[option.code]),
            option.means,
        )
        for option in scale.options
    )


def _asked(item: Item) -> AskedItem:
    anchors = dict(item.anchors)
    options = tuple(
        AskedOption(
            option.code,
            option.digit,
            option.role,
            option.label,
            option.short,
            anchors.get(option.code, option.means),
            trips=item.critical is not None and option.code in item.critical_fail,
        )
        for option in options_of(item.scale)
    )
    is_found = bool(item.clocks) or item.frequency is not None or item.measure is not None
    codes = frozenset(option.code for option in options)
    demands = (low_codes(item) | {NOT_APPLICABLE}) & codes
    return AskedItem(
        item.code,
        EntryKind.ANSWER,
        item.text,
        options,
        item.critical,
        codes if is_found else demands | _weak(options),
        codes if is_found else demands,
        item.read,
        is_found=is_found,
        is_per_case=item.per_case,
        evidence=item.evidence,
        basis=item.basis,
        sources=item.sources,
    )


def _weak(options: tuple[AskedOption, ...]) -> frozenset[str]:
    # the lowest two of a graded scale, else everything but what is met
    part = [option.code for option in options if option.role is OptionRole.PART]
    not_met = {OptionRole.UNMET, OptionRole.NO_RECORD, OptionRole.NOT_APPLICABLE}
    weak = {option.code for option in options if option.role in not_met}
    return frozenset(weak | set(part[:1] if len(part) >= _GRADES else part))


def _short(label: BilingualText, digit: str) -> BilingualText:
    return BilingualText(_cut(label.zh, digit), _cut(label.en, digit))


def _cut(words: str, digit: str) -> str:
    # what stands in brackets is told by the guidance; some scales repeat the digit in the label
    return (_ASIDE.sub("", words) or words).removeprefix(f"{digit} " if digit else "")


def _of_rule_item(item: RuleItem, rubric: Rubric) -> AskedSection:
    applies = (_applies(item),) if item.asks_applicable else ()
    questions = (*item.questions, *(q for part in item.sub_items for q in part.questions))
    asked = tuple(_question(question, rubric) for question in questions)
    return AskedSection(item.code, item.title, None, Assessor.CENTRE, applies + asked)


def _applies(item: RuleItem) -> AskedItem:
    options = (
        AskedOption(_APPLIES, "1", OptionRole.MET, NO_TEXT, NO_TEXT),
        AskedOption(_APPLIES_NOT, "2", OptionRole.NOT_APPLICABLE, NO_TEXT, NO_TEXT),
    )
    return AskedItem(item.code, EntryKind.APPLICABLE, NO_TEXT, options)


def _question(question: Question, rubric: Rubric) -> AskedItem:
    counted = [code for code in question.options if code != NOT_APPLICABLE]
    digits = {code: str(place) for place, code in enumerate(counted, 1)} | {NOT_APPLICABLE: "0"}
    looks = {counted[0]: OptionRole.MET, counted[-1]: OptionRole.UNMET} if counted else {}
    options = tuple(
        AskedOption(
            code,
            digits[code],
            OptionRole.NOT_APPLICABLE
            if code == NOT_APPLICABLE
            else looks.get(code, OptionRole.PART),
            label,
            label,
        )
        for code in question.options
        if question.type != _COUNT
        for label in [rubric.rule_words.of_answer(code)]
    )
    # whoever answers may say why; what the rubric wants explained is asked for at signing
    codes = frozenset(option.code for option in options)
    return AskedItem(
        question.code,
        EntryKind.ANSWER,
        question.label,
        options,
        opens_note=codes,
        demands_note=codes & {rubric.narrative.noted_answer},
        read=rubric.narrative.sources,
    )
