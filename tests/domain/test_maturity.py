import json
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.maturity import (
    Evidence,
    EvidenceCode,
    RegionFacts,
    evidence_of,
    facts_from,
    is_gap,
    plain_facts,
    profile_from,
    region_label,
    year_from,
    years_over,
)

FACTS = RegionFacts(
    documents=4,
    procedures=2,
    data_clauses=3,
    versions=9,
    centres=10,
    centres_read=8,
    centres_final=7,
    files=60,
    files_final=51,
    practitioners=40,
    supervised=36,
    due=120,
    held=108,
    recorded=100,
    support=55,
    actions=12,
    verified=9,
)


def test_every_item_of_the_rubric_has_its_evidence_or_its_gap() -> None:
    code = EvidenceCode
    assert evidence_of(FACTS, "S1")[0] == Evidence(code.SUPERVISED, 36, 40)
    assert evidence_of(FACTS, "S2") == (
        Evidence(code.SESSIONS, 108, 120),
        Evidence(code.RECORDS, 100, 108),
    )
    assert evidence_of(FACTS, "N3") == (Evidence(code.VERSIONS, 9),)
    assert evidence_of(FACTS, "D3")[0] == Evidence(code.ACTIONS, 9, 12)
    for item in ("N1", "N2", "N3", "S1", "S2", "S3", "L1", "L2", "L3", "D1", "D2", "D3"):
        assert evidence_of(FACTS, item)
        assert Evidence(code.UNKNOWN) not in evidence_of(FACTS, item)
    # what the platform does not know is said so, and is no zero
    assert [is_gap(one) for one in evidence_of(FACTS, "L1")] == [False, True, True]
    assert evidence_of(FACTS, "L2") == (Evidence(code.NOT_THEN),)
    assert evidence_of(FACTS, "L3")[1] == Evidence(code.NOT_THEN)
    assert evidence_of(FACTS, "X9") == (Evidence(code.UNKNOWN),)


def test_certificates_by_level_and_centres_of_the_register() -> None:
    code = EvidenceCode
    levels = {"community": (30, 21), "statutory": (8, 8), "supervision": (0, 0)}
    facts = replace(FACTS, levels=levels, children=35, certified=27, listed=4)
    assert evidence_of(facts, "L1") == (
        Evidence(code.PRACTITIONERS, 40),
        Evidence(code.LICENSED_STATUTORY, 8, 8),
        Evidence(code.LICENSED_COMMUNITY, 21, 30),
        Evidence(code.NO_LICENCES),
    )
    assert evidence_of(facts, "L2") == (Evidence(code.CERTIFIED, 27, 35),)
    assert evidence_of(facts, "L3")[1] == Evidence(code.LISTED, 4, 10)
    assert facts_from(plain_facts(facts)) == facts
    # what was written down before these were counted is read as not counted
    plain = {key: one for key, one in asdict(FACTS).items() if one is not None}
    assert facts_from(json.dumps(plain)) == FACTS


def test_nothing_to_count_over_is_no_zero_and_no_gap() -> None:
    (share, _gap) = evidence_of(replace(FACTS, practitioners=0, supervised=0), "S1")
    assert share == Evidence(EvidenceCode.SUPERVISED, None, 0)
    assert not is_gap(share)
    assert not is_gap(Evidence(EvidenceCode.VERSIONS, 0))


def test_a_profile_is_read_back() -> None:
    found = profile_from(
        '{"levels": {"N": 3}, "overall": 3, "mean_exact": "8/3", "codes": {"N1": "3"}}'
    )
    assert (found.levels, found.overall, found.mean, found.codes) == (
        {"N": 3},
        3,
        Fraction(8, 3),
        {"N1": "3"},
    )
    nothing = profile_from(None)
    assert (nothing.levels, nothing.overall, nothing.mean) == ({}, None, None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025", 2025),
        ("1999", None),
        ("3000", None),
        ("２０２５", None),
        ("20250", None),
        ("", None),
    ],
)
def test_years_of_addresses(text: str, year: int | None) -> None:
    assert year_from(text) == year


def test_years_that_are_over_and_what_a_review_is_called() -> None:
    assert years_over(date(2026, 1, 1), 3) == (2025, 2024, 2023)
    assert region_label("KM", 2025) == "KM · 2025"
