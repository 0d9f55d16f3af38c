import hashlib
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.sample_design import (
    DrawMethod,
    SampleDesign,
    SizeRule,
    StratumBy,
    StratumFacts,
    check_design,
    design_from,
    plain_design,
    plain_plan,
    plan_sample,
    rule_of,
    strata_digest,
    stratum_of,
    stratum_order,
    workers_of,
)

LQAS = SampleDesign(rule=SizeRule.LQAS)
BY_RISK = SampleDesign(DrawMethod.STRATIFIED, (StratumBy.RISK,), number=6)
ALL = SampleDesign(DrawMethod.ALL)
JUNE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"method": DrawMethod.STRATIFIED}, "strata_missing"),
        ({"by": (StratumBy.RISK,)}, "strata_needless"),
        ({"method": DrawMethod.STRATIFIED, "by": (StratumBy.RISK,) * 2}, "strata_needless"),
        ({"number": 0}, "files_wanted"),
        ({"number": 41}, "files_wanted"),
        ({"rule": SizeRule.PRECISION, "margin_pct": 7}, "margin_out_of_bounds"),
        ({"rule": SizeRule.LQAS, "upper_pct": 55, "lower_pct": 50}, "bad_thresholds"),
        ({"rule": SizeRule.LQAS, "upper_pct": 101}, "bad_thresholds"),
        ({"rule": SizeRule.LQAS, "lower_pct": -1}, "bad_thresholds"),
        ({"rule": SizeRule.LQAS, "alpha_pct": 1}, "risk_out_of_bounds"),
        ({"rule": SizeRule.LQAS, "beta_pct": 50}, "risk_out_of_bounds"),
        (
            {
                "method": DrawMethod.STRATIFIED,
                "by": (StratumBy.RISK,),
                "rule": SizeRule.LQAS,
            },
            "lqas_grouped",
        ),
    ],
)
def test_designs_without_sense_are_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_design(SampleDesign(**fields))


@pytest.mark.parametrize("design", [SampleDesign(), LQAS, BY_RISK, ALL])
def test_a_design_is_read_back_as_it_was_written(design: SampleDesign) -> None:
    check_design(design)
    assert design_from(plain_design(design)) == design
    assert "number" not in plain_design(LQAS)


@pytest.mark.parametrize(
    ("design", "sizes", "allocation"),
    [
        (SampleDesign(number=5), {"": 30}, {"": 5}),
        (SampleDesign(number=5), {"": 3}, {"": 3}),
        (ALL, {"": 30}, {"": 30}),
        (SampleDesign(rule=SizeRule.PRECISION), {"": 80}, {"": 44}),
        (LQAS, {"": 30}, {"": 13}),
        # quotas 4.5, 1.2 and 0.3 of 6: one unit is left and goes to the largest fraction,
        # and the smallest stratum is lifted from the one that got most beyond its due
        (BY_RISK, {"a": 15, "b": 4, "c": 1}, {"a": 4, "b": 1, "c": 1}),
    ],
)
def test_how_many_files_a_design_comes_to(
    design: SampleDesign, sizes: dict[str, int], allocation: dict[str, int]
) -> None:
    plan = plan_sample(design, sizes)
    assert (plan.size, plan.allocation) == (sum(allocation.values()), allocation)


def test_both_risks_are_told_before_the_draw() -> None:
    rule = plan_sample(LQAS, {"": 30}).lqas
    assert rule is not None
    assert rule.least == 9
    assert max(rule.alpha, rule.beta) <= Fraction(1, 10)
    plain = plain_plan(LQAS, plan_sample(LQAS, {"": 30}), {"": ["KM-1"]})
    assert rule_of(plain, 30) == rule
    assert rule_of(plain_design(ALL), 30) is None
    assert rule_of({}, 30) is None


def test_too_many_files_or_strata() -> None:
    with pytest.raises(InvalidError, match="too_many_files"):
        plan_sample(ALL, {"": 401})
    with pytest.raises(InvalidError, match="strata_too_many"):
        plan_sample(BY_RISK, {f"s{n}": 2 for n in range(7)})


def test_strata_are_named_by_what_their_files_share() -> None:
    by = (StratumBy.WORKER, StratumBy.RISK, StratumBy.OPEN, StratumBy.STAGE)
    closed = StratumFacts(7, "high", "trial", JUNE)
    assert stratum_of(by, closed, JUNE) == "worker=7/risk=high/open=no/stage=trial"
    later = StratumFacts(None, "", "", date(2026, 7, 1))
    assert stratum_of(by, later, JUNE) == "worker=/risk=/open=yes/stage="
    assert stratum_of((), closed, JUNE) == ""


def test_strata_are_shown_from_high_to_low_and_what_nobody_said_last() -> None:
    risks = ["risk=", "risk=low", "risk=medium", "risk=high"]
    assert sorted(risks, key=stratum_order) == ["risk=high", "risk=medium", "risk=low", "risk="]
    both = ["worker=10/open=no", "worker=9/open=no", "worker=/open=no", "worker=9/open=yes"]
    assert sorted(both, key=stratum_order) == [
        "worker=9/open=yes",
        "worker=9/open=no",
        "worker=10/open=no",
        "worker=/open=no",
    ]
    assert stratum_order("stage=first_instance") < stratum_order("stage=second_instance")


def test_the_seal_of_strata_is_one_that_anyone_can_make() -> None:
    text = "KM-1|risk=high\nKM-2|risk=low"
    expected = hashlib.sha256(text.encode()).hexdigest()
    assert strata_digest({"risk=low": ["KM-2"], "risk=high": ["KM-1"]}) == expected
    plan = plan_sample(BY_RISK, {"risk=high": 1, "risk=low": 1})
    plain = plain_plan(BY_RISK, plan, {"risk=low": ["KM-2"], "risk=high": ["KM-1"]})
    assert plain["strata_digest"] == expected
    assert plain["strata"] == {"risk=high": ["KM-1"], "risk=low": ["KM-2"]}


@pytest.mark.parametrize(
    ("stratum", "workers"),
    [("", ()), ("risk=high", ()), ("worker=", ()), ("risk=high/worker=7", (7,))],
)
def test_the_worker_of_a_stratum(stratum: str, workers: tuple[int, ...]) -> None:
    assert workers_of(stratum) == workers
