"""What follows from one measurement alone."""

from fractions import Fraction

import pytest
from hypothesis import given

from qa_app.domain.rules.measurement import (
    Measurement,
    measurement_from,
    plain_measurement,
    verdict_of,
)
from qa_app.domain.rules.tree import Leaf, rule_from
from qa_app.domain.verdicts import Verdict
from tests.domain.rules.cases import SEEDS, a_case

_SHARE = {"metric": "share_staff_certified", "met": ">=0.8", "conditional": ">=0.6", "min_n": 5}
_OWED = {**_SHARE, "metric": "share_audits_done"}
_STATE = {"metric": "mandatory_report_state", "met": "==none_failed", "conditional": "==remedied"}
_OPEN = {"metric": "open_stop_findings", "met": "==0"}


def _leaf(plain: dict[str, object]) -> Leaf:
    leaf = rule_from(plain)
    assert isinstance(leaf, Leaf)
    return leaf


@pytest.mark.parametrize(
    ("plain", "found", "expected"),
    [
        (_SHARE, Measurement(Fraction(4, 5), n=5), "met"),
        (_SHARE, Measurement(Fraction(79999, 100000), n=5), "conditional"),
        (_SHARE, Measurement(Fraction(1, 2), n=5), "not_met"),
        (_SHARE, Measurement(Fraction(1), n=4), "cannot_tell"),
        (_SHARE, Measurement(Fraction(1), n=9, gap="no_file"), "cannot_tell"),
        (_SHARE, Measurement(None, n=9), "cannot_tell"),
        (_SHARE, Measurement(None, n=9, is_vacuous=True), "met"),
        (_SHARE, Measurement(None, n=0, is_vacuous=True), "cannot_tell"),
        (_OWED, Measurement(Fraction(1, 2), n=5), "cannot_tell"),
        (_OPEN, Measurement(Fraction(2)), "not_met"),
        (_OPEN, Measurement(Fraction(2), is_mild=True), "conditional"),
        (_OPEN, Measurement(Fraction(0)), "met"),
        (_STATE, Measurement("none_failed"), "met"),
        (_STATE, Measurement("remedied"), "conditional"),
        (_STATE, Measurement("unremedied"), "not_met"),
    ],
)
def test_worked_examples(plain: dict[str, object], found: Measurement, expected: str) -> None:
    assert verdict_of(_leaf(plain), found) is Verdict(expected)


@given(SEEDS)
def test_a_measurement_comes_back_as_it_was(seed: int) -> None:
    for some in a_case(seed)[1].values():
        for found in some:
            assert measurement_from(plain_measurement(found)) == found
