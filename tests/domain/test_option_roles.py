from pathlib import Path

import pytest

from qa_app.domain.option_roles import digits_of, roles_of
from qa_app.domain.rubric import Option, Rubric, Scale
from qa_app.domain.text import NO_TEXT
from qa_app.rubric_files.reader import load_rubric


@pytest.fixture(scope="session")
def scales(shipped: Path) -> dict[str, Scale]:
    found: dict[str, Scale] = {}
    for name in ("sw_case_management", "qa_system_maturity", "family_education", "legal_aid"):
        rubric: Rubric = load_rubric(shipped / f"{name}.yaml", shipped)
        found |= {item.scale.code: item.scale for item in rubric.items.values()}
        if rubric.holistic is not None:
            found[rubric.holistic.scale.code] = rubric.holistic.scale
    return found


@pytest.mark.parametrize(
    ("scale", "roles", "digits"),
    [
        ("mpu", ["met", "part", "unmet", "norec", "na"], "12340"),
        ("time3", ["met", "part", "unmet", "na", "na"], ["1", "2", "3", "", "0"]),
        ("freq3", ["met", "part", "unmet", "na", "na"], ["1", "2", "3", "", "0"]),
        ("breach3", ["met", "unmet", "norec"], "123"),
        ("maturity4", ["unmet", "part", "part", "met"], "1234"),
        ("peer5", ["met", "part", "part", "part", "unmet"], "12345"),
    ],
)
def test_looks_and_digits(
    scale: str, roles: list[str], digits: str | list[str], scales: dict[str, Scale]
) -> None:
    assert list(roles_of(scales[scale]).values()) == roles
    assert list(digits_of(scales[scale]).values()) == list(digits)


def test_a_scale_that_only_excludes() -> None:
    scale = Scale("odd", "points", (Option("na", None, NO_TEXT),))
    assert list(roles_of(scale).values()) == ["na"]
