"""A version that shipped once never says anything else: installations hold it frozen."""

import pytest

from qa_app.domain.criteria_versions import content_of, fingerprint_of
from qa_app.paths import resource
from qa_app.rubric_files.criteria import read_criteria_plain
from qa_app.rubric_files.reader import read_rubric
from tests.shipped import NAMES

FROZEN = {
    ("appropriate_adult", "1.0.0"): "1c6f24df23a7",
    ("family_education", "1.0.0"): "a8a191b61638",
    ("legal_aid", "1.0.0"): "60750fad9dfe",
    ("one_stop_centre", "1.0.0"): "e554f7985531",
    ("psychological_support", "1.0.0"): "99f62c08bb7b",
    ("qa_system_maturity", "1.0.0"): "1af0da66d6ed",
    ("reference/osri", "3.0.0"): "4c451e91a9a7",
    ("reference/weakest_grade", "1.0.0"): "8f46d9f3b615",
    ("social_investigation", "1.0.0"): "2820569a0b46",
    ("supervision_practice", "1.0.0"): "24097dc0871d",
    ("sw_case_management", "1.0.0"): "143357c8dca2",
    ("endorsement_criteria", "1.0.0"): "e276958bd615",
}
"""File and version to the start of its fingerprint; a change of words needs a new version, and a
row of its own."""


@pytest.mark.parametrize("name", NAMES)
def test_a_rubric_says_what_it_said_under_this_version(name: str) -> None:
    shipped = resource("rubrics")
    rubric = read_rubric(shipped / f"{name}.yaml", shipped).rubric
    assert FROZEN[name, rubric.version] == rubric.fingerprint[:12]


def test_criteria_say_what_they_said_under_this_version() -> None:
    plain = read_criteria_plain(resource("rubrics") / "endorsement_criteria.yaml")
    fingerprint = fingerprint_of(content_of(plain))
    assert FROZEN["endorsement_criteria", plain["version"]] == fingerprint[:12]
