"""One audit's entries as typed values; bytes, keys and numbers of lines: test_case_lines."""

from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.case_plain import CaseInputError, case_from, exact_entry, read_moment
from qa_app.domain.moments import Moment
from qa_app.domain.rubric import Assessor
from tests.builders import a_rubric, item, section, words

CODES = {code: words(code) for code in ("p", "q")}
RUBRIC = a_rubric(
    section(
        "A",
        item("A1"),
        item("A2", per_case=True, share={"met": 1, "partly": Fraction(1, 2)}),
        item("A3", measure={"name": "share", "met": ">=0.9"}),
        item("A4", scale="freq3", frequency={"log": "hours", "start": "begun", "every": "7d"}),
    ),
    facts=[
        {"id": "yes", "type": "bool", **words("yes")},
        {"id": "number", "type": "int", **words("number")},
        {"id": "day", "type": "date", **words("day")},
        {"id": "one", "type": "choice", "options": CODES, **words("one")},
        {"id": "some", "type": "multi", "options": CODES, **words("some")},
        {"id": "then", "type": "history", "options": CODES, **words("then")},
    ],
    clocks=[{"id": "begun", **words("begun")}],
    logs=[{"id": "hours", "value": "hours", **words("hours")}],
    case_sample={
        "unit": "case",
        "size": "all",
        "from": words("all"),
        "facts": [{"id": "girl", "type": "bool", **words("girl")}],
    },
)


def read(**entries: Any) -> Any:
    return case_from(RUBRIC, {"read_at": "2026-03-02T10:00", **entries})


def fault(plain: Any) -> tuple[str, str]:
    with pytest.raises(CaseInputError) as refused:
        case_from(RUBRIC, plain)
    return refused.value.code, "/".join(map(str, refused.value.path))


def test_the_smallest_audit() -> None:
    case = read()
    assert case.read_at == datetime(2026, 3, 2, 10, 0)
    assert case.assessors == {Assessor.CENTRE}
    assert case.sample is None
    assert (case.facts, case.clocks, case.logs, case.measures, case.answers) == ({}, {}, {}, {}, {})


def test_facts_of_every_kind() -> None:
    case = read(
        facts={
            "yes": False,
            "number": "3.0",
            "day": "2026-02-28T09:00",
            "one": "p",
            "some": ["q", "p", "q"],
            "then": [{"from": "2026-02-01", "is": "q"}, {"from": "2026-01-01", "is": "p"}],
        }
    )
    assert case.facts["yes"] is False
    assert case.facts["number"] == 3
    assert case.facts["day"] == "2026-02-28"
    assert case.facts["one"] == "p"
    assert case.facts["some"] == frozenset({"p", "q"})
    assert [entry.value for entry in case.facts["then"]] == ["p", "q"]  # in order of dates


def test_a_bare_date_comes_before_a_time_of_its_day() -> None:
    entries = [{"from": "2026-01-01T00:01", "is": "q"}, {"from": "2026-01-01", "is": "p"}]
    assert [entry.value for entry in read(facts={"then": entries}).facts["then"]] == ["p", "q"]


def test_null_is_the_same_as_nothing() -> None:
    assert read(facts=None, clocks=None, logs=None, measures=None, answers=None) == read()
    assert read(facts={"yes": None}, clocks={"begun": None}, assessors=None) == read()
    assert read(logs={"hours": None}, answers={"A1": None}, sample=None) == read()
    # an empty log, an empty sample, nobody: each says something
    assert read(logs={"hours": []}) != read()
    assert read(sample=[]).sample == ()
    assert read(assessors=[]).assessors == frozenset()


def test_logs_and_measures_are_exact() -> None:
    case = read(
        logs={"hours": [{"at": "2026-01-02", "value": "0.1"}, {"at": "2026-01-03", "hours": 2}]},
        measures={"share": "0.9"},
    )
    assert [entry.value for entry in case.logs["hours"]] == [Fraction(1, 10), 2]
    assert case.measures["share"] == Fraction(9, 10)


def test_a_sampled_case_lies_over_its_audit() -> None:
    audit = read(
        facts={"yes": True, "number": 1},
        clocks={"begun": "2026-01-01"},
        measures={"share": 1},
        answers={"A1": "met"},
        sample=[{"id": 4, "facts": {"girl": True, "number": 2}, "answers": {"A2": "unmet"}}],
    )
    assert audit.sample is not None
    laid = audit.of_sampled(audit.sample[0])
    assert laid.facts == {"yes": True, "number": 2, "girl": True}
    assert laid.clocks == audit.clocks
    assert laid.measures == audit.measures
    assert laid.answers == {"A2": "unmet"}  # the case's own
    assert "girl" not in audit.facts


