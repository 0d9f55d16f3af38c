"""A supplementary audit: what a newer version asks of a file that was read under an older one."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.back_cast import answers_in
from qa_app.domain.item_meaning import items_of
from qa_app.domain.rubric import Method, Rubric
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.text import BilingualText

Content = Mapping[str, Any]
_SUPPORTED = frozenset({Method.WEIGHTED_SECTIONS, Method.DIMENSION_PROFILE, Method.LOWEST})
_LEFT_OUT = frozenset({"sections", "holistic", "bands", "regional_bands", "case_sample"})
_DECLARED = ("facts", "clocks", "logs")


class SupplementFault(StrEnum):
    """Why there is nothing to supplement.

    `no_newer`: no later version is in force. `undeclared`: nobody compared the two item by
    item. `method`: the rubric is not made of items that add up. `nothing_new`: every item of
    the later version was answered.
    """

    NO_NEWER = "no_newer"
    UNDECLARED = "undeclared"
    METHOD = "method"
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """An item that a supplementary audit does not ask, because the audit before answered it.

    Attributes:
        code: The item.
        text: Its words in the later version.
        answer: What stood at signing; empty when it did not apply or was not answered.
    """

    code: str
    text: BilingualText
    answer: BilingualText


def asked_besides(content: Content, comparable: Collection[str] | None) -> frozenset[str]:
    """List the items that a supplementary audit asks.

    Args:
        content: Resolved content of the later version.
        comparable: Items that the earlier audit answers too; None when nobody compared.

    Returns:
        New and changed items, and those whose answers decide whether one of them applies;
        empty when there is nothing to ask, or the method has no items that add up.
    """
    if comparable is None or Method(content["scoring"]["method"]) not in _SUPPORTED:
        return frozenset()
    leans = {
        item["id"]: {*answers_in(item.get("applies_if")), *answers_in(section.get("applies_if"))}
        for section in content["sections"]
        for item in section["items"]
    }
    asked = set(leans) - set(comparable)
    while True:
        besides = {code for one in asked for code in leans.get(one, ())} - asked
        if not besides:
            return frozenset(asked)
        asked |= besides


def refusal_of(content: Content, comparable: Collection[str] | None) -> SupplementFault | None:
    """Tell why a later version has nothing to ask besides.

    Args:
        content: Resolved content of the later version.
        comparable: Items that the earlier audit answers too; None when nobody compared.

    Returns:
        The reason; None when there is something to ask.
    """
    if Method(content["scoring"]["method"]) not in _SUPPORTED:
        return SupplementFault.METHOD
    if comparable is None:
        return SupplementFault.UNDECLARED
    return None if asked_besides(content, comparable) else SupplementFault.NOTHING_NEW


def supplement_rubric(content: Content, fingerprint: str, asked: frozenset[str]) -> Rubric:
    """Cut a version down to what a supplementary audit asks.

    Weights stay those of the version. Bands, caps, the floor and the judgement of the whole are
    left out: they belong to a whole file. Facts, dates and logs stay where an item needs them.

    Args:
        content: Resolved content of the later version.
        fingerprint: Its fingerprint.
        asked: As `asked_besides` lists them, at least one.

    Returns:
        The rubric; its fingerprint names the version's and what is asked of it.
    """
    sections = [
        {**section, "items": [item for item in section["items"] if item["id"] in asked]}
        for section in content["sections"]
    ]
    cut: dict[str, Any] = {
        name: entry for name, entry in content.items() if name not in _LEFT_OUT
    } | {"sections": [section for section in sections if section["items"]]}
    cut["scoring"] = {
        name: entry
        for name, entry in content["scoring"].items()
        if name not in {"caps", "min_applicable", "bands"}
    }
    if any(item.get("per_case") for section in cut["sections"] for item in section["items"]):
        cut["case_sample"] = content["case_sample"]
    needed = {
        name
        for code, item in items_of(content).items()
        if code in asked
        for name in item.core.get("leans_on", ())
    }
    for group in _DECLARED:
        if group in content:
            cut[group] = [entry for entry in content[group] if entry["id"] in needed]
    mark = hashlib.sha256("\n".join(sorted(asked)).encode()).hexdigest()[:16]
    return thaw(cut, f"{fingerprint}:{mark}")


def supplement_entries(earlier: Rubric, asked: Rubric) -> frozenset[tuple[str, str]]:
    """List the facts, dates and logs that both versions ask alike.

    Args:
        earlier: The version that the earlier audit was read under.
        asked: What the supplementary audit asks.

    Returns:
        Kind of entry and key; a fact only with the same type and the same options.
    """
    facts = {fact.code: (fact.type, [code for code, _ in fact.options]) for fact in earlier.facts}
    logs = {log.code: log.value for log in earlier.logs}
    clocks = {event.code for event in earlier.clocks}
    alike = {
        (EntryKind.FACT.value, fact.code)
        for fact in asked.facts
        if facts.get(fact.code) == (fact.type, [code for code, _ in fact.options])
    }
    alike |= {(EntryKind.CLOCK.value, one.code) for one in asked.clocks if one.code in clocks}
    alike |= {
        (EntryKind.LOG.value, log.code)
        for log in asked.logs
        if log.code in logs and logs[log.code] == log.value
    }
    return frozenset(alike)


def answered_before(
    later: Rubric, earlier: Rubric, codes: Mapping[str, str], asked: Collection[str]
) -> tuple[AnsweredBefore, ...]:
    """List what the earlier audit answered of the later version.

    Args:
        later: The later version, whole.
        earlier: The version that the earlier audit was read under.
        codes: Item to the code that stood at its signing.
        asked: What the supplementary audit asks itself.

    Returns:
        In the order of the later version.
    """
    lines = []
    for code, item in later.items.items():
        if code in asked or code not in earlier.items:
            continue
        options = {option.code: option.label for option in earlier.items[code].scale.options}
        answer = options.get(codes.get(code, ""), BilingualText())
        lines.append(AnsweredBefore(code, item.text, answer))
    return tuple(lines)
