from datetime import date

from qa_app.domain.endings import Ending, Ends, of_endings
from qa_app.domain.reminders import ReminderKind, ReviewPart, of_reviews
from qa_app.wording import Words
from qa_app.wording.reminders import FAULTS, KINDS, reminder_line

ZH, EN = Words("zh"), Words("en")


def test_reviews_are_told_kind_by_kind() -> None:
    counted = {ReviewPart.LATE: 1, ReviewPart.TO_DO: 2, ReviewPart.ANSWER: 3}
    (one,) = of_reviews(counted, date(2026, 4, 9))
    assert reminder_line(EN, one.kind, one.content) == (
        "Reviews: overdue: 1; to do: 2; results to answer: 3."
    )
    assert reminder_line(ZH, one.kind, one.content).startswith("评查待办：")
    assert "待完成2项；待答复结果3项。" in reminder_line(ZH, one.kind, one.content)


def test_every_kind_and_every_part_has_words_in_both_languages() -> None:
    assert set(KINDS) == set(ReminderKind)
    everything = dict.fromkeys(ReviewPart, 4)
    (one,) = of_reviews(everything, date(2026, 4, 9))
    said = reminder_line(ZH, one.kind, one.content)
    assert said.count("4") == len(ReviewPart)
    assert not any(letter.isascii() and letter.isalpha() for letter in said)
    assert all(ZH.say(text) != text for text in FAULTS.values())


def test_what_ends_is_told_by_kind_and_warning() -> None:
    day = date(2026, 9, 22)
    ends = [Ends(what, "1", day) for what in Ending] + [Ends(Ending.CHECK, "2", day)]
    (one,) = of_endings(ends, (), date(2026, 9, 1))
    assert reminder_line(EN, one.kind, one.content) == (
        "Within 30 days these end: entries in the register: 1; papers of the centre: 1; certificates"
        " of workers: 1; offence-record checks of workers: 2; review dates of documents in the library:"
        " 1."
    )
    assert reminder_line(ZH, one.kind, one.content) == (
        "30日内到期：名录纳入1项；机构证照1份；工作人员证书1份；工作人员违法犯罪记录查询2份；标准库文件复核1份。"
    )
