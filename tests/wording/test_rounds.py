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


def result(kind: ResultKind, read: int, good: int, *ends: int) -> SampleResult:
    return SampleResult(kind, read, good, *ends)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (result(ResultKind.UNREAD, 3, 2), "3 of 20 read so far"),
        (result(ResultKind.FEW, 4, 3), "3 of 4 at band B or above; too few files"),
        (result(ResultKind.COUNTS, 20, 18, 44, 58), "for all 60 files that means between 44 and"),
        (result(ResultKind.COUNTS, 7, 6, 30, 58), "between 30 and 58; few files, so the range"),
        (result(ResultKind.COUNTS, 60, 50, 50, 50), "50 of all 60 files at band B or above"),
        # 59 of 59 of 60: that the last one does not conform would be a chance of 1 in 60
        (
            result(ResultKind.COUNTS, 59, 59, 60, 60),
            "for all 60 files that means between 60 and 60",
        ),
        (
            result(ResultKind.GROUPS, 20, 18, 40, 58),
            "its size, for all 60 files that means between",
        ),
        (result(ResultKind.GROUPS, 60, 50, 50, 50), "50 of all 60 files at band B or above"),
    ],
)
def test_what_a_sample_says(one: SampleResult, said: str) -> None:
    words = said_result(EN, one, 60, 20, None, is_final=True)
    assert said in words
    assert said_result(ZH, one, 60, 20, None, is_final=True) != words


def test_a_group_without_a_file_read_is_told_from_one_with_a_single_file() -> None:
    both = SampleResult(ResultKind.GROUPS, 20, 18, 30, 58, unread_groups=1, single_groups=2)
    words = said_result(EN, both, 60, 20, None, is_final=True)
    assert "groups of which no file could be read, so that anything may be in them: 1" in words
    assert "larger groups of which one file was read, which says little of them: 2" in words
    single = SampleResult(ResultKind.GROUPS, 20, 18, 30, 58, single_groups=2)
    assert "no file could be read" not in said_result(EN, single, 60, 20, None, is_final=True)
    assert said_result(ZH, both, 60, 20, None, is_final=True) != words


@pytest.mark.parametrize(
    ("passes", "said"),
    [
        (True, "passes: at least 9 of 13 were wanted"),
        (False, "not shown to meet the standard: at least 9 of 13"),
        (None, "no verdict: fewer than 13 files could be read"),
    ],
)
def test_verdicts(passes: bool | None, said: str) -> None:
    one = SampleResult(ResultKind.COUNTS, 13, 9, 12, 25, passes)
    assert said in said_result(EN, one, 30, 13, RULE, is_final=True)
    assert said_result(ZH, one, 30, 13, RULE, is_final=True) != said_result(
        EN, one, 30, 13, RULE, is_final=True
    )
