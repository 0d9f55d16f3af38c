"""Rules as they are written, and how they turn out."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from qa_app.domain.problems import Findings
from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.tree import (
    DEPTH_MOST,
    PARTS_MOST,
    Leaf,
    Not,
    Of,
    Same,
    check_rule,
    leaves_in,
    order_of,
    others_in,
    rule_from,
    truth_of_rule,
)
from qa_app.domain.rules.truth import truth_of
from qa_app.domain.verdicts import Verdict

_CHECKED = {"metric": "share_staff_checked_12m", "met": ">=1.0", "min_n": 1}
_TRAINED = {"metric": "share_staff_certified", "met": ">=0.8", "conditional": ">=0.6"}


def _verdict(rule: Any, verdicts: Mapping[str, Verdict], other: Verdict = Verdict.MET) -> Verdict:
    return truth_of_rule(
        rule_from(rule), lambda test: verdicts[test.metric], lambda _: truth_of(other)
    ).verdict


def test_a_written_rule_is_read_exactly() -> None:
    rule = rule_from(
        {"at_least": 2, "of": [_CHECKED, {"not": {"criterion": "E12"}}, {"any": [_TRAINED]}]}
    )
    checked = Leaf("share_staff_checked_12m", Threshold(">=", Fraction(1)), min_n=1)
    mild = Threshold(">=", Fraction(3, 5))
    trained = Leaf("share_staff_certified", Threshold(">=", Fraction(4, 5)), mild)
    assert rule == Of(2, (checked, Not(Same("E12")), Of(1, (trained,))))
    assert list(leaves_in(rule)) == [checked, trained]
    assert others_in(rule) == {"E12"}


@pytest.mark.parametrize(("first", "second"), list(product(Verdict, repeat=2)))
def test_all_any_and_not_agree_with_each_other(first: Verdict, second: Verdict) -> None:
    told = {"share_staff_checked_12m": first, "share_staff_certified": second}
    both = {"all": [_CHECKED, _TRAINED]}
    turned = {"not": {"any": [{"not": _CHECKED}, {"not": _TRAINED}]}}
    assert _verdict(both, told) is _verdict(turned, told)
    assert _verdict({"at_least": 2, "of": [_CHECKED, _TRAINED]}, told) is _verdict(both, told)


def test_a_rule_can_rest_on_another_criterion() -> None:
    told = {"share_staff_checked_12m": Verdict.MET}
    rule = {"all": [_CHECKED, {"criterion": "E12"}]}
    assert _verdict(rule, told, Verdict.CANNOT_TELL) is Verdict.CANNOT_TELL
    assert _verdict(rule, told, Verdict.NOT_MET) is Verdict.NOT_MET


def test_criteria_come_after_those_they_look_at_and_circles_are_named() -> None:
    looks = {"A": {"B"}, "B": {"C"}, "C": set(), "D": {"E"}, "E": {"D"}, "F": {"D", "X"}}
    order, circle = order_of({name: frozenset(other) for name, other in looks.items()})
    assert order == ("C", "B", "A")
    assert circle == ("D", "E", "F")


@pytest.mark.parametrize(
    ("plain", "fault", "place"),
    [
        (3, "not_a_mapping", ()),
        ({}, "not_a_rule", ()),
        ({"all": []}, "too_few_entries", ("all",)),
        ({"at_least": 3, "of": [_CHECKED, _TRAINED]}, "more_than_parts", ("at_least",)),
        ({"of": [_CHECKED]}, "missing_field", ()),
        ({"criterion": "E99"}, "unknown_criterion", ("criterion",)),
        ({"any": [{"metric": "unheard_of", "met": ">=1"}]}, "unknown_metric", ("any", 0, "metric")),
        ({"not": {**_TRAINED, "met": ">=80"}}, "test_impossible", ("not", "met")),
        ({**_TRAINED, "color": 1}, "unknown_field", ("color",)),
        ({"metric": "share_staff_certified"}, "missing_field", ()),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    plain: Any, fault: str, place: tuple[object, ...]
) -> None:
    findings = Findings()
    check_rule(findings, plain, ("rule",), ["E12"])
    assert (fault, ("rule", *place)) in [(one.code, one.path) for one in findings.problems]


def test_rules_have_bounds() -> None:
    deep: Any = _CHECKED
    for _ in range(DEPTH_MOST):
        deep = {"not": deep}
    long = {"any": [_CHECKED] * (PARTS_MOST + 1)}
    for plain, fault in ((deep, "too_deep"), (long, "too_many_tests")):
        findings = Findings()
        check_rule(findings, plain, (), [])
        assert [one.code for one in findings.problems] == [fault]
