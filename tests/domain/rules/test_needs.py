from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.endorsement import HalfYear, Window
from qa_app.domain.review_measures import lot_quality
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
        (OPEN, Measurement(gap="no_file"), Lack.RECORDS, 0),
        (OPEN, Measurement(Fraction(2), 30, 2), Lack.FEWER, 2),
        (MEAN, Measurement(Fraction(79), 12), Lack.VALUE, 0),
        (STATE, Measurement("unremedied", 3, 1), Lack.STATE, 0),
    ],
)
def test_what_is_lacking(leaf: Leaf, found: Measurement, lack: Lack, number: int) -> None:
    assert need_of(leaf, found) == Need(lack, number, found.n, leaf.met, gap=found.gap)


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


REFERRALS = Leaf("share_judicial_referrals_on_time", Threshold(">=", Fraction(9, 10)), None, 5)


# 17 of 20 and 10 more are 27 of 30; 3 of 4 want a fifth in any case, and 9 of 10 need six more
@pytest.mark.parametrize(("count", "n", "more"), [(17, 20, 10), (3, 4, 6), (4, 4, 1), (0, 0, 5)])
def test_what_is_over_is_made_up_for_by_further_ones_alone(count: int, n: int, more: int) -> None:
    found = Measurement(None, 0, 0, gap="nothing_due") if not n else share(count, n)
    need = need_of(REFERRALS, found)
    assert need == Need(Lack.NEXT, more, n, REFERRALS.met)
    assert verdict_of(REFERRALS, share(count + more, n + more)) is Verdict.MET
    less = n + more - 1
    assert verdict_of(REFERRALS, share(count + more - 1, less)) is not Verdict.MET


def test_further_ones_are_the_fewest_for_every_share() -> None:
    for operator in (">=", ">"):
        leaf = Leaf(REFERRALS.metric, Threshold(operator, Fraction(4, 5)), None, 5)
        for n in range(1, 30):
            for count in range(n + 1):
                need = need_of(leaf, share(count, n))
                more = need.number if need else 0
                assert verdict_of(leaf, share(count + more, n + more)) is Verdict.MET
                if more:
                    before = share(count + more - 1, n + more - 1)
                    assert verdict_of(leaf, before) is not Verdict.MET


def test_where_all_must_count_what_failed_has_to_leave_the_window() -> None:
    leaf = Leaf(REFERRALS.metric, Threshold(">=", Fraction(1)), None, 5)
    days = {"first_day": date(2025, 10, 1), "last_day": date(2026, 9, 30)}
    found = Measurement(Fraction(9, 10), 10, 9, **days)
    need = need_of(leaf, found)
    assert need == Need(Lack.LATER, 0, 10, leaf.met, not_before=date(2027, 10, 1))


def test_sessions_held_now_count_once_the_month_is_over() -> None:
    leaf = Leaf("share_supervision_held_6m", Threshold(">=", Fraction(9, 10)), None, 5)
    found = Measurement(
        Fraction(8, 10), 10, 8, first_day=date(2026, 3, 1), last_day=date(2026, 8, 31)
    )
    assert need_of(leaf, found) == Need(Lack.NEXT, 10, 10, leaf.met, not_before=date(2026, 10, 1))


def test_lot_quality_wants_so_many_more_files_in_band_b() -> None:
    # of 20 files with 80 and 50 per cent at most 6 may fail: 14 (docs/methods/sampling.md)
    params = {"upper": Fraction(4, 5), "lower": Fraction(1, 2), "max_error": Fraction(1, 10)}
    leaf = Leaf("lqas_pass", Threshold("==", Fraction(1)), None, 5, params)
    half = HalfYear("r", 4052, 10, 10, 10, 10, 5)
    halves = (half, replace(half, half=4053))
    window = Window(date(2026, 1, 1), date(2026, 12, 31))
    found = lot_quality(halves, params, window)
    need = need_of(leaf, found)
    assert need is not None
    assert (need.lack, found.value) == (Lack.MORE, 0)
    for more, verdict in ((need.number, Verdict.MET), (need.number - 1, Verdict.NOT_MET)):
        better = (half, replace(half, half=4053, upper_count=5 + more))
        assert verdict_of(leaf, lot_quality(better, params, window)) is verdict


def test_people_are_spread_over_further_supervisors() -> None:
    leaf = Leaf("supervisees_per_supervisor", Threshold("<=", Fraction(6)))
    for n in range(1, 6):
        for count in range(1, 60):
            need = need_of(leaf, Measurement(Fraction(count, n), n, count))
            more = need.number if need else 0
            again = Measurement(Fraction(count, n + more), n + more, count)
            assert verdict_of(leaf, again) is Verdict.MET
            if more:
                assert verdict_of(leaf, replace(again, value=Fraction(count, n + more - 1))) is (
                    Verdict.NOT_MET
                )


def test_papers_are_named_with_the_day_before_which_nothing_helps() -> None:
    leaf = Leaf("centre_document_valid", Threshold("==", Fraction(1)))
    day = date(2027, 3, 5)
    found = Measurement(Fraction(0), 2, 1, lacking=("annual_report", "penalty"), not_before=day)
    assert need_of(leaf, found) == Need(
        Lack.NAMED, 2, 2, leaf.met, names=("annual_report", "penalty"), not_before=day
    )


def test_a_failed_report_is_over_only_when_it_left_the_window() -> None:
    days = {"first_day": date(2025, 10, 1), "last_day": date(2026, 9, 30)}
    found = Measurement("unremedied", 3, 1, **days)
    need, milder = need_of(STATE, found), need_of(STATE, found, Verdict.CONDITIONAL)
    assert need is not None
    assert need.not_before == date(2027, 10, 1)
    assert milder is not None
    assert (milder.test, milder.not_before) == ("remedied", None)
