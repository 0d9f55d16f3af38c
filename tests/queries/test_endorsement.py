"""Evidence from totals alone: what is counted, for whom, and at a price that does not grow."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import Period, period_until
from qa_app.domain.endorsement import NO_EVIDENCE, Evidence, HalfYear
from qa_app.domain.item_pairs import Pairs
from qa_app.domain.people import NO_REACH, Actor, Reach, Role
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import freeze, resolve
from qa_app.models.places import CentreRow
from qa_app.queries.area_evidence import AreaEvidence, evidence_within
from qa_app.queries.endorsement import (
    EvidenceBounds,
    criteria_centre,
    criteria_choices,
    criteria_within,
    places_and_areas,
    sealed_areas,
    sees_halves_only,
)
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.audits import ZONE, a_desk, all_met
from tests.builders import LIBRARY, a_file, item, section, words
from tests.criteria import H1_2026, H2_2025
from tests.people import NOON, OPERATOR, person
from tests.readings import count_in
from tests.register import two_centres
from tests.statements import counted

TODAY = date(2026, 3, 23)
NOW = period_until(TODAY)
JAN_2026, MAR_2026 = 2026 * 12, 2026 * 12 + 2
SEP_2025, MAR_2025 = 2025 * 12 + 8, 2025 * 12 + 2
TAGS = ("mandatory_report", "timeliness")
READER = person(Role.JUDICIAL_READER)
SUPERVISOR = person(Role.SENIOR_SUPERVISOR)
SQUARES = 4 * 850_000**2 + 2 * 400_000**2


def a_tagged_rubric(session: Session, version: str = "1.0.0", **fields: Any) -> int:
    plain = a_file(
        section(
            "A",
            item("A1"),
            item("R1", critical="stop", tags=["mandatory_report"]),
            item(
                "T1",
                scale="time3",
                clock={"from": "a", "to": "b", "within": "2d"},
                tags=["timeliness"],
            ),
            item("T2", tags=["timeliness"]),
        ),
        clocks=[{"id": "a", "zh": "a", "en": "a"}, {"id": "b", "zh": "b", "en": "b"}],
        **({"version": version, "status": "published", "note": words(version)} | fields),
    )
    assert [one for one in check_rubric(plain, LIBRARY) if one.severity == "error"] == []
    rubric = freeze(plain, LIBRARY)
    return publish_rubric(session, OPERATOR, rubric, resolve(plain, LIBRARY), at=NOON).version_id


CLEAN = {"A1": "met", "R1": "na", "T1": "on_time", "T2": "met"}


@pytest.fixture
def centres(session: Session) -> tuple[int, int]:
    return two_centres(session)


def looked_up(
    session: Session, actor=READER, period: Period = NOW, **filters: Any
) -> dict[tuple[int, str], AreaEvidence]:
    bounds = EvidenceBounds(**filters)
    within = criteria_within(session, actor, period.as_of, bounds)
    every = evidence_within(session, period, within, TAGS)
    found = [one for one in every if bounds.area in {"", one.area_code}]
    counts = places_and_areas(session, within, bounds.area)
    assert sum(count for _, count in counts) == len(found)
    return {(one.centre_id, one.area_code): one for one in found}


def evidence(session: Session, centre: int, period: Period = NOW) -> Evidence:
    return looked_up(session, period=period)[centre, "social_work"].evidence


def test_every_area_of_every_centre_is_there_even_without_a_file(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    found = looked_up(session)
    assert set(found) == {(a, "social_work"), (a, "legal_aid"), (b, "legal_aid")}
    assert all(one.evidence == NO_EVIDENCE for one in found.values())
    one = found[a, "social_work"]
    assert (one.name.zh, one.kind, one.place_name.en) == (
        "中心甲",
        "social_work_agency",
        "Panlong",
    )
    assert one.area_name.en == "Social work / case management"


def test_what_is_counted(session: Session, centres: tuple[int, int]) -> None:
    a, _ = centres
    version = a_tagged_rubric(session)
    count_in(session, a, version, JAN_2026, 4, codes=CLEAN)
    worse = {"A1": "met", "R1": "unmet", "T1": "late", "T2": "no_record"}
    count_in(
        session,
        a,
        version,
        MAR_2026,
        2,
        codes=worse,
        score_millionths=400_000,
        band_position=4,
        stop_count=1,
    )
    count_in(session, a, version, MAR_2026, 1, score_millionths=None, band_position=None, codes={})
    # outside the twelve months, inside the half-years: only its score counts
    count_in(session, a, version, MAR_2025, 3, codes=worse, band_position=4, stop_count=1)
    found = evidence(session, a)
    assert found.file_count == 7
    assert (found.banded_count, found.lowest_band_count, found.stop_count) == (6, 2, 2)
    assert found.halves == (
        HalfYear(
            "sample", 2025 * 2, 3, 3 * 850_000, 3 * 850_000**2, 3, 0, versions=(("1.0.0", 3),)
        ),
        HalfYear(
            "sample", H1_2026, 6, 4 * 850_000 + 2 * 400_000, SQUARES, 6, 4, versions=(("1.0.0", 6),)
        ),
    )
    assert found.tags["mandatory_report"] == Pairs(
        has_item=True, due_count=2, scored_count=2, failed_count=2, left_out_count=4
    )
    # T1: 4 on time, 2 late; T2: 4 met, 2 without a record
    assert found.tags["timeliness"] == Pairs(
        has_item=True, due_count=12, scored_count=12, top_count=8, failed_count=2
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"is_final": False},
        {"sample_type": "purposive"},
        {"sample_type": "imported"},
    ],
)
def test_what_never_counts(session: Session, centres: tuple[int, int], fields) -> None:
    a, _ = centres
    version = a_tagged_rubric(session)
    bad = {"band_position": 4, "stop_count": 1, "codes": {"R1": "unmet"}}
    count_in(session, a, version, JAN_2026, 9, **bad, **fields)
    found = evidence(session, a)
    assert (found.file_count, found.stop_count, found.halves) == (0, 0, ())
    assert not found.tags or found.tags["mandatory_report"].due_count == 0


def test_a_census_counts_beside_the_sample(session: Session, centres: tuple[int, int]) -> None:
    a, _ = centres
    version = a_tagged_rubric(session)
    count_in(session, a, version, JAN_2026, 2, codes=CLEAN)
    count_in(session, a, version, JAN_2026, 3, codes=CLEAN, sample_type="census")
    found = evidence(session, a)
    assert (found.file_count, found.halves[0].file_count) == (5, 5)


def test_versions_of_one_rubric_read_in_one_half_year_are_one_round(
    session: Session, centres: tuple[int, int]
) -> None:
    a, _ = centres
    for number, month in (("1.0.0", JAN_2026), ("1.1.0", MAR_2026)):
        count_in(session, a, a_tagged_rubric(session, number), month, 3, codes=CLEAN)
    assert evidence(session, a).halves == (
        HalfYear(
            "sample",
            H1_2026,
            6,
            6 * 850_000,
            6 * 850_000**2,
            6,
            6,
            versions=(("1.0.0", 3), ("1.1.0", 3)),
        ),
    )


def test_as_of_a_past_day_later_months_are_not_there(
    session: Session, centres: tuple[int, int]
) -> None:
    a, _ = centres
    version = a_tagged_rubric(session)
    count_in(session, a, version, SEP_2025, 5, codes=CLEAN)
    count_in(session, a, version, JAN_2026, 7, codes=CLEAN)
    autumn = period_until(date(2025, 12, 31))
    assert evidence(session, a, autumn).halves == (
        HalfYear("sample", H2_2025, 5, 5 * 850_000, 5 * 850_000**2, 5, 5, versions=(("1.0.0", 5),)),
    )
    before = period_until(date(2025, 8, 31))
    assert evidence(session, a, before) == NO_EVIDENCE


def test_red_lines_without_a_band_still_count(session: Session, centres: tuple[int, int]) -> None:
    a, _ = centres
    version = a_tagged_rubric(session)
    count_in(
        session, a, version, JAN_2026, 1, score_millionths=None, band_position=None, stop_count=2
    )
    found = evidence(session, a)
    assert (found.file_count, found.banded_count, found.stop_count) == (1, 0, 1)


@pytest.mark.parametrize(("count", "kept"), [(4, False), (5, True)])
def test_few_sealed_readings_are_left_out(
    session: Session, centres: tuple[int, int], count: int, kept: bool
) -> None:
    a, _ = centres
    sealed = a_tagged_rubric(session, id="hidden_matters", access="sealed")
    count_in(session, a, sealed, JAN_2026, count, codes=CLEAN, stop_count=1)
    one = looked_up(session)[a, "social_work"]
    assert (one.evidence.file_count, one.has_sealed) == (count if kept else 0, kept)
    sealed_ones = sealed_areas(session, criteria_within(session, READER, TODAY), TODAY, None)
    assert sealed_ones == ({(a, "social_work")} if kept else frozenset())


def test_other_areas_and_centres_keep_their_own(session: Session, centres: tuple[int, int]) -> None:
    a, b = centres
    social = a_tagged_rubric(session)
    legal = a_tagged_rubric(session, id="legal", area="legal_aid")
    count_in(session, a, social, JAN_2026, 5, codes=CLEAN)
    count_in(session, a, legal, JAN_2026, 6, codes=CLEAN, area_code="legal_aid")
    count_in(session, b, legal, JAN_2026, 7, codes=CLEAN, area_code="legal_aid")
    counts = {key: one.evidence.file_count for key, one in looked_up(session).items()}
    assert counts == {(a, "social_work"): 5, (a, "legal_aid"): 6, (b, "legal_aid"): 7}


def test_reach(session: Session, centres: tuple[int, int]) -> None:
    _, b = centres
    only_b = person(Role.JUDICIAL_READER, reach=Reach(centre_ids=frozenset({b})))
    assert set(looked_up(session, only_b)) == {(b, "legal_aid")}
    nobody = person(Role.JUDICIAL_READER, reach=NO_REACH)
    assert looked_up(session, nobody) == {}
    assert looked_up(session, person(Role.SYS_ADMIN)) == {}
    choices = criteria_choices(session, only_b)
    assert [code for code, _ in choices.areas] == ["legal_aid"]
    assert [name.en for _, name, _ in choices.places] == ["Yunnan", "Kunming", "Wuhua"]
    assert criteria_choices(session, nobody) == criteria_choices(session, person(Role.SYS_ADMIN))
    assert criteria_choices(session, nobody).areas == ()


def test_filters(session: Session, centres: tuple[int, int]) -> None:
    a, b = centres
    places = {name.en: place for place, name, _ in criteria_choices(session, READER).places}
    assert set(looked_up(session, area="legal_aid")) == {(a, "legal_aid"), (b, "legal_aid")}
    assert set(looked_up(session, place_id=places["Wuhua"])) == {(b, "legal_aid")}
    assert len(looked_up(session, place_id=places["Yunnan"])) == 3
    assert looked_up(session, place_id=10**9) == {}
    assert set(looked_up(session, centre_id=a)) == {(a, "social_work"), (a, "legal_aid")}
    assert set(looked_up(session, centre_id=a, area="legal_aid")) == {(a, "legal_aid")}
    assert looked_up(session, centre_id=a, place_id=places["Wuhua"]) == {}
    depths = [depth for _, _, depth in criteria_choices(session, READER).places]
    assert depths == [0, 1, 2, 2]


def test_a_centre_is_found_within_reach_only(session: Session, centres: tuple[int, int]) -> None:
    a, b = centres
    name = criteria_centre(session, READER, a)
    assert name is not None
    assert name.en == "Centre A"
    only_b = person(Role.JUDICIAL_READER, reach=Reach(centre_ids=frozenset({b})))
    assert criteria_centre(session, only_b, b) is not None
    assert criteria_centre(session, only_b, a) is None
    assert looked_up(session, only_b, centre_id=a) == {}
    assert criteria_centre(session, READER, 10**9) is None
    assert criteria_centre(session, person(Role.SYS_ADMIN), a) is None


def only(role: Role, centre_id: int) -> Actor:
    return person(role, reach=Reach(centre_ids=frozenset({centre_id})))


def test_one_centre_of_which_only_aggregates_are_seen_makes_days_end_half_years(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    assert sees_halves_only(session, READER)
    assert sees_halves_only(session, only(Role.CASEWORKER, a))
    assert not sees_halves_only(session, SUPERVISOR)
    assert not sees_halves_only(session, only(Role.AUDITOR, a))
    auditor = only(Role.AUDITOR, b)
    for other in (READER, only(Role.CASEWORKER, a)):
        mixed = replace(other, grants=(*other.grants, *auditor.grants))
        assert sees_halves_only(session, mixed)
    own_centre = replace(auditor, grants=(*auditor.grants, *only(Role.CASEWORKER, b).grants))
    assert not sees_halves_only(session, own_centre)
    # a branch that holds the centre covers it as well
    path = session.execute(select(CentreRow.place_path).where(CentreRow.id == a)).scalar_one()
    branch = person(Role.AUDITOR, reach=Reach(place_paths=frozenset({path})))
    both = replace(branch, grants=(*branch.grants, *only(Role.CASEWORKER, a).grants))
    assert not sees_halves_only(session, both)


def test_closed_centres_are_left_out_from_the_day_they_closed(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    session.execute(update(CentreRow).where(CentreRow.id == a).values(closed_on=date(2026, 1, 31)))
    session.commit()
    assert set(looked_up(session)) == {(b, "legal_aid")}
    earlier = period_until(date(2025, 12, 31))
    assert len(looked_up(session, period=earlier)) == 3


def test_more_files_and_months_cost_no_more_queries(
    session: Session, centres: tuple[int, int]
) -> None:
    a, b = centres
    social = a_tagged_rubric(session)
    legal = a_tagged_rubric(session, id="legal", area="legal_aid")
    count_in(session, a, social, JAN_2026, 1, codes=CLEAN)
    within = criteria_within(session, READER, TODAY)
    evidence_within(session, NOW, within, TAGS)
    with counted(session) as few:
        evidence_within(session, NOW, within, TAGS)
    for month in range(SEP_2025, MAR_2026 + 1):
        for version, centre, area in (
            (social, a, "social_work"),
            (legal, a, "legal_aid"),
            (legal, b, "legal_aid"),
        ):
            count_in(session, centre, version, month, 6, codes=CLEAN, area_code=area)
    evidence_within(session, NOW, within, TAGS)
    with counted(session) as many:
        evidence_within(session, NOW, within, TAGS)
    # totals, answers, areas; how reliable readings are: totals and pairs; actions: what is
    # open or was read lately, what fell due
    assert len(few) == len(many) == 7


def test_a_signed_file_enters_once_its_answer_window_is_over(session: Session) -> None:
    desk = a_desk(session)
    save_entries(session, desk.reader, desk.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, desk.reader, desk.audit, ZONE, at=NOON)
    assert evidence(session, desk.centre).file_count == 0
    # ten working days after Monday 23 March 2026, 6 April being a day off
    finalise_audits(session, OPERATOR, ZONE, at=datetime(2026, 4, 7, 16, 0, tzinfo=UTC))
    found = evidence(session, desk.centre)
    assert (found.file_count, found.banded_count, found.lowest_band_count) == (1, 1, 0)
    assert found.halves == (
        HalfYear("sample", H1_2026, 1, 1_000_000, 10**12, 1, 1, versions=(("1.0.0", 1),)),
    )
