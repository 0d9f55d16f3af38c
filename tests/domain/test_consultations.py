from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from qa_app.domain.consultations import (
    Stage,
    answer_place,
    check_words,
    median_days,
    question_place,
    stage_of,
)
from qa_app.domain.errors import InvalidError

AT = datetime(2026, 3, 23, 12, 0)


def test_how_far_a_question_is() -> None:
    assert stage_of(None, None, None) is Stage.ASKED
    assert stage_of(AT, None, None) is Stage.GIVEN
    assert stage_of(AT, AT, None) is Stage.ANSWERED
    assert stage_of(AT, AT, AT) is Stage.CLOSED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  ", "no_words"),
        ("x" * 2001, "long_words"),
        ("孩子姓名：李小明", "identity_in_words"),
        ("电话13888123456", "identity_in_words"),
        ("530102201504011237", "identity_in_words"),
    ],
)
def test_words_say_something_and_name_nobody(text: str, code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_words(text)
    assert check_words(" 如何评估风险？ ") == "如何评估风险？"


def test_the_middle_of_the_days() -> None:
    def spans(*days: int) -> list[tuple[datetime, datetime]]:
        return [(AT, AT + timedelta(days=one)) for one in days]

    assert median_days([]) is None
    assert median_days(spans(9, 1, 3)) == 3
    assert median_days(spans(1, 2)) == Fraction(3, 2)


def test_words_are_sealed_to_their_place() -> None:
    assert question_place(5) == "consultation/5/question"
    assert answer_place(5) == "consultation/5/answer"
