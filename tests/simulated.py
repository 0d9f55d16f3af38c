"""What simulations start from: the four shipped rubrics of case files."""

from functools import cache
from pathlib import Path

from qa_app.domain.simulation import Field
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.reader import load_rubric

KINDS = {
    "sw_case_management": "social_work_agency",
    "legal_aid": "law_firm",
    "psychological_support": "counselling_provider",
    "family_education": "family_education_body",
}


@cache
def fields(shipped: Path) -> tuple[Field, ...]:
    calendar = next(
        one for one in read_holidays(shipped / "holidays.yaml") if one.region == "CN"
    ).calendar()
    rubrics = {name: load_rubric(shipped / f"{name}.yaml", shipped) for name in KINDS}
    return tuple(
        Field(rubric.area, KINDS[name], rubric, calendar) for name, rubric in rubrics.items()
    )
