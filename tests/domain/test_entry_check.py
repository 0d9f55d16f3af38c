from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.defaults import NOTE_MOST
from qa_app.domain.entry_check import check_changes, kept_names, refuse_paper
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.rubric_files.reader import load_rubric
from tests.builders import LIBRARY, a_file, item, section, words

READ_AT = datetime(2026, 3, 2, 10, 0)
GRADES = [{"code": code, "rank": rank, **words(code)} for rank, code in enumerate("ABCD", 1)]
RUBRIC = freeze(
    a_file(
        section(
            "A",
            item("A1"),
            item("A2", scale="breach3", read=[{"id": "notes", **words("notes")}]),
            assessor="judicial",
        ),
        holistic={"scale": "grade4", "required": True},
        facts=[
            {"id": "closed", "type": "bool", **words("closed")},
            {"id": "visits", "type": "int", **words("visits")},
        ],
        clocks=[{"id": "begun", **words("begun")}],
    ),
    Library({**LIBRARY.scales, "grade4": {"kind": "holistic", "options": GRADES}}, LIBRARY.bands),
)


def change(kind: EntryKind, key: str, value: Any, **fields: Any) -> EntryChange:
    return EntryChange(kind, key, value, base_revision=0, operation_id="op", **fields)


def check(*changes: EntryChange) -> None:
    check_changes(RUBRIC, changes, READ_AT)


def refusal(*changes: EntryChange) -> tuple[str, dict[str, object]]:
    with pytest.raises(InvalidError) as refused:
        check(*changes)
    return refused.value.code, refused.value.params


@pytest.mark.parametrize(
    "value", ["abc", "   abc   ", "x" * 201, " " * 197 + "abcd", 7, ["a paper"], {"n": 1}]
)
def test_the_paper_of_a_judicial_officer_is_named(value: Any) -> None:
    check(change(EntryKind.ASSESSOR, "judicial", "昆明市检察院 2026-07号 6月29日"))
    check(change(EntryKind.ASSESSOR, "judicial", None))
    code, params = refusal(change(EntryKind.ASSESSOR, "judicial", value))
    assert (code, params) == ("paper_unsaid", {"least": 4, "most": 200})
    assert refusal(change(EntryKind.ASSESSOR, "mayor", "a paper"))[0] == "unknown_item"


def test_a_reader_of_the_centre_enters_no_paper_of_a_judicial_officer() -> None:
    paper = change(EntryKind.ASSESSOR, "judicial", "a paper")
    refuse_paper([paper], ["centre", "supervisor"])
    refuse_paper([change(EntryKind.ANSWER, "A1", "met")], ["centre"])
    with pytest.raises(InvalidError) as refused:
        refuse_paper([paper], ["centre"])
    assert refused.value.code == "paper_of_centre"


def test_what_fits_may_be_saved() -> None:
    check(
        change(EntryKind.ANSWER, "A1", "met", note="第3页"),
        change(EntryKind.ANSWER, "A2", "none_found", read=("notes",)),
        change(EntryKind.FACT, "closed", True),
        change(EntryKind.CLOCK, "begun", "2026-01-05T09:30"),
        change(EntryKind.HOLISTIC, "holistic", "B"),
    )
    check(change(EntryKind.ANSWER, "A1", None), change(EntryKind.HOLISTIC, "holistic", None))
    check()


@pytest.mark.parametrize(
    ("kind", "key", "value", "code", "path"),
    [
        (EntryKind.ANSWER, "A9", "met", "unknown_item", "answers/A9"),
        (EntryKind.ANSWER, "A1", "none_found", "unknown_option", "answers/A1"),
        (EntryKind.FACT, "open", True, "unknown_fact", "facts/open"),
        (EntryKind.FACT, "closed", "yes", "value_does_not_fit", "facts/closed"),
        (EntryKind.CLOCK, "begun", "5 May", "not_a_date", "clocks/begun"),
        (EntryKind.LOG, "calls", [], "unknown_log", "logs/calls"),
        (EntryKind.MEASURE, "share", 1, "unknown_measure", "measures/share"),
        (EntryKind.HOLISTIC, "holistic", "E", "unknown_option", "holistic"),
        (EntryKind.HOLISTIC, "holistic", ["B"], "unknown_option", "holistic"),
        (EntryKind.HOLISTIC, "holistic", {}, "unknown_option", "holistic"),
    ],
)
def test_what_the_rubric_does_not_know(
    kind: EntryKind, key: str, value: Any, code: str, path: str
) -> None:
    assert refusal(change(kind, key, value)) == (code, {"path": path})


