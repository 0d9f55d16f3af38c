"""Decision tables as plain data: what they become, and what is said of broken ones."""

from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.problems import Findings
from qa_app.domain.rules.decision import Enough, Every, InRegister, ShareBelow, Some, Without
from qa_app.domain.rules.decision_thaw import DEPTH_MOST, check_decision, decision_from
from qa_app.domain.verdicts import CriterionType, Verdict

_WHEN = {"en": "words", "zh": "说明"}
_LAST = {"status": "endorsed", "when": _WHEN}


def _faults(order: Any) -> list[tuple[str, tuple[object, ...]]]:
    findings = Findings()
    check_decision(findings, {"order": order}, ("decision",))
    return [(problem.code, problem.path[2:]) for problem in findings.problems]


def _row(condition: Any) -> dict[str, Any]:
    return {"status": "deferred", "when": _WHEN, "if": condition}


def test_every_kind_of_condition_is_read() -> None:
    order = [
        _row({"all": [{"in_register": True}, {"not": {"in_register": True}}]}),
        _row({"any": [{"count": 2, "of": ["must"], "are": ["not_met", "cannot_tell"]}]}),
        _row({"share_below": Fraction(7, 10), "fewest": 4, "of": ["score"]}),
        _LAST,
    ]
    assert _faults(order) == []
    score, must = frozenset({CriterionType.SCORE}), frozenset({CriterionType.MUST})
    bad = frozenset({Verdict.NOT_MET, Verdict.CANNOT_TELL})
    assert [row.condition for row in decision_from({"order": order}).rows] == [
        Every((InRegister(), Without(InRegister()))),
        Some((Enough(2, must, bad),)),
        ShareBelow(Fraction(7, 10), 4, score),
        None,
    ]


@pytest.mark.parametrize(
    ("condition", "fault", "place"),
    [
        ("always", "not_a_mapping", ()),
        ({}, "not_a_decision_condition", ()),
        ({"in_register": False}, "not_one_of", ("in_register",)),
        ({"all": []}, "too_few_entries", ("all",)),
        ({"any": {}}, "not_a_list", ("any",)),
        ({"any": [{"in_register": True}], "x": 1}, "unknown_field", ("x",)),
        ({"not": 3}, "not_a_mapping", ("not",)),
        ({"count": 0, "of": ["must"], "are": ["met"]}, "out_of_bounds", ("count",)),
        ({"count": 1, "of": ["evidence"], "are": ["met"]}, "not_one_of", ("of", 0)),
        ({"count": 1, "of": ["must"], "are": ["good"]}, "not_one_of", ("are", 0)),
        ({"count": 1, "of": ["must"]}, "missing_field", ()),
        ({"share_below": 0, "fewest": 1, "of": ["must"]}, "out_of_bounds", ("share_below",)),
        ({"share_below": 2, "fewest": 1, "of": ["must"]}, "out_of_bounds", ("share_below",)),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    condition: Any, fault: str, place: tuple[object, ...]
) -> None:
    assert _faults([_row(condition), _LAST]) == [(fault, (0, "if", *place))]


def test_conditions_do_not_stand_in_each_other_without_end() -> None:
    deep: Any = {"in_register": True}
    for _ in range(DEPTH_MOST):
        deep = {"not": deep}
    assert [fault for fault, _ in _faults([_row(deep), _LAST])] == ["too_deep"]


def test_the_last_row_always_holds_and_no_other() -> None:
    assert _faults([_row({"in_register": True})]) == [("last_row_has_condition", (0, "if"))]
    assert _faults([_LAST, _LAST]) == [("missing_field", (0,))]
