from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.audit_entries import (
    EntriesChangedError,
    Entry,
    EntryChange,
    EntryKind,
    Gap,
    Lack,
    lacks_of,
    low_codes,
    note_place,
    plain_case,
)
from qa_app.domain.case_plain import case_from
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.domain.scoring import score_audit
from qa_app.rubric_files.reader import load_rubric
from tests.builders import CHINA_2026, LIBRARY, a_file, a_rubric, item, section, words

READ_AT = datetime(2026, 3, 2, 10, 0)
RUBRIC = a_rubric(
    section(
        "A",
        item("A1", critical="stop", critical_fail=["unmet", "partly"]),
        item("A2"),
        item("A3", scale="breach3", read=[{"id": "notes", **words("notes")}]),
        item("A4", scale="time3", clock={"from": "begun", "to": "done", "within": "7d"}),
    ),
    clocks=[{"id": "begun", **words("begun")}, {"id": "done", **words("done")}],
)
BEGUN = Entry(EntryKind.CLOCK, "begun", "2026-01-05")
DONE = Entry(EntryKind.CLOCK, "done", "2026-01-06")


def answer(key: str, value: Any, note: str = "", *read: str) -> Entry:
    return Entry(EntryKind.ANSWER, key, value, note, read)


FULL = (
    answer("A1", "met"),
    answer("A2", "met"),
    answer("A3", "none_found", "", "notes"),
    BEGUN,
    DONE,
)


def lacks(*entries: Entry, rubric: Rubric = RUBRIC) -> list[tuple[Gap, str]]:
    case = case_from(rubric, plain_case(entries, ["centre"], READ_AT))
    score = score_audit(rubric, case, CHINA_2026, explained=True)
    return [(lack.gap, lack.item) for lack in lacks_of(rubric, score, entries, {})]


def changed(*entries: Entry) -> list[tuple[Gap, str]]:
    """What lacks when these stand in place of the entries of a full audit."""
    keys = {entry.key for entry in entries}
    return lacks(*(entry for entry in FULL if entry.key not in keys), *entries)


def test_entries_make_one_line_of_cases() -> None:
    entries = [
        answer("A1", "met"),
        answer("A2", None),
        Entry(EntryKind.FACT, "closed", False),
        BEGUN,
        Entry(EntryKind.LOG, "contacts", []),
        Entry(EntryKind.MEASURE, "share", "0.9"),
        Entry(EntryKind.APPLICABLE, "2", False),
        Entry(EntryKind.SAMPLE, "", [{"answers": {}}]),
        Entry(EntryKind.HOLISTIC, "", "B"),
    ]
    assert plain_case(entries, ("centre", "judicial"), READ_AT) == {
        "read_at": "2026-03-02T10:00",
        "assessors": ["centre", "judicial"],
        "answers": {"A1": "met"},  # what was taken back is not there
        "facts": {"closed": False},
        "clocks": {"begun": "2026-01-05"},
        "logs": {"contacts": []},
        "measures": {"share": "0.9"},
        "applicable": {"2": False},
        "sample": [{"answers": {}}],
    }


def test_whose_paper_was_entered_takes_part() -> None:
    paper = Entry(EntryKind.ASSESSOR, "judicial", "PR 2026-07")
    taken_back = Entry(EntryKind.ASSESSOR, "judicial", None)
    outside = ["centre", "supervisor"]
    assert plain_case([paper], outside, READ_AT)["assessors"] == [*outside, "judicial"]
    assert plain_case([taken_back], outside, READ_AT)["assessors"] == outside
    assert plain_case([paper], ["judicial"], READ_AT)["assessors"] == ["judicial"]


def test_a_full_audit_lacks_nothing() -> None:
    assert lacks(*FULL) == []


def test_everything_open_is_listed_in_the_order_of_the_rubric() -> None:
    assert lacks() == [(Gap.OPEN, code) for code in ("A1", "A2", "A3", "A4")]
    assert lacks(BEGUN) == [(Gap.OPEN, code) for code in ("A1", "A2", "A3")]  # missing, by clock


