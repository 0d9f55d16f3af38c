from dataclasses import replace
from datetime import date

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.register_terms import AreaCertificates, Certificate
from qa_app.domain.text import BilingualText
from qa_app.domain.workers import (
    AnsweredBy,
    CheckOutcome,
    NewCheck,
    NewLicence,
    NewWorkerProfile,
    Tier,
    WorkerKind,
    check_check,
    check_profile,
    licence_area,
)

TODAY = date(2026, 3, 23)
PROFILE = NewWorkerProfile(date(2026, 1, 1), WorkerKind.WORKER, Tier.COMMUNITY, True, 100, True)
LICENCE = NewLicence("lawyer", "", date(2025, 1, 1), date(2027, 1, 1))
TABLES = (AreaCertificates("legal_aid", (Certificate("lawyer", BilingualText("律师", "Lawyer")),)),)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"from_on": date(2025, 12, 31)}, "profile_day"),
        ({"from_on": date(2026, 3, 24)}, "profile_day"),
        ({"full_time_percent": 0}, "full_time_share"),
        ({"full_time_percent": 101}, "full_time_share"),
        ({"under": "W2"}, "under_unfit"),
        ({"kind": WorkerKind.STUDENT}, "under_missing"),
        ({"kind": WorkerKind.VOLUNTEER}, "under_missing"),
    ],
)
def test_profiles_that_cannot_be(fields: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check_profile(replace(PROFILE, **fields), date(2026, 1, 1), TODAY)
    assert refused.value.code == code


def test_profiles_that_can_be() -> None:
    for one in (PROFILE, replace(PROFILE, kind=WorkerKind.STUDENT, under="W2")):
        check_profile(one, date(2026, 1, 1), TODAY)


def test_a_licence_belongs_to_the_area_whose_table_names_it() -> None:
    assert licence_area(LICENCE, TABLES) == "legal_aid"
    for one, code in (
        (replace(LICENCE, kind="plumber"), "licence_unknown"),
        (replace(LICENCE, level="best"), "licence_level"),
        (replace(LICENCE, valid_until=date(2024, 12, 31)), "ends_before_start"),
    ):
        with pytest.raises(InvalidError) as refused:
            licence_area(one, TABLES)
        assert refused.value.code == code


def test_checks_that_cannot_be() -> None:
    answer = (date(2026, 3, 1), CheckOutcome.CLEAR, AnsweredBy.POLICE)
    check_check(NewCheck(TODAY), TODAY)
    check_check(NewCheck(date(2026, 2, 1), *answer), TODAY)
    for one, code in (
        (NewCheck(date(2026, 3, 24)), "check_day"),
        (NewCheck(date(2026, 3, 2), *answer), "check_day"),
        (NewCheck(date(2026, 2, 1), date(2026, 3, 1)), "check_half_answered"),
        (NewCheck(date(2026, 2, 1), None, CheckOutcome.CLEAR), "check_half_answered"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_check(one, TODAY)
        assert refused.value.code == code
