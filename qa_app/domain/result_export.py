"""One frozen result as data that leaves the platform: whole, and item by item."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from qa_app.domain.rounding import trimmed

Plain = Mapping[str, Any]
ITEM_COLUMNS = (
    "audit",
    "rubric",
    "version",
    "section",
    "item",
    "state",
    "code",
    "source",
    "value",
    "weight",
    "possible",
    "earned",
    "excluded",
    "rule",
)
"""Columns of the long item format; codes and exact decimals, the same in every language."""
_OF_THE_CASE: Mapping[str, list[str] | None] = {
    "because": [],
    "facts": [],
    "started_at": None,
    "limit_at": None,
    "done_at": None,
}


def shown_result(explanation: str, *, is_withheld: bool) -> dict[str, Any]:
    """Give a frozen result for somebody who may read the audit.

    Args:
        explanation: The frozen result, as `signing.frozen_score` wrote it.
        is_withheld: True leaves out what tells of a sealed case: facts and dates.

    Returns:
        The result; every number exactly as it is kept.
    """
    plain: dict[str, Any] = json.loads(explanation)
    return _without_case(plain) if is_withheld else plain


def _without_case(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _OF_THE_CASE[name] if name in _OF_THE_CASE else _without_case(one)
            for name, one in value.items()
        }
    return [_without_case(one) for one in value] if isinstance(value, list) else value


def item_rows(audit_id: int, result: Plain) -> list[tuple[object, ...]]:
    """Give a result item by item.

    Args:
        audit_id: The audit.
        result: What `shown_result` gives.

    Returns:
        Rows of `ITEM_COLUMNS`, in the rubric's order; of a rule rubric what each rule rated, of
        a result frozen without its explanation the codes alone. Numbers are decimals with
        twelve digits after the point at most: a spreadsheet would take `1/2` for a day.
    """
    told = result.get("explanation", {})
    head = (audit_id, result["rubric"]["code"], result["rubric"]["version"])
    if "rules" in told:
        return [(*head, *_rule(one)) for one in told["rules"]]
    if "items" not in told:
        none = (None,) * 7
        return [(*head, None, item, None, code, *none) for item, code in result["codes"].items()]
    return [(*head, *_item(one)) for one in told["items"]]


def _item(one: Plain) -> tuple[object, ...]:
    numbers = (_decimal(one[name]) for name in ("value", "weight", "possible", "earned"))
    kept = (one["section"], one["item"], one["state"], one["code"], one["source"])
    return (*kept, *numbers, one["why"], None)


def _rule(one: Plain) -> tuple[object, ...]:
    number = None if one["rule"] is None else one["rule"] + 1
    return (None, one["code"], None, one["rating"], None, None, None, None, None, None, number)


def _decimal(text: str | None) -> str | None:
    return None if text is None else trimmed(Fraction(text))
