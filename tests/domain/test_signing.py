import hashlib
import json
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.errors import ConflictError
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import (
    Frozen,
    frozen_codes,
    frozen_parts,
    frozen_score,
    last_day_to_answer,
    refuse_withdrawable,
    tripped_parts,
)
from tests.builders import CHINA_2026, a_case, a_rubric, item, section

DAY = date(2026, 3, 2)
WEIGHTED = a_rubric(
    section("A", item("A1", weight=2), item("A2", critical="gate"), weight=40),
    section("B", item("B1", critical="stop"), weight=60),
)


def frozen(rubric: Rubric, *, explained: bool = True, **entries: Any) -> Frozen:
    score = score_audit(rubric, a_case(rubric, **entries), CHINA_2026, explained=explained)
    return frozen_score(rubric, score, DAY)


def test_ten_working_days_to_answer_after_the_day_of_signing() -> None:
    # Monday 23 March: 24 to 27, 30 March to 3 April are nine; 4 to 6 April are Qingming
    assert last_day_to_answer(CHINA_2026, date(2026, 3, 23)) == date(2026, 4, 7)
    assert last_day_to_answer(CHINA_2026, date(2026, 12, 28)) is None  # no table of 2027


def test_a_percentage_is_frozen_in_millionths() -> None:
    # A: (2*1/2 + 1*1)/3 = 2/3; B: 1; 0.4*2/3 + 0.6 = 13/15 = 86.67 %
    kept = frozen(WEIGHTED, answers={"A1": "partly", "A2": "met", "B1": "met"})
    assert (kept.status, kept.score_millionths) == ("complete", 866_667)
    assert (kept.band, kept.band_position) == ("B", 2)
    assert kept.sections == {"A": 666_667, "B": 1_000_000}
    assert kept.codes == {"A1": "partly", "A2": "met", "B1": "met"}
    assert (kept.stop, kept.gate) == ((), ())


def test_the_band_is_the_capped_one() -> None:
    gate = frozen(WEIGHTED, answers={"A1": "met", "A2": "unmet", "B1": "met"})
    assert (gate.band, gate.band_position, gate.gate) == ("C", 3, ("A2",))
    stop = frozen(WEIGHTED, answers={"A1": "met", "A2": "met", "B1": "unmet"})
    assert (stop.band, stop.band_position, stop.stop) == ("D", 4, ("B1",))


def test_without_a_score_there_is_no_number() -> None:
    kept = frozen(WEIGHTED, answers={"A1": "na", "A2": "na", "B1": "na"})
    assert (kept.status, kept.score_millionths, kept.band, kept.band_position) == (
        "not_rated",
        None,
        None,
        None,
    )
    assert kept.sections == {}
    assert kept.codes == {"A1": "na", "A2": "na", "B1": "na"}


def test_a_section_without_a_scored_item_is_left_out() -> None:
    kept = frozen(WEIGHTED, answers={"A1": "na", "A2": "na", "B1": "partly"})
    assert (kept.score_millionths, kept.sections) == (500_000, {"B": 500_000})


def test_the_text_says_everything_and_its_digest_seals_it() -> None:
    kept = frozen(WEIGHTED, answers={"A1": "partly", "A2": "met", "B1": "met"})
    plain = json.loads(kept.explanation)
    assert plain["percent_exact"] == "260/3"
    assert plain["read_on"] == "2026-03-02"
    assert plain["rubric"] == {
        "code": "sample",
        "version": "1.0.0",
        "fingerprint": WEIGHTED.fingerprint,
    }
    told = {one["item"]: one for one in plain["explanation"]["items"]}
    earned = sum(Fraction(one["earned"]) for one in told.values())
    assert earned == Fraction(260, 3)
    assert kept.digest == hashlib.sha256(kept.explanation.encode()).hexdigest()


def test_the_same_reading_freezes_the_same_text() -> None:
    one = frozen(WEIGHTED, answers={"A1": "partly", "A2": "met", "B1": "met"})
    two = frozen(WEIGHTED, answers={"B1": "met", "A2": "met", "A1": "partly"})
    assert one == two
    other = frozen(WEIGHTED, answers={"A1": "met", "A2": "met", "B1": "met"})
    assert other.digest != one.digest


def test_without_an_explanation_the_text_is_shorter() -> None:
    kept = frozen(WEIGHTED, explained=False, answers={"A1": "met", "A2": "met", "B1": "met"})
    assert "explanation" not in json.loads(kept.explanation)


