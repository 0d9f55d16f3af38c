"""Decision tables from plain data, with everything that is wrong with them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from qa_app.domain.problems import Findings, Path
from qa_app.domain.rules.decision import (
    PROPOSED,
    Condition,
    DecisionTable,
    Enough,
    Every,
    InRegister,
    Row,
    ShareBelow,
    Some,
    Status,
    Without,
)
from qa_app.domain.scoring_plain import ratio_text
from qa_app.domain.shapes import Number, anything, list_of, one_of, shape, text, whole
from qa_app.domain.text import text_from
from qa_app.domain.verdicts import CriterionType, Verdict

Plain = Mapping[str, Any]

DEPTH_MOST: Final = 8
"""How deep conditions may stand in each other."""

_TYPES = list_of(one_of(*(kind.value for kind in CriterionType if kind != "evidence")), at_least=1)
_VERDICTS = list_of(one_of(*(verdict.value for verdict in Verdict)), at_least=1)


def check_decision(findings: Findings, plain: Any, path: Path) -> None:
    """Find what is wrong with a decision table.

    Args:
        findings: Where faults go: unknown fields and words, numbers that cannot hold, a condition
            in the last row or none before it.
        plain: What stands under `decision`.
        path: Where.
    """
    _TABLE(findings, plain, path)
    if not isinstance(plain, Mapping) or not isinstance(plain.get("order"), list):
        return
    rows = [row for row in plain["order"] if isinstance(row, Mapping)]
    for place, row in enumerate(rows):
        at: Path = (*path, "order", place)
        is_last = place == len(rows) - 1
        if is_last and "if" in row:
            findings.error("last_row_has_condition", (*at, "if"))
        elif not is_last and "if" not in row:
            findings.error("missing_field", at, field="if")


def decision_from(plain: Plain) -> DecisionTable:
    """Read a decision table that was checked.

    Args:
        plain: What stands under `decision`.

    Returns:
        Its rows, shares exact.
    """
    return DecisionTable(
        tuple(
            Row(
                Status(row["status"]),
                None if "if" not in row else _condition_from(row["if"]),
                text_from(row.get("when")),
            )
            for row in plain["order"]
        )
    )


def _condition_from(plain: Plain) -> Condition:
    if "all" in plain:
        return Every(tuple(_condition_from(part) for part in plain["all"]))
    if "any" in plain:
        return Some(tuple(_condition_from(part) for part in plain["any"]))
    if "not" in plain:
        return Without(_condition_from(plain["not"]))
    if "in_register" in plain:
        return InRegister()
    types = frozenset(CriterionType(kind) for kind in plain["of"])
    if "share_below" in plain:
        return ShareBelow(Fraction(plain["share_below"]), int(plain["fewest"]), types)
    return Enough(int(plain["count"]), types, frozenset(Verdict(one) for one in plain["are"]))


def _is_true(findings: Findings, value: Any, path: Path) -> None:
    if value is not True:
        findings.error("not_one_of", path, value=value, allowed="true")


def _condition(findings: Findings, plain: Any, path: Path, depth: int = 1) -> None:
    if not isinstance(plain, Mapping):
        findings.error("not_a_mapping", path)
    elif depth > DEPTH_MOST:
        findings.error("too_deep", path, most=DEPTH_MOST)
    elif (kind := next((name for name in _KINDS if name in plain), None)) is None:
        findings.error("not_a_decision_condition", path, allowed=", ".join(_KINDS))
    else:
        _KINDS[kind](findings, plain, path)
        _parts(findings, plain[kind], kind, (*path, kind), depth)


def _parts(findings: Findings, parts: Any, kind: str, path: Path, depth: int) -> None:
    if kind == "not":
        _condition(findings, parts, path, depth + 1)
    elif kind in {"all", "any"} and isinstance(parts, list):
        for place, part in enumerate(parts):
            _condition(findings, part, (*path, place), depth + 1)


_LIST = list_of(anything, at_least=1)
_KINDS = {
    "all": shape("all", all=_LIST),
    "any": shape("any", any=_LIST),
    "not": shape("not", not_=anything),
    "in_register": shape("in_register", in_register=_is_true),
    "count": shape("count of are", count=whole(1), of=_TYPES, are=_VERDICTS),
    "share_below": shape(
        "share_below fewest of",
        share_below=Number(Fraction(0), Fraction(1), above=True),
        fewest=whole(1),
        of=_TYPES,
    ),
}
_ROW = shape("status when", status=one_of(*PROPOSED), when=text, if_=_condition)
_TABLE = shape("order", order=list_of(_ROW, at_least=1), human=text)


def plain_decision(table: DecisionTable) -> dict[str, Any]:
    """Give a decision table as plain data.

    Args:
        table: The table.

    Returns:
        What `decision_from` reads as an equal table, written in one way only; shares as `a/b`.
    """
    rows = []
    for row in table.rows:
        plain: dict[str, Any] = {"status": row.status.value}
        if row.condition is not None:
            plain["if"] = _plain_condition(row.condition)
        rows.append(plain | {"when": {"zh": row.words.zh, "en": row.words.en}})
    return {"order": rows}


def _plain_condition(condition: Condition) -> dict[str, Any]:
    match condition:
        case InRegister():
            return {"in_register": True}
        case Enough(number, types, verdicts):
            return {"count": number, "of": sorted(types), "are": sorted(verdicts)}
        case ShareBelow(share, fewest, types):
            return {"share_below": ratio_text(share), "fewest": fewest, "of": sorted(types)}
        case Every(parts):
            return {"all": [_plain_condition(part) for part in parts]}
        case Some(parts):
            return {"any": [_plain_condition(part) for part in parts]}
        case Without(part):
            return {"not": _plain_condition(part)}
