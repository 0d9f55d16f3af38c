"""The list of criteria: few columns over many criteria, and what changed since a decision."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from qa_app.domain.criteria import Criterion
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.verdicts import WORST_FIRST, CriterionType, Verdict

Plain = Mapping[str, Any]

NOT_COLLECTED: Final = "not_collected"
"""Gap of what no centre is asked for yet."""

OTHER: Final = "other"
COLUMN_OF_GROUP: Final[Mapping[str, str]] = {
    "legal": "papers",
    "data": "papers",
    "staff": "staff",
    "supervision": "supervision",
    "safety": "safety",
    "quality": "quality",
    "timeliness": "quality",
    "improvement": "improvement",
    "service": "service",
    "reliability": OTHER,
}
"""Group of a criterion to its column: eight columns, since more are not read side by side.

What a city calls otherwise stands in the last one, beside the evidence of the review programme.
"""

COLUMNS: Final = tuple(dict.fromkeys(COLUMN_OF_GROUP.values()))


def column_of(criterion: Criterion) -> str:
    """Find the column that a criterion stands in.

    Args:
        criterion: The criterion.

    Returns:
        One of `COLUMNS`; what the review programme owes stands in the last one, whatever its group.
    """
    if criterion.type is CriterionType.EVIDENCE:
        return OTHER
    return COLUMN_OF_GROUP.get(criterion.group, OTHER)


def is_missing(one: Judged) -> bool:
    """Tell whether nothing is collected of what a criterion asks.

    Args:
        one: The criterion and how it stands.

    Returns:
        True when every test of it lacks its records everywhere.
    """
    return bool(one.found) and all(found.gap == NOT_COLLECTED for found in one.found)


def told_of(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Choose the criteria that speak of a centre.

    Args:
        judged: The criteria of an evaluation.

    Returns:
        Those that are collected and are no evidence that the review programme owes.
    """
    return tuple(
        one
        for one in judged
        if one.asked.type is not CriterionType.EVIDENCE and not is_missing(one)
    )


def speaks_of_centre(plain: Plain) -> bool:
    """Tell of a criterion of frozen evidence whether it is among those of `told_of`.

    Args:
        plain: The criterion as plain data of an evaluation.

    Returns:
        False of evidence that the review programme owes, and where nothing is collected.
    """
    found = plain["found"]
    gone = bool(found) and all(one.get("gap") == NOT_COLLECTED for one in found)
    return plain["type"] != CriterionType.EVIDENCE.value and not gone


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Find how several criteria stand together.

    Args:
        verdicts: Their verdicts.

    Returns:
        The worst of them; None of none.
    """
    given = set(verdicts)
    return next((one for one in WORST_FIRST if one in given), None)


def changed_since(judged: Iterable[Judged], decided_on: Plain) -> tuple[str, ...]:
    """Find what stands otherwise than in the evidence of a decision.

    Args:
        judged: The criteria of an evaluation.
        decided_on: What `evaluation.plain_evaluation` gave of the evidence decided on.

    Returns:
        Codes in the order of the set; what was not asked then has not changed.
    """
    before = {one["code"]: one["verdict"] for one in decided_on["criteria"]}
    return tuple(
        one.asked.code
        for one in judged
        if before.get(one.asked.code, one.standing.verdict.value) != one.standing.verdict.value
    )