def test_what_the_totals_need_is_read_back() -> None:
    for answers in (
        {"A1": "partly", "A2": "met", "B1": "met"},
        {"A1": "na", "A2": "na", "B1": "partly"},
        {"A1": "na", "A2": "na", "B1": "na"},
    ):
        kept = frozen(WEIGHTED, answers=answers)
        assert frozen_parts(WEIGHTED, kept.explanation) == (kept.sections, kept.codes)


@pytest.mark.parametrize(
    ("text", "sections", "codes"),
    [
        # as it is written
        (
            (
                '{"band":"A","codes":{"A1":"met"},"explanation":{"sections":[],"codes":1},'
                '"sections":{"A":"1/3","B":null},"status":"complete"}'
            ),
            {"A": 333_333},
            {"A1": "met"},
        ),
        # the same names further in, before and behind
        (
            (
                '{"a":{"codes":{"X":"x"}},"codes":{"A1":"met"},"sections":{"A":"1/1"},'
                '"z":{"sections":{"X":"0/1"}}}'
            ),
            {"A": 1_000_000},
            {"A1": "met"},
        ),
        # and within a text
        (
            '{"a":"\\"codes\\":{}","codes":{"A1":"met"},"sections":{},"z":"\\"sections\\":{}"}',
            {},
            {"A1": "met"},
        ),
        ('{"codes":{},"sections":{"A":"2/3"}}', {"A": 666_667}, {}),
        ('{"codes":{"A1":"met"}}', {}, {"A1": "met"}),
        ('{ "sections" : {"A":"1/2"}, "codes" : {"A1":"met"} }', {"A": 500_000}, {"A1": "met"}),
    ],
)
def test_parts_are_those_of_the_outermost_object(
    text: str, sections: dict[str, int], codes: dict[str, str]
) -> None:
    assert frozen_parts(WEIGHTED, text) == (sections, codes)


LOWEST = a_rubric(
    section("V", item("V1"), item("V2")), scoring={"method": "lowest", "scale": "maturity4"}
)
PROFILE = a_rubric(
    section("N", item("N1"), item("N2")),
    section("S", item("S1")),
    scoring={"method": "dimension_profile", "scale": "maturity4"},
)


def test_what_tripped_is_read_back() -> None:
    found = frozen(WEIGHTED, answers={"A1": "met", "A2": "unmet", "B1": "unmet"})
    assert tripped_parts(found.explanation) == (("B1",), ("A2",))
    found = frozen(WEIGHTED, answers={"A1": "unmet", "A2": "met", "B1": "no_record"})
    assert tripped_parts(found.explanation) == ((), ())
    assert tripped_parts(None) == ((), ())


def test_the_codes_that_stood_are_read_back() -> None:
    assert frozen_codes('{"codes":{"A1":"met","B1":"unmet"}}') == {"A1": "met", "B1": "unmet"}
    assert frozen_codes(None) == {}


def test_the_lowest_grade_by_its_place_in_the_scale() -> None:
    # 2 of 1..4 stands at (2-1)/3
    kept = frozen(LOWEST, answers={"V1": "4", "V2": "2"})
    assert (kept.score_millionths, kept.band, kept.sections) == (333_333, None, {})
    assert frozen(LOWEST, answers={}).score_millionths is None
    assert frozen_parts(LOWEST, kept.explanation) == ({}, {"V1": "4", "V2": "2"})


def test_a_profile_by_its_lowest_level() -> None:
    # N: (3+4)/2 = 7/2, level 3 (a half goes down); S: 4; the lowest is 3: (3-1)/3
    kept = frozen(PROFILE, answers={"N1": "3", "N2": "4", "S1": "4"})
    assert kept.score_millionths == 666_667
    # sections keep their mean: (7/2-1)/3 = 5/6
    assert kept.sections == {"N": 833_333, "S": 1_000_000}
    assert frozen_parts(PROFILE, kept.explanation) == (kept.sections, kept.codes)


def test_what_may_be_withdrawn_is_not_acted_on() -> None:
    signed = datetime(2026, 3, 23, 4, 0, tzinfo=UTC)
    refuse_withdrawable(None, signed)
    refuse_withdrawable(signed, datetime(2026, 3, 23, 4, 30, 1, tzinfo=UTC))
    with pytest.raises(ConflictError, match="withdrawable"):
        refuse_withdrawable(signed, datetime(2026, 3, 23, 4, 30, tzinfo=UTC))
