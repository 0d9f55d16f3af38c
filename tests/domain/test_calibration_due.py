from datetime import date, timedelta

import pytest

from qa_app.domain.calibration_due import PracticeRead, is_calibration_due

FILES = ("rubric_1", "rubric_2")
TODAY = date(2026, 3, 23)
HALF_A_YEAR_AGO = TODAY - timedelta(days=182)


def read(practice: str, version: str = "1.0.0", on: date = TODAY) -> PracticeRead:
    return PracticeRead(practice, version, on)


@pytest.mark.parametrize(
    ("done", "due"),
    [
        ([], True),
        ([read("rubric_1")], True),
        ([read("rubric_1"), read("rubric_2")], False),
        ([read("rubric_1", on=HALF_A_YEAR_AGO), read("rubric_2")], False),
        ([read("rubric_1", on=HALF_A_YEAR_AGO - timedelta(days=1)), read("rubric_2")], True),
        # a minor version asks only what changed, by itself; a major one everything anew
        ([read("rubric_1", "1.3.0"), read("rubric_2")], False),
        ([read("rubric_1", "2.0.0"), read("rubric_2")], True),
        ([read("other_1"), read("other_2")], True),
    ],
)
def test_every_file_once_for_each_version_and_twice_a_year(
    done: list[PracticeRead], due: bool
) -> None:
    assert is_calibration_due(FILES, done, "1.0.0", TODAY) is due
