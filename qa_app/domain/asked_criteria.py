"""Criteria of a set as an evaluation asks them of one area."""

from qa_app.domain.criteria import CriteriaSet, Criterion, asked_of, rule_of
from qa_app.domain.rules.evaluation import Asked


def criteria_asked(criteria_set: CriteriaSet, area: str, kind: str) -> tuple[Criterion, ...]:
    """List the criteria of a set that are asked of one area of one kind of organisation.

    Args:
        criteria_set: The set.
        area: Code of the area.
        kind: Kind of organisation.

    Returns:
        Each as it is asked there, in the order of the set.
    """
    asked = (asked_of(one, area, kind) for one in criteria_set.criteria)
    return tuple(one for one in asked if one is not None)


def asked_as_rules(criteria: tuple[Criterion, ...]) -> tuple[Asked, ...]:
    """Give criteria as an evaluation takes them.

    Args:
        criteria: As they are asked of one area.

    Returns:
        Their rules; what qualifies only criteria that are not asked qualifies none.
    """
    codes = {one.code for one in criteria}
    return tuple(
        Asked(one.code, one.type, rule_of(one), frozenset(one.qualifies) & codes)
        for one in criteria
    )
