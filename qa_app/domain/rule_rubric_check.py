"""Whether the items and outcomes of a rule rubric hold together."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qa_app.domain.condition_check import check_condition
from qa_app.domain.problems import Findings, Path
from qa_app.domain.rubric_names import Names

Plain = Mapping[str, Any]
_OPEN_TYPES = ("count", "choice")


def check_rule_rubric(findings: Findings, names: Names, plain: Plain) -> None:
    """Check questions, rules and outcomes of a rule rubric of the right shape.

    Args:
        findings: Where faults go.
        names: What the file declares; questions and items are added to it.
        plain: The file's data.
    """
    names.ratings = frozenset(plain["ratings"])
    for position, item in enumerate(plain["items"]):
        _declare(findings, names, item, plain["answers"], ("items", position))
    for position, item in enumerate(plain["items"]):
        _check_rules(findings, names, item, names.ratings, ("items", position))
        for place, part in enumerate(item.get("sub_items", ())):
            at: Path = ("items", position, "sub_items", place)
            _check_rules(findings, names, part, names.ratings, at)
    ratings = frozenset(plain["outcome_ratings"])
    _check_words_used(findings, plain, names.ratings, ratings)
    seen: set[str] = set()
    for position, outcome in enumerate(plain["outcomes"]):
        path: Path = ("outcomes", position)
        if outcome["id"] in seen:
            findings.error("declared_twice", (*path, "id"), name=outcome["id"])
        seen.add(outcome["id"])
        for place, name in enumerate(outcome["items"]):
            if name not in names.items:
                findings.error("unknown_item", (*path, "items", place), name=name)
        _check_rules(findings, names, outcome, ratings, path)


def _declare(findings: Findings, names: Names, item: Plain, answers: Plain, path: Path) -> None:
    if item["id"] in names.items:
        findings.error("declared_twice", (*path, "id"), name=item["id"])
    names.items.add(item["id"])
    for position, question in enumerate(item.get("questions", ())):
        at = (*path, "questions", position)
        kind = question["type"]
        if kind not in answers and kind not in _OPEN_TYPES:
            findings.error("unknown_answers", (*at, "type"), name=kind)
        if kind == "choice" and "options" not in question:
            findings.error("missing_field", at, field="options")
        if question["id"] in names.answers:
            findings.error("declared_twice", (*at, "id"), name=question["id"])
        names.answers[question["id"]] = frozenset(question.get("options", answers.get(kind, ())))
    for position, part in enumerate(item.get("sub_items", ())):
        _declare(findings, names, part, answers, (*path, "sub_items", position))


def _check_words_used(
    findings: Findings, plain: Plain, of_items: frozenset[str], of_outcomes: frozenset[str]
) -> None:
    """Check what notes, words and the summary of regions take from answers and ratings."""
    known = {code for codes in plain["answers"].values() for code in codes}
    known |= {code for one in _questions(plain["items"]) for code in one.get("options", ())}
    asked = plain.get("narrative", {}).get("required_when", {}).get("is")
    if asked is not None and asked not in known:
        findings.error("unknown_listed", ("narrative", "required_when", "is"), name=asked)
    for worded in plain.get("answer_words", {}):
        if worded not in known:
            findings.error("unknown_listed", ("answer_words", worded), name=worded)
    for part, ratings in (("outcome", of_outcomes), ("item", of_items)):
        counted = plain.get("aggregate", {}).get(part, {}).get("value")
        if counted is not None and counted not in ratings:
            findings.error("unknown_rating", ("aggregate", part, "value"), name=counted)


def _questions(items: Iterable[Plain]) -> Iterator[Plain]:
    for item in items:
        yield from item.get("questions", ())
        yield from _questions(item.get("sub_items", ()))


def _check_rules(
    findings: Findings, names: Names, holder: Plain, ratings: frozenset[str], path: Path
) -> None:
    if "applies_if" in holder:
        check_condition(findings, names, holder["applies_if"], (*path, "applies_if"))
    rules = holder["rules"]
    for position, rule in enumerate(rules):
        at = (*path, "rules", position)
        if "else" in rule:
            if position != len(rules) - 1:
                findings.error("else_not_last", at)
        else:
            check_condition(findings, names, rule["when"], (*at, "when"))
        rate = rule.get("else", rule.get("rate"))
        if rate not in ratings:
            findings.error("unknown_rating", at, name=rate)
    if "else" not in rules[-1]:
        findings.error("else_missing", (*path, "rules"))
