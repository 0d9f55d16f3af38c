"""What a rubric draft takes up and leaves behind when rules take the place of scores."""

from collections.abc import Mapping
from typing import Any

from qa_app.domain.draft_parts import entries_of, value_at

Plain = Mapping[str, Any]
_METHOD = ("scoring", "method")
_SCORES: Plain = {"na": "exclude", "no_record": "zero", "round": "half_up_1"}
_RATES: Plain = {"rate_items": "first_match", "outcomes": "first_match", "arithmetic": "none"}
_CHOSEN = ("scale", "bands")
_RULES: Plain = {
    "answers": {"yna": ["yes_", "no_", "na"]},
    "ratings": ["strength", "ani", "na"],
    "outcome_ratings": ["substantial", "partial", "not_achieved", "na"],
    "items": [{"id": "1", "title": {"zh": ""}, "rules": []}],
    "outcomes": [{"id": "O1", "title": {"zh": ""}, "items": ["1"], "rules": []}],
}
"""How a rule rubric begins: answers and ratings that have names on screen."""


def refitted(before: Plain, now: Plain) -> dict[str, Any]:
    """Fit a draft to its method of scoring where rules took the place of scores or left it.

    Args:
        before: The draft's data as it stood.
        now: The draft's data with another or the same method.

    Returns:
        The data. Constants of the method left are gone and those of the new one are there, with
        the first lists of a rule rubric; sections, items and outcomes go only while no words
        stand in them, everything else stays for its author to take out.
    """
    were_rules = value_at(before, _METHOD) == "rules"
    are_rules = value_at(now, _METHOD) == "rules"
    scoring = now.get("scoring")
    if were_rules == are_rules or not isinstance(scoring, Mapping):
        return dict(now)
    left, taken = (_SCORES, _RATES) if are_rules else (_RATES, _SCORES)
    gone = {*left, *(_CHOSEN if are_rules else ())}
    fitted = {**{name: value for name, value in scoring.items() if name not in gone}, **taken}
    written = {**now, "scoring": fitted}
    for group in ("sections",) if are_rules else ("items", "outcomes"):
        if not any(map(_has_words, entries_of(written.get(group)))):
            written.pop(group, None)
    if are_rules:
        return {**_RULES, **written}
    return {name: value for name, value in written.items() if value != _RULES.get(name)}


def _has_words(value: Any) -> bool:
    if isinstance(value, Mapping):
        said = any(isinstance(value.get(one), str) and value[one] for one in ("zh", "en"))
        return said or any(map(_has_words, value.values()))
    return isinstance(value, list) and any(map(_has_words, value))
