from fractions import Fraction

import pytest

from qa_app.domain.audit_stage import Stage
from qa_app.domain.round_results import ResultKind, SampleResult
from qa_app.domain.rounds import RoundCancelReason
from qa_app.domain.statistics.lqas import LqasRule
from qa_app.wording import Words
from qa_app.wording.rounds import CANCEL_REASONS, LOOKS, STAGES, said_result

EN, ZH = Words("en"), Words("zh")
RULE = LqasRule(13, 9, Fraction(7, 100), Fraction(8, 100))


def test_every_code_has_words_in_both_languages() -> None:
    assert set(STAGES) == set(LOOKS) == set(Stage)
    assert set(CANCEL_REASONS) == set(RoundCancelReason)
    for message in (*STAGES.values(), *CANCEL_REASONS.values()):
        assert ZH.say(message) != message
    assert len({ZH.say(one) for one in STAGES.values()}) == len(STAGES)


def result(kind: ResultKind, read: int, good: int, *ends: Fraction | int | None) -> SampleResult:
    low, high = (None if one is None else Fraction(one) for one in ends or (None, None))
    return SampleResult(kind, read, good, low, high)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (result(ResultKind.UNREAD, 3, 2), "3 of 20 read so far"),
        (result(ResultKind.FEW, 4, 3), "3 of 4 at band B or above; too few files"),
        (result(ResultKind.COUNTS, 20, 18, 44, 58), "for all 60 files that means between 44 and"),
        (result(ResultKind.COUNTS, 7, 6, 30, 58), "between 30 and 58; few files, so the range"),
        (result(ResultKind.COUNTS, 60, 50, 50, 50), "50 of all 60 files at band B or above"),
        (result(ResultKind.SHARES, 20, 18, Fraction(2, 3), 1), "between 67 % and 100 % of all 60"),
        (result(ResultKind.NO_SPREAD, 20, 18), "no range, because only one file"),
    ],
)
def test_what_a_sample_says(one: SampleResult, said: str) -> None:
    words = said_result(EN, one, 60, 20, None)
    assert said in words
    assert said_result(ZH, one, 60, 20, None) != words


@pytest.mark.parametrize(
    ("passes", "said"),
    [
        (True, "passes: at least 9 of 13 were wanted"),
        (False, "not shown to meet the standard: at least 9 of 13"),
        (None, "no verdict: fewer than 13 files could be read"),
    ],
)
def test_verdicts(passes: bool | None, said: str) -> None:
    one = SampleResult(ResultKind.COUNTS, 13, 9, Fraction(12), Fraction(25), passes)
    assert said in said_result(EN, one, 30, 13, RULE)
    assert said_result(ZH, one, 30, 13, RULE) != said_result(EN, one, 30, 13, RULE)