@pytest.mark.parametrize(
    ("entries", "code", "path"),
    [
        ({"color": 1}, "unknown_field", "color"),
        ({"facts": {"girl": True}}, "unknown_fact", "facts/girl"),
        ({"facts": {"yes": 1}}, "value_does_not_fit", "facts/yes"),
        ({"facts": {"number": "1/2"}}, "value_does_not_fit", "facts/number"),
        ({"facts": {"one": ["p"]}}, "value_does_not_fit", "facts/one"),
        ({"facts": {"some": "p"}}, "value_does_not_fit", "facts/some"),
        ({"facts": {"some": ["p", "r"]}}, "unknown_option", "facts/some/1"),
        ({"facts": {"then": [None]}}, "not_a_mapping", "facts/then/0"),
        ({"facts": {"then": [{"is": "p"}]}}, "not_a_date", "facts/then/0/from"),
        ({"clocks": {"ended": "2026-01-01"}}, "unknown_clock", "clocks/ended"),
        ({"clocks": {"begun": "1 May"}}, "not_a_date", "clocks/begun"),
        ({"logs": {"days": []}}, "unknown_log", "logs/days"),
        ({"logs": {"hours": {}}}, "not_a_list", "logs/hours"),
        ({"logs": {"hours": [{"at": "2026-01-01"}]}}, "not_a_number", "logs/hours/0/value"),
        ({"measures": {"other": 1}}, "unknown_measure", "measures/other"),
        ({"answers": {"A2": "met"}}, "unknown_item", "answers/A2"),
        ({"answers": {"A1": 2}}, "unknown_option", "answers/A1"),
        ({"sample": {}}, "not_a_list", "sample"),
        ({"sample": [None]}, "not_a_mapping", "sample/0"),
        ({"sample": [{"answers": {"A1": "met"}}]}, "unknown_item", "sample/0/answers/A1"),
        ({"sample": [{"measures": {}}]}, "unknown_field", "sample/0/measures"),
        ({"assessors": "centre"}, "not_a_list", "assessors"),
        ({"assessors": ["centre", {}]}, "unknown_assessor", "assessors/1"),
        ({"applicable": {"A1": True}}, "unknown_item", "applicable/A1"),
        ({"read_at": None}, "missing_field", "read_at"),
        ({"read_at": "2026-03-02"}, "not_a_moment", "read_at"),
    ],
)
def test_what_does_not_fit(entries: dict[str, Any], code: str, path: str) -> None:
    assert fault({"read_at": "2026-03-02T10:00", **entries}) == (code, path)


def test_what_is_no_audit() -> None:
    for plain in (None, [], "x", 1, True):
        assert fault(plain) == ("not_a_mapping", "")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-28", Moment(date(2026, 2, 28))),
        ("2024-02-29T00:00", Moment(date(2024, 2, 29), time(0, 0))),
        ("2026-02-28 23:59", Moment(date(2026, 2, 28), time(23, 59))),
        ("2026-02-28T10:00:59", Moment(date(2026, 2, 28), time(10, 0))),  # to the minute
    ],
)
def test_moments(text: str, moment: Moment) -> None:
    assert read_moment(text, ()) == moment


@pytest.mark.parametrize(
    "text",
    ["", "2026-2-28", "2026-02-29", "20260228", "2026-W09-6", "2026-02-28T24:00", "2026-02-28T9:00",
     "2026-02-28T10:60", "2026-02-28T10:00:61", "2026-02-28T10:00+08:00", " 2026-02-28",
     "2026-02-28\n", "２０２６-02-28", None, 20260228],
)  # fmt: skip
def test_what_is_no_moment(text: Any) -> None:
    with pytest.raises(CaseInputError) as refused:
        read_moment(text, ("x",))
    assert (refused.value.code, refused.value.path) == ("not_a_date", ("x",))


@given(st.fractions())
def test_every_fraction_can_be_written_and_read(number: Fraction) -> None:
    assert exact_entry(f"{number.numerator}/{number.denominator}") == number
    assert exact_entry(number) == number


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1000, max_value=1000)
)
def test_every_decimal_is_exact(number: Any) -> None:
    assert exact_entry(f"{number:f}") == Fraction(number)


@pytest.mark.parametrize(
    "value", [None, True, "", "1.", ".5", "1/0", "+1", "1e1000", "٣", "0x1", 1.5]
)
def test_what_is_no_number(value: Any) -> None:
    with pytest.raises(ValueError):
        exact_entry(value)
