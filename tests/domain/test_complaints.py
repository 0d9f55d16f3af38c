from datetime import date

import pytest

from qa_app.domain.complaints import (
    Answer,
    Channel,
    Complainant,
    NewComplaint,
    Outcome,
    Topic,
    answer_due,
    check_answer,
    check_complaint,
    was_answered_on_time,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.working_days import WorkingCalendar

TODAY = date(2026, 3, 31)
MONDAY = date(2026, 3, 2)


def complaint(text: str, on: date = MONDAY, reason: str = "") -> NewComplaint:
    return NewComplaint(on, Channel.BOX, Topic.DELAY, Complainant.ANONYMOUS, text, reason)


def test_an_answer_is_due_in_fifteen_working_days() -> None:
    calendar = WorkingCalendar("CN", frozenset({2026}), frozenset(), frozenset())
    assert answer_due(MONDAY, calendar) == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  ", "text_missing"),
        ("\u202e\u200b", "text_missing"),
        ("字" * 2001, "text_too_long"),
        ("电话13812345678", "phone"),
        ("11010519491231002X", "id_number"),
        ("社工张伟没有来", "likely_name"),
    ],
)
def test_texts_that_say_nothing_or_too_much_are_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_complaint(complaint(text), TODAY)
    with pytest.raises(InvalidError, match=code):
        check_answer(Answer(TODAY, Outcome.UPHELD, text), MONDAY, TODAY)


def test_a_name_is_kept_for_a_reason_and_days_fit() -> None:
    check_complaint(complaint("社工张伟没有来", reason="公开任命的岗位"), TODAY)
    with pytest.raises(InvalidError, match="day_ahead"):
        check_complaint(complaint("等了很久", date(2026, 4, 1)), TODAY)
    with pytest.raises(InvalidError, match="day_too_early"):
        check_answer(Answer(date(2026, 3, 1), Outcome.PARTLY, "已说明"), MONDAY, TODAY)


@pytest.mark.parametrize(
    ("answered", "as_of", "is_on_time"),
    [
        (None, 23, None),
        (None, 24, False),
        (23, 31, True),
        (24, 31, False),
        (24, 23, None),
    ],
)
def test_late_is_after_the_last_day(
    answered: int | None, as_of: int, is_on_time: bool | None
) -> None:
    on = None if answered is None else date(2026, 3, answered)
    due = date(2026, 3, 23)
    assert was_answered_on_time(due, on, date(2026, 3, as_of)) is is_on_time
    assert was_answered_on_time(None, on, TODAY) is None
