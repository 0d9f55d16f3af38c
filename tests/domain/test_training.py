from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.text import BilingualText
from qa_app.domain.training import (
    NewAttendance,
    NewCourse,
    NewEvent,
    NewModule,
    NewTrainer,
    NewTraining,
    check_training,
)

TODAY = date(2026, 3, 23)
NAME = BilingualText("儿童访谈", "Talking with children")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewCourse("课", NAME), "not_a_code"),
        (NewCourse("C1", BilingualText("", "")), "text_missing"),
        (NewCourse("C1", BilingualText("电话13812345678", "")), "names_person"),
        (NewModule("C1", "M1", NAME, 0), "minutes_unfit"),
        (NewModule("C1", "M1", NAME, 14401), "minutes_unfit"),
        (NewEvent("E1", "C1", "", "KM", date(2026, 3, 24), 60), "event_day"),
        (NewTrainer("E1"), "trainer_unfit"),
        (NewTrainer("E1", "A", "W1", "大学"), "trainer_unfit"),
        (NewAttendance("E1", "A", "W1", 0), "minutes_unfit"),
    ],
)
def test_what_cannot_be_recorded(new: NewTraining, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_training(new, TODAY)
    assert refused.value.code == code


def test_what_can_be_recorded() -> None:
    for new in (
        NewCourse("C1", BilingualText("儿童访谈", "")),
        NewModule("C1", "M1", NAME, 90),
        NewEvent("E1", "C1", "M1", "KM", TODAY, 90),
        NewTrainer("E1", organisation="云南大学"),
        NewTrainer("E1", "A", "W1"),
        NewAttendance("E1", "A", "W1", 90),
    ):
        check_training(new, TODAY)
