from qa_app.domain.score_check import Difference, Fault
from qa_app.wording import Words
from qa_app.wording.scores import (
    _FAULTS,
    said_checked,
    said_difference,
    said_more,
    said_progress,
    said_unknown,
)

EN, ZH = Words("en"), Words("zh")


def test_every_fault_has_words_in_both_languages() -> None:
    assert set(_FAULTS) == set(Fault)
    for fault in Fault:
        one = Difference(fault, "band", '"A"', '"B"')
        assert said_difference(EN, 7, one).startswith("review 7: ")
        assert said_difference(ZH, 7, one).startswith("评查7：")


def test_what_stands_and_what_comes_out() -> None:
    drift = Difference(Fault.DRIFT, "band", "", '"B"')
    assert said_difference(EN, 7, drift) == 'review 7: band: nothing stands, "B" comes out'
    long = Difference(Fault.DRIFT, "codes", "x" * 500, "1")
    assert len(said_difference(EN, 7, long)) < 280
    assert said_more(EN, 7, 3) == "review 7: and 3 more differences"
    assert said_unknown(EN, 7) == "review 7: there is no signed review with this number"
    assert said_progress(EN, 4000, 12000) == "4000 of 12000"
    assert said_checked(EN, 5, 2) == "5 frozen scores were recomputed; 2 differ."
    assert said_checked(ZH, 5, 0) == "已重算5个冻结得分，全部一致。"
