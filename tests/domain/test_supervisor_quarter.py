from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.found_codes import found_codes, score_with_dates
from qa_app.domain.quarters import Quarter
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervision_measures import Measure, Measured, Source, SourceKind
from qa_app.domain.supervisor_quarter import (
    SupervisedPerson,
    computed_entries,
    computed_of,
    frozen_computed,
    items_asked,
    overruled,
    text_digest,
)
from qa_app.rubric_files.reader import read_rubric
from tests.builders import CHINA_2026

SECOND = Quarter(2026, 2)
AT = datetime(2026, 7, 6, 10, 0)
PEOPLE, ACTIONS = Measure.SUPERVISEES.value, Measure.CLOSED.value
MARK = ("records",)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    shipped = Path(__file__).parents[2] / "rubrics"
    return read_rubric(shipped / "supervision_practice.yaml", shipped).rubric


def source(number: int, *, counts: bool = True) -> Source:
    return Source(SourceKind.SESSION, number, f"2026-04-0{number}", counts)


def measured(people: int = 7) -> list[Measured]:
    sessions = (source(1), source(2), source(3, counts=False))
    codes = tuple(Source(SourceKind.PERSON, n, f"W{n}") for n in range(people))
    return [
        Measured(Measure.SUPERVISEES, Fraction(people), people, codes),
        Measured(Measure.SIXTY_MINUTES, Fraction(2, 3), 3, sessions),
        Measured(Measure.CLOSED, None, 0),
    ]


def given(rubric: Rubric, people: int = 7, days: tuple[date, ...] = ()) -> tuple[Entry, ...]:
    person = SupervisedPerson(4, "W4", date(2020, 1, 6), days)
    return computed_entries(rubric, SECOND, measured(people), [person], AT)


def standing(entries: tuple[Entry, ...], kind: EntryKind, key: str) -> Entry:
    return next(one for one in entries if (one.kind, one.key) == (kind, key))


def test_the_items_asked_are_found_in_the_rubric_itself(rubric: Rubric) -> None:
    assert list(items_asked(rubric).values()) == ["A2", "A3", "A4", "B1", "D1", "D3"]
    shipped = Path(__file__).parents[2] / "rubrics"
    other = read_rubric(shipped / "one_stop_centre.yaml", shipped).rubric
    assert items_asked(other) == {}


def test_what_records_give_carries_their_mark(rubric: Rubric) -> None:
    entries = given(rubric)
    people = standing(entries, EntryKind.MEASURE, PEOPLE)
    assert (people.value, people.read) == ("7", MARK)
    assert standing(entries, EntryKind.MEASURE, "share_sessions_60min").value == "2/3"
    assert standing(entries, EntryKind.CLOCK, "quarter_end").value == "2026-06-30"
    told = {one.measure: one for one in computed_of(entries)}
    assert (told["share_sessions_60min"].met, told["share_sessions_60min"].n) == (2, 3)
    assert told[PEOPLE].met is None
    # nothing is known of actions: no number is made up, and cases were never asked about
    for measure in (ACTIONS, "share_open_cases_discussed_monthly"):
        assert not told[measure].is_answered
        assert (EntryKind.MEASURE, measure) not in {(one.kind, one.key) for one in entries}


def test_without_anybody_supervised_nothing_is_answered(rubric: Rubric) -> None:
    entries = computed_entries(rubric, SECOND, measured(0), [], AT)
    told = {one.measure: one.is_answered for one in computed_of(entries)}
    # nobody is no answer to how many people one supervisor has
    assert (told[PEOPLE], told[Measure.SESSIONS.value]) == (False, False)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        # three whole periods of 31 days do not fit between 1 April and 30 June: two do
        ((date(2026, 4, 9), date(2026, 5, 7)), "kept"),
        ((date(2026, 4, 9),), "broken"),
        ((), "broken"),
    ],
)
def test_the_engine_answers_from_what_was_given(
    rubric: Rubric, days: tuple[date, ...], code: str
) -> None:
    entries = given(rubric, days=days)
    case = case_from(rubric, plain_case(entries, ["centre", "supervisor"], AT))
    score, _ = score_with_dates(rubric, case, CHINA_2026)
    found, _, _ = found_codes(rubric, case, CHINA_2026, score)
    # 7 people are more than 6 and not more than 8; 2 of 3 is at least 60 %
    assert (found["A2"], found["A4"]) == ("partly", "partly")
    assert "D3" not in found
    told = next(one for one in score.explanation.items if one.item == "A3")
    assert told.cases is not None
    assert told.cases.top_count == (1 if code == "kept" else 0)


def test_overruled_keeps_both_in_what_is_frozen(rubric: Rubric) -> None:
    entries = given(rubric)
    told = overruled(standing(entries, EntryKind.COMPUTED, PEOPLE), "漏登协议。")
    own = Entry(EntryKind.MEASURE, PEOPLE, "9")
    kept = [one for one in entries if one.key != PEOPLE]
    frozen = frozen_computed((one.kind, one.key, one.value) for one in (*kept, told, own))
    people = next(one for one in frozen if one["measure"] == PEOPLE)
    assert (people["value"], people["n"], people["entered"]) == ("7", 7, "9")
    assert people["reason_digest"] == text_digest("漏登协议。")
    assert "漏登" not in str(frozen)
    assert "sources" not in people
    assert [one["item"] for one in frozen] == ["A2", "A3", "A4", "B1", "D1", "D3"]
    read = {one.measure: one for one in computed_of((*kept, told, own))}[PEOPLE]
    assert (read.entered, read.reason, read.is_overruled) == ("9", "漏登协议。", True)
