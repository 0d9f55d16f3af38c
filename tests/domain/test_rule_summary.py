"""Ratings of rule rubrics over many files: what is counted, and against which goal."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.case_plain import case_from
from qa_app.domain.linked_series import AnswerCount
from qa_app.domain.rubric import Rubric
from qa_app.domain.rule_summary import RatedLine, counted_names, rated_lines
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import counted_parts, frozen_score
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, READ_AT
from tests.people import NOON


@pytest.fixture(scope="module")
def osri(shipped: Path) -> Rubric:
    return load_rubric(shipped / "reference" / "osri.yaml", shipped)


def counts(name: str, **files: int) -> Iterable[AnswerCount]:
    return [AnswerCount(1, month, name, code, n) for month, (code, n) in enumerate(files.items())]


def line(lines: Iterable[RatedLine], code: str, *, is_outcome: bool) -> RatedLine:
    return next(one for one in lines if (one.code, one.is_outcome) == (code, is_outcome))


def test_a_signed_file_counts_what_its_rules_rated_beside_its_answers(osri: Rubric) -> None:
    entries = {
        "read_at": READ_AT,
        "facts": {"case_type": "in_home"},
        "applicable": {"1": True},
        "answers": {"1A": 1, "1B": 0, "1C": "yes_"},
    }
    score = score_audit(osri, case_from(osri, entries), CHINA_2026, explained=True)
    parts = counted_parts(osri, frozen_score(osri, score, NOON.date()).explanation)
    # a delay beyond the agency's control is a strength, and all of outcome S1
    assert (parts.ratings["=1"], parts.ratings[">S1"]) == ("strength", "substantial")
    assert parts.ratings["=4"] == "na"
    # a rule that waits for an answer rates nothing
    assert "=3" not in parts.ratings
    assert parts.codes == {"1A": "1", "1B": "0", "1C": "yes_"}


def test_every_outcome_and_item_is_counted_once(osri: Rubric) -> None:
    names = counted_names(osri)
    outcomes = {f">{code}" for code in ("S1", "S2", "P1", "P2", "W1", "W2", "W3")}
    assert names == outcomes | {f"={number}" for number in range(1, 19)}


def test_shares_are_of_the_files_that_something_applies_to(osri: Rubric) -> None:
    lines = rated_lines(
        osri,
        [
            *counts(">S1", substantial=19, partial=1, na=30),
            *counts(">S2", substantial=18, not_achieved=2),
            *counts("=1", strength=18, ani=2),
            *counts("=2", strength=18, ani=2),
            *counts("=3", strength=8, ani=1, na=50),
            *counts("16A", yes_=20),
        ],
    )
    first = line(lines, "S1", is_outcome=True)
    assert (first.share.found, first.share.count, first.share.value) == (19, 20, Fraction(19, 20))
    assert (first.least, first.is_reached, first.rating) == (Fraction(95, 100), True, "substantial")
    # Wilson's interval of 19 in 20, Newcombe 1998
    assert first.share.interval is not None
    assert (round(first.share.interval.low, 3), round(first.share.interval.high, 3)) == (
        0.764,
        0.991,
    )
    second = line(lines, "S2", is_outcome=True)
    assert (second.share.value, second.is_reached) == (Fraction(9, 10), False)
    # item 1 is all of outcome S1 and so asks for 95 of 100, item 2 is one of two and asks for 90
    alone, other = (line(lines, code, is_outcome=False) for code in "12")
    assert (alone.least, alone.is_reached) == (Fraction(95, 100), False)
    assert (other.least, other.is_reached) == (Fraction(90, 100), True)
    # nine files are too few for a share, whatever they say
    few = line(lines, "3", is_outcome=False)
    assert (few.share.found, few.share.count, few.share.value, few.is_reached) == (8, 9, None, None)
    # what no file was rated under is there, and empty
    assert line(lines, "18", is_outcome=False).share.count == 0


def test_all_files_that_there_were_leave_nothing_uncertain(osri: Rubric) -> None:
    lines = rated_lines(osri, counts(">S1", substantial=20), is_whole=True)
    share = line(lines, "S1", is_outcome=True).share
    assert (share.value, share.interval) == (Fraction(1), None)


def test_a_rubric_without_it_sums_nothing_up(shipped: Path) -> None:
    rubric = load_rubric(shipped / "legal_aid.yaml", shipped)
    assert (counted_names(rubric), rated_lines(rubric, ())) == (frozenset(), ())
