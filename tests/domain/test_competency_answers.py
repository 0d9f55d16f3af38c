from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import (
    AssessmentKind,
    Marks,
    NewAssessment,
    NewSurvey,
    check_assessment,
    check_survey,
    next_assessment,
    note_place,
)
from qa_app.domain.errors import InvalidError
from tests.competencies import CODES, levels

DAY = date(2026, 4, 9)
MADE = NewAssessment(1, AssessmentKind.SUPERVISOR, DAY, levels(Level.BASIC))


def refused(made: NewAssessment) -> str:
    with pytest.raises(InvalidError) as fault:
        check_assessment(made, CODES, date(2024, 1, 1), DAY)
    return fault.value.code


def test_the_next_one_is_due_a_year_later_unless_said_otherwise() -> None:
    assert next_assessment(DAY) == date(2027, 4, 9)
    assert MADE.due_next == date(2027, 4, 9)
    assert replace(MADE, next_on=date(2026, 10, 1)).due_next == date(2026, 10, 1)
    check_assessment(MADE, CODES, DAY, DAY)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"levels": {"K1": Level.BASIC}}, "levels_missing"),
        ({"levels": levels(Level.BASIC) | {"K3": Level.BASIC}}, "levels_missing"),
        ({"on": date(2026, 4, 10)}, "assessment_day"),
        ({"on": date(2023, 12, 31)}, "assessment_day"),
        ({"next_on": DAY}, "next_day"),
        ({"next_on": date(2028, 4, 9)}, "next_day"),
        ({"note": "电话 13812345678"}, "phone"),
        ({"note": "王小明的母亲不满意"}, "likely_name"),
        ({"note": "字" * 2001}, "text_too_long"),
    ],
)
def test_what_may_not_be_kept(fields: dict[str, object], code: str) -> None:
    assert refused(replace(MADE, **fields)) == code  # type: ignore[arg-type]


def test_the_last_day_of_the_next_one() -> None:
    check_assessment(replace(MADE, next_on=date(2028, 4, 8)), CODES, DAY, DAY)


@pytest.mark.parametrize(
    ("confidence", "importance", "is_need"),
    [(1, 3, True), (2, 4, True), (3, 4, False), (2, 2, False), (4, 4, False)],
)
def test_what_matters_and_is_not_sure_is_a_need(
    confidence: int,
    importance: int,
    is_need: bool,
) -> None:
    assert Marks(confidence, importance).is_need is is_need


@pytest.mark.parametrize(
    "marks",
    [
        {"K1": Marks(1, 1)},
        {"K1": Marks(1, 1), "K2": Marks(0, 4)},
        {"K1": Marks(5, 1), "K2": Marks(1, 1)},
    ],
)
def test_surveys_ask_for_every_mark(marks: dict[str, Marks]) -> None:
    with pytest.raises(InvalidError, match="marks_missing"):
        check_survey(NewSurvey(1, marks), CODES)


def test_a_whole_survey_is_kept() -> None:
    check_survey(NewSurvey(1, {"K1": Marks(1, 4), "K2": Marks(4, 1)}), CODES)
    assert note_place(12) == "competency_assessment/12"
