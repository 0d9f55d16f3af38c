from fractions import Fraction

import pytest

from qa_app.domain.rubric import Threshold
from qa_app.domain.rules.measurement import Measurement, verdict_of
from qa_app.domain.rules.needs import Lack, Need, need_of
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.verdicts import Verdict

SHARE = Leaf(
    "share_staff_certified",
    Threshold(">=", Fraction(4, 5)),
    Threshold(">=", Fraction(3, 5)),
    min_n=5,
)
OPEN = Leaf("open_stop_findings", Threshold("==", Fraction(0)))
MEAN = Leaf("mean_score_last_two_rounds", Threshold(">=", Fraction(80)), min_n=5)
STATE = Leaf("mandatory_report_state", "none_failed", "remedied", 0)


def share(count: int, n: int) -> Measurement:
    return Measurement(Fraction(count, n), n, count)


@pytest.mark.parametrize(
    ("leaf", "found", "lack", "number"),
    [
        (SHARE, share(11, 16), Lack.MORE, 2),  # 80 % of 16 are 12.8
        (SHARE, share(2, 4), Lack.CASES, 1),
        (SHARE, Measurement(gap="not_collected"), Lack.RECORDS, 0),
        (OPEN, Measurement(Fraction(2), 30, 2), Lack.FEWER, 2),
        (MEAN, Measurement(Fraction(79), 12), Lack.VALUE, 0),
        (STATE, Measurement("unremedied", 3, 1), Lack.STATE, 0),
    ],
)
def test_what_is_lacking(leaf: Leaf, found: Measurement, lack: Lack, number: int) -> None:
    assert need_of(leaf, found) == Need(lack, number, found.n, leaf.met)


def test_what_is_met_lacks_nothing_and_conditions_want_less() -> None:
    assert need_of(SHARE, share(13, 16)) is None
    assert need_of(STATE, Measurement("none_failed", 3)) is None
    assert need_of(STATE, Measurement(is_vacuous=True)) is None
    milder = need_of(SHARE, share(8, 16), Verdict.CONDITIONAL)
    assert milder == Need(Lack.MORE, 2, 16, SHARE.conditional)


def test_with_as_many_more_it_passes_and_with_one_fewer_it_does_not() -> None:
    for n in range(5, 40):
        for count in range(n + 1):
            need = need_of(SHARE, share(count, n))
            reached = count + (need.number if need else 0)
            assert verdict_of(SHARE, share(reached, n)) is Verdict.MET
            if need:
                assert verdict_of(SHARE, share(reached - 1, n)) is not Verdict.MET
