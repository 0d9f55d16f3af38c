from datetime import date

import pytest

from qa_app.domain.competencies import framework_from
from qa_app.domain.competency_lists import Assessable, misfit_of
from qa_app.domain.register_lists import Line, Value
from tests.competencies import a_framework

PEOPLE = {
    ("A", "W1"): Assessable("social_work", date(2025, 1, 6), None),
    ("A", "W3"): Assessable("social_work", date(2025, 1, 6), date(2026, 3, 1)),
}
FRAMEWORKS = {
    f"{area}/1.0.0": framework_from(a_framework(area=area)) for area in ("social_work", "legal_aid")
}
TODAY = date(2026, 4, 9)
ASSESSED: Line = {
    "centre": "A",
    "worker": "W1",
    "framework": "social_work/1.0.0",
    "kind": "supervisor",
    "assessed_on": date(2026, 3, 2),
    "next_on": date(2027, 3, 2),
    "levels": '{"K1":1,"K2":3}',
}
SURVEYED: Line = {
    "centre": "A",
    "worker": "W1",
    "framework": "social_work/1.0.0",
    "answered_on": TODAY,
    "answers": '{"K1":[1,4],"K2":[3,3]}',
}


def test_what_fits() -> None:
    assert misfit_of(ASSESSED, PEOPLE, FRAMEWORKS, TODAY) is None
    assert misfit_of(SURVEYED, PEOPLE, FRAMEWORKS, TODAY) is None
    left = {**ASSESSED, "worker": "W3", "assessed_on": date(2026, 3, 1)}
    assert misfit_of(left, PEOPLE, FRAMEWORKS, TODAY) is None


@pytest.mark.parametrize(
    ("line", "name", "value", "flaw"),
    [
        (ASSESSED, "worker", "W2", "unknown_code"),  # of somebody else
        (ASSESSED, "framework", "legal_aid/1.0.0", "not_together"),
        (ASSESSED, "levels", '{"K1":1}', "marks_missing"),
        (ASSESSED, "levels", '{"K1":1,"K2":3,"K3":1}', "marks_of_others"),
        (ASSESSED, "assessed_on", date(2025, 1, 5), "day_outside"),  # before they came
        (ASSESSED, "assessed_on", date(2026, 4, 10), "day_outside"),
        (ASSESSED, "next_on", date(2026, 3, 2), "day_outside"),
        (ASSESSED, "next_on", date(2028, 3, 2), "day_outside"),  # 731 days later
        (SURVEYED, "answers", '{"K1":[1,4]}', "marks_missing"),
        (SURVEYED, "answered_on", date(2025, 1, 5), "day_outside"),
    ],
)
def test_what_does_not(line: Line, name: str, value: Value, flaw: str) -> None:
    found = misfit_of({**line, name: value}, PEOPLE, FRAMEWORKS, TODAY)
    assert found is not None
    assert (found[0], found[1].flaw.value) == (name, flaw)


def test_who_left_is_assessed_up_to_their_last_day() -> None:
    found = misfit_of({**ASSESSED, "worker": "W3"}, PEOPLE, FRAMEWORKS, TODAY)
    assert found is not None
    assert (found[0], found[1].params) == (
        "assessed_on",
        {"least": "2025-01-06", "most": "2026-03-01"},
    )
