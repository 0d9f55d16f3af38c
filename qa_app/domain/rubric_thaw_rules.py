"""Items, questions and outcomes of rule rubrics from their frozen content."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.conditions_thaw import thaw_condition
from qa_app.domain.rubric_rules import (
    Aggregate,
    CountedRating,
    Narrative,
    Outcome,
    Question,
    Rule,
    RuleItem,
    RuleWords,
)
from qa_app.domain.text import NO_TEXT, BilingualText, text_from

Plain = Mapping[str, Any]


def thaw_rule_items(content: Plain) -> tuple[RuleItem, ...]:
    """Rebuild the items of a rule rubric.

    Args:
        content: Frozen content; without `items` for other methods.

    Returns:
        Items in file order; empty for other methods.
    """
    answers = content.get("answers", {})
    return tuple(_item(plain, answers) for plain in content.get("items", ()))


def thaw_outcomes(content: Plain) -> tuple[Outcome, ...]:
    """Rebuild the outcomes of a rule rubric.

    Args:
        content: Frozen content.

    Returns:
        Outcomes in file order; empty for other methods.
    """
    return tuple(
        Outcome(
            plain["id"],
            text_from(plain["title"]),
            tuple(plain["items"]),
            _rules(plain),
            plain.get("verified"),
            plain.get("note", ""),
        )
        for plain in content.get("outcomes", ())
    )


def thaw_rule_words(content: Plain) -> RuleWords:
    """Rebuild the words of the ratings and answers of a rule rubric.

    Args:
        content: Frozen content.

    Returns:
        The words; none where the ratings are a list of codes, and for other methods.
    """
    names = ("ratings", "outcome_ratings", "answer_words")
    return RuleWords(*(_worded(content.get(name)) for name in names))


def _worded(ratings: Any) -> tuple[tuple[str, BilingualText], ...]:
    named = ratings.items() if isinstance(ratings, Mapping) else ()
    return tuple((code, text_from(words)) for code, words in named)


def thaw_narrative(content: Plain) -> Narrative:
    """Rebuild what a rule rubric says of notes.

    Args:
        content: Frozen content.

    Returns:
        The notes that it wants; nothing of them for other methods.
    """
    plain = content.get("narrative", {})
    return Narrative(
        plain.get("required_when", {}).get("is", ""),
        _coded(plain.get("also", ())),
        _coded(plain.get("sources", ())),
    )


def thaw_aggregate(content: Plain) -> Aggregate:
    """Rebuild how a rule rubric sums up many files.

    Args:
        content: Frozen content.

    Returns:
        What it counts; nothing of it for other methods.
    """
    plain = content.get("aggregate", {})
    return Aggregate(*(_counted(plain.get(part)) for part in ("outcome", "item")))


def _counted(plain: Plain | None) -> CountedRating | None:
    if plain is None:
        return None
    least = plain.get("conform_from", plain.get("strength_from"))
    alone = plain.get("single_item_outcomes_from")
    return CountedRating(plain["value"], _share(least), _share(alone), plain.get("verified"))


def _share(plain: Any) -> Fraction | None:
    return None if plain is None else Fraction(plain)


def _coded(codes: Any) -> tuple[tuple[str, BilingualText], ...]:
    bare = () if isinstance(codes, Mapping) else codes
    return (*_worded(codes), *((str(code), NO_TEXT) for code in bare))


def _item(plain: Plain, answers: Mapping[str, Any]) -> RuleItem:
    applies_if = plain.get("applies_if")
    return RuleItem(
        code=plain["id"],
        title=text_from(plain.get("title")),
        questions=tuple(_question(entry, answers) for entry in plain.get("questions", ())),
        rules=_rules(plain),
        sub_items=tuple(_item(part, answers) for part in plain.get("sub_items", ())),
        applies_if=None if applies_if is None else thaw_condition(applies_if),
        asks_applicable=plain.get("applicable_question", False),
        is_never_na=plain.get("never_na", False),
        is_verified=plain.get("verified"),
        note=plain.get("note", ""),
    )


def _question(plain: Plain, answers: Mapping[str, Any]) -> Question:
    kind = plain["type"]
    options = plain.get("options", answers.get(kind, ()))
    return Question(
        code=plain["id"],
        type=kind,
        label=text_from(plain),
        options=tuple(str(option) for option in options),
        is_rated=not plain.get("not_rated", False),
        is_reversed=plain.get("reverse", False),
    )


def _rules(plain: Plain) -> tuple[Rule, ...]:
    return tuple(
        Rule(None, rule["else"])
        if "else" in rule
        else Rule(thaw_condition(rule["when"]), rule["rate"])
        for rule in plain.get("rules", ())
    )
