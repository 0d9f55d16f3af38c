from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from qa_app.domain.errors import InvalidError
from qa_app.domain.rounds import (
    CrowdedDay,
    RoundPlan,
    Visit,
    check_round,
    crowded_days,
    frozen_change,
)
from qa_app.domain.sample_design import SampleDesign

TODAY = date(2026, 3, 23)
PLAN = RoundPlan(
    date(2025, 7, 1),
    date(2025, 12, 31),
    date(2026, 4, 1),
    date(2026, 4, 30),
    (1, 2),
    (5,),
    SampleDesign(number=5),
    owner_id=3,
    readers=(4,),
)


def test_a_round_that_makes_sense() -> None:
    check_round(PLAN, TODAY)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_from": date(2026, 1, 1)}, "period_order"),
        ({"period_from": date(2024, 11, 26)}, "period_too_long"),
        ({"starts_on": date(2026, 5, 1)}, "reading_order"),
        ({"ends_on": date(2028, 3, 24)}, "day_out_of_bounds"),
        ({"centres": ()}, "centres_missing"),
        ({"centres": tuple(range(61))}, "too_many_centres"),
        ({"rubrics": ()}, "rubrics_missing"),
        ({"readers": ()}, "readers_missing"),
        ({"design": SampleDesign(number=0)}, "files_wanted"),
        ({"moderator_id": 4}, "moderator_reads"),
        ({"period_from": date(2026, 4, 2), "period_until": date(2026, 4, 3)}, "period_ahead"),
    ],
)
def test_what_is_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError, match=code):
        check_round(replace(PLAN, **fields), TODAY)


def test_all_that_is_wrong_is_told_together() -> None:
    wrong = replace(
        PLAN,
        period_from=date(2026, 1, 1),
        starts_on=date(2026, 5, 1),
        centres=(),
        readers=(),
        design=SampleDesign(number=0),
    )
    with pytest.raises(InvalidError) as refused:
        check_round(wrong, TODAY)
    assert refused.value.codes == (
        "period_order",
        "reading_order",
        "centres_missing",
        "readers_missing",
        "files_wanted",
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_until": date(2025, 12, 30)}, "period_frozen"),
        ({"rubrics": (6,)}, "rubrics_frozen"),
        ({"design": SampleDesign(number=6)}, "design_frozen"),
        ({"centres": (1, 2, 9), "ends_on": date(2026, 5, 8), "readers": (8,)}, None),
        ({"moderator_id": 7}, None),
    ],
)
def test_after_a_frame_is_frozen_only_people_days_and_centres_change(
    fields: dict[str, Any], code: str | None
) -> None:
    assert frozen_change(PLAN, replace(PLAN, **fields)) == code


def test_a_day_that_asks_more_of_somebody_than_it_holds() -> None:
    monday, tuesday = date(2026, 12, 7), date(2026, 12, 8)
    led = [(tuesday, 2, "乙", 5), (tuesday, 2, "乙", 5), (tuesday, 2, "乙", 6)]  # twelve hours
    others = [(tuesday, 1, "甲", 5), (tuesday, 1, "甲", 6), (monday, 2, "乙", 7)]  # eight are a day
    visits = [Visit(on, (account, name), centre) for on, account, name, centre in led + others]
    assert crowded_days(visits) == (CrowdedDay(tuesday, "乙", 3, 2, 720),)
