from dataclasses import replace
from fractions import Fraction

import pytest

from qa_app.domain.criteria import Criterion
from qa_app.domain.endorsement import NO_EVIDENCE, Evidence, judge
from qa_app.domain.endorsement_shown import Figures, figures_of
from qa_app.domain.reliability import NO_RELIABILITY, Reliability
from qa_app.domain.rubric import Threshold
from tests.criteria import E09, E11, E12, E13, E15, H1_2026, files, read, tagged

HELD_BACK = Figures(held_below=10)
FEW_FINDINGS = Figures(held_below=5)


def shown(criterion: Criterion, evidence: Evidence, *, case_level: bool) -> Figures:
    judgement = judge(criterion, evidence)
    assert judgement is not None
    return figures_of(judgement, is_case_level=case_level)


def share(top: int, n: int) -> Evidence:
    return read(6, tags=tagged("timeliness", due_count=n, scored_count=n, top_count=top))


@pytest.mark.parametrize(
    ("criterion", "evidence", "case_level", "others"),
    [
        # a mean of five files and more is for everyone, whole for aggregates
        (E09, read(5, halves=(files(H1_2026, *["87.25"] * 5),)), Figures("87.3", None, 5), Figures("87", None, 5)),
        (E09, read(4, halves=(files(H1_2026, *["90"] * 4),)), Figures(n=4), HELD_BACK),
        # counts below ten are for those who may read the files
        (E12, read(9, stop_count=1), Figures(count=1, n=9, loose=1), HELD_BACK),
        # one file of a named centre would be recognised, and so would the one that is left
        (E12, read(10, stop_count=1), Figures(count=1, n=10, loose=1), FEW_FINDINGS),
        (E12, read(12, stop_count=4), Figures(count=4, n=12, loose=4), FEW_FINDINGS),
        (E12, read(12, stop_count=5), Figures(count=5, n=12, loose=5), Figures(count=5, n=12, loose=5)),
        (E12, read(12, stop_count=8), Figures(count=8, n=12, loose=8), FEW_FINDINGS),
        (E11, read(12), Figures(count=0, n=12), Figures(count=0, n=12)),
        (E15, share(8, 9), Figures(count=8, n=9), HELD_BACK),
        (E15, share(9, 10), Figures("90.0", 9, 10), Figures("90", 9, 10)),
        (E15, share(4, 4), Figures(n=4), HELD_BACK),
        (E15, share(0, 0), Figures(), Figures()),
        (E13, read(0), Figures(), Figures()),
    ],
)  # fmt: skip
def test_small_numbers(
    criterion: Criterion, evidence: Evidence, case_level: Figures, others: Figures
) -> None:
    assert shown(criterion, evidence, case_level=True) == case_level
    assert shown(criterion, evidence, case_level=False) == others


@pytest.mark.parametrize(
    ("percent", "one_place", "whole"),
    [
        ("79.96", "79.96", "79.96"),  # 80.0 would look met
        ("79.5", "79.5", "79.5"),
        ("79.4", "79.4", "79"),
        ("69.99999", "69.99999", "69.99999"),
        ("80.04", "80.0", "80"),
    ],
)
def test_rounding_never_carries_a_number_over_a_line(
    percent: str, one_place: str, whole: str
) -> None:
    # millionths of a ratio keep four digits of a percentage; the fifth needs a sum of ten
    evidence = read(5, halves=(_exact(percent),))
    assert shown(E09, evidence, case_level=True).value == one_place
    assert shown(E09, evidence, case_level=False).value == whole


def _exact(percent: str):
    half = files(H1_2026, *["0"] * 10)
    total = Fraction(percent) * 10_000 * 10
    assert total.denominator == 1
    return type(half)(half.rubric, half.half, 10, int(total))


def test_a_share_just_below_its_line() -> None:
    # 849 of 1000 is 84.9 %; whole it would read 85 and look met
    assert shown(E15, share(849, 1000), case_level=False).value == "84.9"


TWO_THIRDS = Fraction(2, 3)


@pytest.mark.parametrize(
    ("metric", "told", "case_level", "others"),
    [
        # a coefficient is shown from 20 files on, whoever asks; the count of files always
        ("agreement_ac2", Reliability(200, 20, 20, TWO_THIRDS, Fraction(2, 5)), Figures("0.67", None, 20, "0.40"), Figures("0.67", None, 20, "0.40")),
        ("agreement_ac2", Reliability(200, 19, 19, TWO_THIRDS, Fraction(2, 5)), Figures(n=19), Figures(n=19)),
        ("agreement_ac2", Reliability(200, 20, 20, TWO_THIRDS), Figures("0.67", None, 20), Figures("0.67", None, 20)),
        ("agreement_ac2", NO_RELIABILITY, Figures(), Figures()),
        # a share of fewer than ten files is none for those who see aggregates only
        ("share_double_rated_12m", Reliability(9, 1), Figures(count=1, n=9), HELD_BACK),
        ("share_double_rated_12m", Reliability(10, 1), Figures("10", 1, 10), Figures("10", 1, 10)),
        ("share_double_rated_12m", NO_RELIABILITY, Figures(), Figures()),
    ],
)  # fmt: skip
def test_what_is_shown_of_the_programme(
    metric: str, told: Reliability, case_level: Figures, others: Figures
) -> None:
    criterion = replace(E09, metric=metric, met=Threshold(">=", Fraction(1, 10)), min_n=10)
    evidence = replace(NO_EVIDENCE, reliability=told)
    assert shown(criterion, evidence, case_level=True) == case_level
    assert shown(criterion, evidence, case_level=False) == others