def test_an_answer_that_trips_or_is_lowest_wants_a_note() -> None:
    assert low_codes(RUBRIC.items["A1"]) == {"partly", "unmet", "no_record"}
    assert low_codes(RUBRIC.items["A2"]) == {"unmet", "no_record"}
    assert changed(answer("A1", "partly")) == [(Gap.NOTE, "A1")]
    assert changed(answer("A1", "partly", "p. 3")) == []
    assert changed(answer("A2", "partly")) == []
    assert changed(answer("A2", "no_record")) == [(Gap.NOTE, "A2")]
    assert changed(answer("A2", "unmet", "  \n")) == [(Gap.NOTE, "A2")]
    assert changed(answer("A2", "unmet", "\u200b")) == [(Gap.NOTE, "A2")]


def test_not_applicable_wants_a_reason() -> None:
    assert changed(answer("A2", "na")) == [(Gap.REASON, "A2")]
    assert changed(answer("A2", "na", "no such case")) == []


def test_overruling_a_clock_wants_a_reason() -> None:
    assert changed(answer("A4", "on_time")) == [(Gap.REASON, "A4")]
    assert changed(answer("A4", "on_time", "stamp on page 2")) == []


def test_finding_nothing_wants_to_be_told_where_one_looked() -> None:
    assert changed(answer("A3", "none_found")) == [(Gap.READ, "A3")]
    assert changed(answer("A3", "found", "page 4")) == []
    assert changed(answer("A3", "cannot_tell")) == []


def test_a_required_judgement_of_the_whole() -> None:
    grades = [{"code": code, "rank": rank, **words(code)} for rank, code in enumerate("ABCD", 1)]
    library = Library(
        {**LIBRARY.scales, "grade4": {"kind": "holistic", "options": grades}}, LIBRARY.bands
    )
    entries = (answer("A1", "met"), Entry(EntryKind.HOLISTIC, "holistic", None))
    judged = (answer("A1", "met"), Entry(EntryKind.HOLISTIC, "holistic", "B"))
    for is_required, expected in ((True, [(Gap.HOLISTIC, "")]), (False, [])):
        holistic = {"scale": "grade4", "required": is_required}
        rubric = freeze(a_file(section("A", item("A1")), holistic=holistic), library)
        assert lacks(*entries, rubric=rubric) == expected
        assert lacks(*judged, rubric=rubric) == []


def test_a_place_for_each_note() -> None:
    assert note_place(12, "A3") == "audit/12/A3"
    assert note_place(1, "2/A3") != note_place(12, "A3")


def change(**fields: Any) -> EntryChange:
    base = {
        "kind": EntryKind.ANSWER,
        "key": "A1",
        "value": "met",
        "base_revision": 0,
        "operation_id": "op",
    }
    return EntryChange(**(base | fields))


@pytest.mark.parametrize(
    "other",
    [{"key": "A2"}, {"value": "unmet"}, {"value": None}, {"note": "x"}, {"read": ("notes",)},
     {"kind": EntryKind.FACT}],
)  # fmt: skip
def test_the_body_tells_saves_apart(other: dict[str, Any]) -> None:
    assert change(**other).body() != change().body()


def test_the_body_leaves_out_what_is_not_saved() -> None:
    same = change(base_revision=5, operation_id="other", seconds_spent=9)
    assert same.body() == change().body()
    assert change(read=("a", "b")).body() == change(read=("b", "a")).body()


def test_a_conflict_carries_what_stands() -> None:
    standing = (answer("A1", "unmet"),)
    error = EntriesChangedError(standing)
    assert (error.code, error.params, error.standing) == ("entries_changed", {"count": 1}, standing)
    assert Lack(Gap.OPEN, "A1") == Lack(Gap.OPEN, "A1")


def test_an_answer_that_a_rule_rubric_wants_explained_lacks_its_note(shipped: Path) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)

    def notes(*entries: Entry) -> list[tuple[Gap, str]]:
        return [one for one in lacks(*entries, rubric=osri) if one[0] is Gap.NOTE]

    assert notes(answer("1C", "no_"), answer("3D", "yes_")) == [(Gap.NOTE, "1C")]
    assert notes(answer("1C", "no_", "母亲拒绝开门")) == []
