from typing import Any

import pytest

from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.defaults import DATED_ROWS_MOST
from qa_app.domain.entry_limits import check_asked, check_size
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from tests.builders import LIBRARY, a_file, item, section, words

ID_NUMBER = "11010519491231002X"  # the example of GB 11643-1999 itself
RUBRIC = freeze(
    a_file(
        section("A", item("A1")),
        facts=[
            {"id": "closed", "type": "bool", **words("closed")},
            {"id": "agencies", "type": "int", **words("agencies")},
            {"id": "opened", "type": "date", **words("opened")},
        ],
        clocks=[{"id": "begun", **words("begun")}],
        logs=[{"id": "hours", "value": "hours", **words("hours")}],
    ),
    Library(LIBRARY.scales, LIBRARY.bands),
)


def change(kind: EntryKind, key: str, value: Any, operation_id: str = "op") -> EntryChange:
    return EntryChange(kind, key, value, base_revision=0, operation_id=operation_id)


@pytest.mark.parametrize("kind", list(EntryKind))
@pytest.mark.parametrize("value", [None, "met"])
def test_what_is_not_asked_is_refused_with_and_without_a_value(
    kind: EntryKind, value: str | None
) -> None:
    with pytest.raises(InvalidError):
        check_asked(RUBRIC, change(kind, ID_NUMBER, value))


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (EntryKind.FACT, "A1"),
        (EntryKind.ANSWER, "closed"),
        (EntryKind.APPLICABLE, "A1"),
        (EntryKind.HOLISTIC, "holistic"),
        (EntryKind.SAMPLE, "sample"),
    ],
)
def test_a_known_name_of_another_kind_is_not_asked(kind: EntryKind, key: str) -> None:
    with pytest.raises(InvalidError):
        check_asked(RUBRIC, change(kind, key, None))


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (EntryKind.ANSWER, "A1"),
        (EntryKind.FACT, "agencies"),
        (EntryKind.CLOCK, "begun"),
        (EntryKind.LOG, "hours"),
    ],
)
def test_what_is_asked_may_be_taken_back(kind: EntryKind, key: str) -> None:
    check_asked(RUBRIC, change(kind, key, None))


@pytest.mark.parametrize("operation_id", ["o" * 41, "张三", "\ud800"])
def test_the_id_of_a_save_is_short_and_plain(operation_id: str) -> None:
    check_asked(RUBRIC, change(EntryKind.ANSWER, "A1", None, "o" * 40))
    with pytest.raises(InvalidError, match="malformed"):
        check_asked(RUBRIC, change(EntryKind.ANSWER, "A1", None, operation_id))


def a_log(number: Any) -> list[dict[str, Any]]:
    return [{"at": "2026-03-02", "value": number}]


@pytest.mark.parametrize("number", ["1", "-0.5", "12345678901234567890", 12, None])
def test_short_decimal_numbers_are_taken(number: Any) -> None:
    check_size(RUBRIC, change(EntryKind.LOG, "hours", a_log(number)))
    check_size(RUBRIC, change(EntryKind.FACT, "agencies", number))


@pytest.mark.parametrize(
    "number", ["1/3", "1/" + "7" * 490, "1e9", "123456789012345678901", "²", 10**20, -(10**20)]
)
def test_fractions_powers_and_long_numbers_are_not(number: Any) -> None:
    for one in (
        change(EntryKind.LOG, "hours", a_log(number)),
        change(EntryKind.FACT, "agencies", number),
        change(EntryKind.MEASURE, "share", number),
    ):
        with pytest.raises(InvalidError, match="not_a_number"):
            check_size(RUBRIC, one)


@pytest.mark.parametrize(
    ("kind", "key", "day", "is_taken"),
    [
        (EntryKind.CLOCK, "begun", "1899-12-31T10:00", False),
        (EntryKind.CLOCK, "begun", "1900-01-01T10:00", True),
        (EntryKind.FACT, "opened", "2200-12-31", True),
        (EntryKind.FACT, "opened", "2201-01-01", False),
        (EntryKind.LOG, "hours", [{"at": "9999-12-31", "value": "1"}], False),
    ],
)
def test_years_are_bounded(kind: EntryKind, key: str, day: Any, is_taken: bool) -> None:
    if is_taken:
        check_size(RUBRIC, change(kind, key, day))
        return
    with pytest.raises(InvalidError, match="year_out_of_bounds"):
        check_size(RUBRIC, change(kind, key, day))


def test_a_log_has_its_length() -> None:
    check_size(RUBRIC, change(EntryKind.LOG, "hours", a_log("1") * DATED_ROWS_MOST))
    with pytest.raises(InvalidError, match="too_many_rows"):
        check_size(RUBRIC, change(EntryKind.LOG, "hours", a_log("1") * (DATED_ROWS_MOST + 1)))


SAMPLED = freeze(
    a_file(
        section("A", item("A1", per_case=True, share={"met": 1, "partly": 0})),
        logs=[{"id": "hours", "value": "hours", **words("hours")}],
        case_sample={"unit": "case", "size": "all", "from": words("all"), "facts": []},
    ),
    Library(LIBRARY.scales, LIBRARY.bands),
)


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        (a_log("1"), None),
        (a_log("1") * (DATED_ROWS_MOST + 1), "too_many_rows"),
        (a_log("1/3"), "not_a_number"),
        ([{"at": "9999-12-31", "value": "1"}], "year_out_of_bounds"),
    ],
)
def test_the_lists_of_a_sampled_case_have_the_same_bounds(
    log: list[dict[str, Any]], fault: str | None
) -> None:
    one = change(EntryKind.SAMPLE, "sample", [{"logs": {"hours": log}}])
    if fault is None:
        check_size(SAMPLED, one)
        return
    with pytest.raises(InvalidError, match=fault):
        check_size(SAMPLED, one)


MEASURED = freeze(
    a_file(
        section(
            "A",
            item("A1", measure={"name": "share", "met": ">=0.9", "partly": ">=0.6"}),
            item("A2", measure={"name": "count", "met": "<=6"}),
            item("A3", measure={"name": "whole", "met": ">=1"}),
        )
    ),
    Library(LIBRARY.scales, LIBRARY.bands),
)


@pytest.mark.parametrize(
    ("key", "value"),
    [("share", "0"), ("share", "0.92"), ("share", "1"), ("count", "55"), ("whole", "3")],
)
def test_a_share_lies_from_0_to_1_and_a_count_anywhere(key: str, value: str) -> None:
    check_size(MEASURED, change(EntryKind.MEASURE, key, value))


@pytest.mark.parametrize("value", ["55", "1.01", "-0.1"])
def test_55_for_a_share_is_questioned_not_met(value: str) -> None:
    with pytest.raises(InvalidError, match="share_out_of_bounds"):
        check_size(MEASURED, change(EntryKind.MEASURE, "share", value))


@pytest.mark.parametrize("value", [True, [0.5], {"a": 1}, float("nan"), 0.5])
def test_what_is_no_exact_number_is_no_share(value: Any) -> None:
    with pytest.raises(InvalidError, match="not_a_number"):
        check_size(MEASURED, change(EntryKind.MEASURE, "share", value))