def test_what_was_read_must_be_on_the_list() -> None:
    wrong = change(EntryKind.ANSWER, "A2", "none_found", read=("notes", "letters"))
    assert refusal(wrong) == ("unknown_option", {"path": "read"})


def test_a_question_may_rest_on_the_sources_of_its_rubric(shipped: Path) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    rests = change(EntryKind.ANSWER, "3A", "no_", read=("mother", "child"))
    check_changes(osri, (rests,), READ_AT)
    with pytest.raises(InvalidError) as refused:
        check_changes(osri, (change(EntryKind.ANSWER, "3A", "no_", read=("aunt",)),), READ_AT)
    assert refused.value.code == "unknown_option"


def test_a_note_has_its_length_and_no_citizen_number() -> None:
    check(change(EntryKind.ANSWER, "A1", "met", note="x" * NOTE_MOST))
    long = change(EntryKind.ANSWER, "A1", "met", note="x" * (NOTE_MOST + 1))
    assert refusal(long) == ("note_too_long", {"key": "A1", "most": NOTE_MOST})
    named = change(EntryKind.ANSWER, "A1", "met", note="身份证11010519491231002X")
    assert refusal(named) == ("id_number", {"key": "A1"})


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("家长电话138 1234 5678", "phone"),
        ("call +86 138.1234.5678", "phone"),
        ("see a.b@example.org", "mail"),
        ("11010519491231\u200b002X", "id_number"),
    ],
)
def test_a_note_holds_no_phone_number_and_no_mail_address(note: str, code: str) -> None:
    assert refusal(change(EntryKind.ANSWER, "A1", "met", note=note)) == (code, {"key": "A1"})


def test_a_name_alone_is_no_reason_to_refuse_a_note() -> None:
    check(change(EntryKind.ANSWER, "A1", "met", note="姓名：王某，见第3页"))


def named(key: str, note: str = "姓名：王某，见第3页", **fields: Any) -> EntryChange:
    return change(EntryKind.ANSWER, key, "met", note=note, **fields)


def nothing_stands() -> tuple[Entry, ...]:
    return ()


def test_a_likely_name_is_asked_about_until_it_is_kept() -> None:
    with pytest.raises(InvalidError) as refused:
        kept_names((named("A1"), named("A2", name_reason="法院要求写明")), nothing_stands)
    assert (refused.value.code, refused.value.params) == ("likely_name", {"keys": ("A1",)})
    kept = kept_names(
        (named("A1", name_reason="法院要求写明"), named("A2", "缺签字")), nothing_stands
    )
    assert kept == ("A1",)


def test_what_is_no_name_is_never_asked_about_nor_noted() -> None:
    def never() -> tuple[Entry, ...]:
        raise AssertionError

    assert (
        kept_names((named("A1", "缺签字", name_reason="法院要求写明"), named("A2", "")), never)
        == ()
    )


def test_a_name_that_stands_was_asked_about_before_and_another_was_not() -> None:
    def standing() -> tuple[Entry, ...]:
        return (Entry(EntryKind.ANSWER, "A1", "met", "姓名：王某，见第3页"),)

    assert kept_names((named("A1", "姓名：王某，见第4页，缺签字"),), standing) == ()
    for other in (named("A1", "姓名：王某，孩子叫张三，十岁"), named("A2")):
        with pytest.raises(InvalidError):
            kept_names((other,), standing)


@pytest.mark.parametrize("number", [0, 1_000_000, "12", None])
def test_whole_numbers_that_a_reader_may_enter(number: Any) -> None:
    check(change(EntryKind.FACT, "visits", number))


@pytest.mark.parametrize("number", [-1, 1_000_001, 13812345678, "110105194912310021"])
def test_whole_numbers_out_of_bounds(number: Any) -> None:
    assert refusal(change(EntryKind.FACT, "visits", number)) == (
        "whole_out_of_bounds",
        {"path": "facts/visits"},
    )


def test_one_wrong_change_refuses_them_all() -> None:
    good, bad = change(EntryKind.ANSWER, "A1", "met"), change(EntryKind.ANSWER, "A1", "x")
    assert refusal(good, bad)[0] == "unknown_option"


@pytest.mark.parametrize(
    "value", ["11010519491231002X", "110105 19491231 002X", 440524188001010014]
)
def test_no_value_is_the_number_of_a_person(value: Any) -> None:
    assert refusal(change(EntryKind.ANSWER, "A1", value)) == ("id_number", {"key": "A1"})
