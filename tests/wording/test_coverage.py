from datetime import date
from fractions import Fraction

from qa_app.domain.session_coverage import Figures, PersonMonths, Window, run_of
from qa_app.domain.supervision import SessionType
from qa_app.wording import Words
from qa_app.wording.coverage import (
    TYPES,
    functions_sentence,
    headline,
    hours_cell,
    hours_words,
    norm_words,
    required_headline,
    run_sentence,
    sentences,
    share_words,
)

EN, ZH = Words("en"), Words("zh")
WINDOW = Window(date(2025, 4, 1), date(2026, 3, 1), date(2026, 3, 23))


def test_every_type_has_a_name() -> None:
    assert set(TYPES) == set(SessionType)
    assert all(ZH.say(one) != one for one in TYPES.values())


def test_the_finding_says_how_many_and_of_how_many() -> None:
    assert headline(EN, Figures(), WINDOW) == "No session was planned from Apr 2025 to Mar 2026."
    assert headline(ZH, Figures(), WINDOW) == "2025年4月至2026年3月没有安排督导。"
    assert headline(EN, Figures(8, 8), WINDOW) == "All 8 sessions planned were held."
    assert (
        headline(ZH, Figures(3, 2, missed=1), WINDOW) == "已安排3次，已开展2次（67%），未开展1次。"
    )


def test_what_the_rhythm_asked_for() -> None:
    assert required_headline(EN, Figures(8, 8)) == (
        "All 8 individual sessions due by the rhythm were held."
    )
    assert required_headline(ZH, Figures(3, 2, missed=1)) == (
        "按频次应开展个别督导3次，已开展2次（67%），未开展1次。"
    )


def test_no_hours_beside_sessions_held_are_explained() -> None:
    said = sentences(ZH, Figures(2, 2), WINDOW)
    assert said[0].startswith("没有计入的督导时间")


def test_what_goes_with_it() -> None:
    said = sentences(EN, Figures(3, 2, 1, 1, 2, 5400), WINDOW)
    assert said[0] == "Of the sessions held, late: 1."
    assert said[2] == "1.5 hours of supervision are credited."
    assert "from Apr 2025 to 23 Mar 2026" in said[3]
    over = Window(date(2025, 10, 1), date(2025, 12, 1), date(2026, 3, 23))
    assert sentences(EN, Figures(1, 1), over)[-1] == (
        "Counted from Oct 2025 to Dec 2025: each session once, in the month of its first day, as it"
        " stood on 23 Mar 2026."
    )
    assert functions_sentence(EN, Figures(recorded=0)).startswith("No held session")
    functions = (("accountability", 2), ("learning", 1), ("support", 0))
    assert functions_sentence(ZH, Figures(recorded=2, functions=functions)) == (
        "在2次已开展且记录已签字的督导中，2次涵盖行政功能、1次涵盖教育功能、0次涵盖支持功能。"
    )


def test_shares_hours_and_the_norm() -> None:
    assert (share_words(EN, None), share_words(EN, Fraction(2, 3))) == ("–", "67 %")
    assert hours_words(5_400) == "1.5"
    # three held: two with a signed record, one and a half hours; then the same without a record
    assert hours_cell(EN, Figures(3, 3, credited_seconds=5_400, recorded=2)) == "1.5 (n = 2)"
    assert hours_cell(ZH, Figures(3, 3)) == "未记录"
    # a file review with a record credits no time; of what was not held there is nothing to tell
    assert hours_cell(ZH, Figures(1, 1, recorded=1)) == "0.0（n=1）"
    assert hours_cell(EN, Figures(1, 0, missed=1)) == "–"
    assert norm_words(EN, PersonMonths(0, 90, 1, 3)) == (
        "1 of 3 months below what the month asks for (90 minutes in the last one)"
    )
    assert norm_words(EN, PersonMonths(0, 90, 0, 3)) == (
        "each of 3 months at what it asks for or above (90 minutes in the last one)"
    )
    assert norm_words(ZH, PersonMonths(0, 90, 0, 0)) == "入职尚不满一个完整月份"


def test_what_a_run_chart_says() -> None:
    half, whole = Fraction(1, 2), Fraction(1)
    assert run_sentence(EN, run_of([None])).startswith("No month that is over")
    assert run_sentence(EN, run_of([half, half])) == "Every month stands at 50 %: no change."
    assert "nothing can be said of change" in run_sentence(EN, run_of([half, whole]))
    shift = [half] * 10 + [whole] * 10
    assert run_sentence(ZH, run_of(shift)).startswith("有变化的迹象")
    # up and down by turns is not chance either, but no run is long and it crosses often
    turns = [half, whole] * 10
    assert run_sentence(EN, run_of(turns)).startswith("No sign of change")
    # all held in a year, then 4 of 5 month after month: nothing lies above all, so no row is told
    edge = run_of([whole] * 12 + [Fraction(4, 5)] * 11)
    assert not edge.has_signal
    assert run_sentence(ZH, edge) == (
        "中位数100%已在尺度端点，一侧不可能有数值，无法判断是否超出偶然。有11个月偏离，请逐一查看。"
    )
