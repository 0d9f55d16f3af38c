"""Adapters of charts: what the published cases leave out."""

from fractions import Fraction

from qa_app.domain.verification.of_charts import FUNCTIONS


def test_an_empty_chart_is_undefined_and_no_fault() -> None:
    for name in ("spc.p_chart", "spc.u_chart", "spc.p_prime", "spc.u_prime"):
        found = FUNCTIONS[name](num=[], den=[])
        assert (found["status"], found["centre"], found["p"]) == ("no_data", None, [])
    assert FUNCTIONS["spc.mdc"](values=[None])["variation"] is None
    assert FUNCTIONS["spc.xmr"](values=[5])["upl"] is None
    assert FUNCTIONS["funnel.classify"](num=[0], den=[0]) == {"theta": None, "flags": ["no_data"]}


def test_a_rate_may_pass_one_and_a_share_may_not() -> None:
    counts = {"num": [3, 4, 5, 4], "den": [2, 2, 2, 2]}
    assert max(FUNCTIONS["spc.u_chart"](**counts)["ucl"]) > 1
    shares = {"num": [2, 1, 2, 2], "den": [2, 2, 2, 2]}
    assert max(FUNCTIONS["spc.p_chart"](**shares)["ucl"]) == 1


def test_normal_limits_are_shown_within_the_scale() -> None:
    (row,) = FUNCTIONS["funnel.normal_limits"](theta=0.8, n=[3], conf=[0.998])["limits"]
    assert row[1] == 1


def test_a_rate_that_is_shown() -> None:
    found = FUNCTIONS["disclosure.show_rate"](num=9, den=12)
    assert found == {"show": True, "percent": Fraction(75), "reason": None}
