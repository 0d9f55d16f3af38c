"""What is due is kept with its reason; bands, volumes and turns by worked examples."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.due import UNKNOWN_BAND, DueReason, Tier, Volume
from qa_app.domain.due_needs import (
    BandOfFiles,
    Candidate,
    DueNeed,
    DueWhy,
    NeedKind,
    band_of,
    may_be_proposed,
    need_key,
    needs_due,
    people_due,
    takes_turns,
    volumes_of,
    why_from,
)
from qa_app.domain.rhythm import RhythmReason
from qa_app.domain.supervision import SessionType

REASONS = [*DueReason, *RhythmReason]


@given(
    st.builds(
        DueWhy,
        reason=st.sampled_from([one.value for one in REASONS]),
        last_on=st.none() | st.dates(),
        days=st.none() | st.integers(1, 400),
        band=st.none() | st.sampled_from("ABCD"),
        files=st.integers(0, 900),
        percent=st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10),
        volume=st.none() | st.sampled_from([one.value for one in Volume]),
        red_lines=st.integers(0, 9),
        planned_on=st.none() | st.dates(),
        later_on=st.none() | st.dates(),
        overdue_actions=st.integers(0, 9),
        missed_months=st.integers(0, 2),
    )
)
def test_a_reason_is_read_as_it_was_written(why: DueWhy) -> None:
    assert why_from(why.plain()) == why


def test_the_key_of_a_need_names_kind_and_number() -> None:
    day = date(2026, 4, 9)
    need = DueNeed(
        NeedKind.AGREEMENT,
        7,
        1,
        SessionType.INDIVIDUAL,
        day,
        Tier.OVERDUE,
        DueWhy(RhythmReason.MONTHLY.value),
    )
    assert need.key == need_key("agreement", 7) == "agreement:7"
    # of a centre's people, with whom it is agreed or not; neither visits nor other work, nor
    # supervisors who are supervised
    needs = (
        need,
        replace(need, kind=NeedKind.PRACTITIONER, id=3),
        replace(need, id=8, type=SessionType.SUPERVISION_OF_SUPERVISORS),
        replace(need, kind=NeedKind.CENTRE, id=1, type=SessionType.FIELD_SUPPORT_VISIT),
        replace(need, kind=NeedKind.PRACTITIONER, id=4, centre_id=2),
        replace(need, kind=NeedKind.ASSESSMENT, id=5, centre_id=2),
    )
    assert people_due(needs) == {1: 2, 2: 1}


@pytest.mark.parametrize(
    ("files", "percents", "band"),
    [
        (4, 360, BandOfFiles(UNKNOWN_BAND, 4)),
        (0, 0, BandOfFiles(UNKNOWN_BAND, 0)),
        (5, 450, BandOfFiles("A", 5, 90.0)),
        (10, 899, BandOfFiles("B", 10, 89.9)),
        (5, 400, BandOfFiles("B", 5, 80.0)),
        (5, 300, BandOfFiles("C", 5, 60.0)),
        (5, 299, BandOfFiles("D", 5, 59.8)),
        (5, 0, BandOfFiles("D", 5, 0.0)),
    ],
)
def test_the_band_is_that_of_the_mean_once_there_are_five_files(
    files: int, percents: int, band: BandOfFiles
) -> None:
    assert band_of(files, percents * 10_000) == band


def test_many_cases_are_more_than_the_median_centre_has() -> None:
    assert volumes_of({1: 3, 2: 9, 3: 5}) == {1: Volume.LOW, 2: Volume.HIGH, 3: Volume.LOW}
    assert volumes_of({1: 4}) == {1: Volume.LOW}
    assert volumes_of({}) == {}


def test_after_three_visits_running_somebody_else_goes_if_there_is_somebody() -> None:
    assert takes_turns([7, 7, 7, 8], others=1) == 7
    assert takes_turns([7, 7, 7], others=0) is None
    assert takes_turns([7, 7, 8, 7], others=3) is None
    assert takes_turns([7, 7], others=3) is None


def test_the_running_month_and_two_more_are_proposed() -> None:
    today = date(2026, 11, 28)
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert [may_be_proposed(month, today) for month in months] == [False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "is_one"),
    [
        ({}, False),
        ({"overdue_actions": 1}, True),
        ({"missed_months": 1}, False),
        ({"missed_months": 2}, True),
        ({"percent": 60.0}, False),
        ({"percent": 59.9}, True),
    ],
)
def test_a_cause_for_concern_comes_before_the_routine(
    fields: dict[str, float], is_one: bool
) -> None:
    day, today = date(2026, 4, 20), date(2026, 4, 1)
    why = DueWhy(DueReason.BAND_INTERVAL.value, date(2026, 1, 9), 91)
    visit = SessionType.FIELD_SUPPORT_VISIT
    routine = Candidate(NeedKind.CENTRE, 1, 1, visit, date(2026, 4, 2), why)
    other = Candidate(NeedKind.CENTRE, 2, 2, visit, day, replace(why, **fields))
    found = needs_due([routine, other], today, date(2026, 4, 30))
    assert [one.id for one in found] == ([2, 1] if is_one else [1, 2])
    assert found[0].tier is (Tier.CONCERN if is_one else Tier.DUE_SOON)
