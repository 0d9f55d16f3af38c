"""Tables for research: who is counted, and that nothing held back can be worked out."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from qa_app.domain.defaults import SMALL_COUNT
from qa_app.domain.errors import InvalidError
from qa_app.domain.item_export import ExportedReading, Purpose
from qa_app.domain.research_export import (
    CountedFile,
    Group,
    ResearchRow,
    check_research,
    check_rests,
    counted_file,
    counted_until,
    research_table,
)

GROUP = Group("C1", "2026Q1", "legal_aid", "R", "1.0.0")
SCALES = {
    ("R", "1.0.0", f"A{number}"): ("three", ("met", "partly", "unmet")) for number in range(20)
} | {("R", "1.0.0", f"T{number}"): ("two", ("yes", "no")) for number in range(20)}
NOON = datetime(2026, 4, 9, 4, 0, tzinfo=UTC)


def files(*answers: dict[str, int], group: Group = GROUP) -> list[CountedFile]:
    """Files that give each option so many times, each time to another item of section A."""
    return [
        CountedFile(
            group,
            {
                ("A", f"{'T' if code in {'yes', 'no'} else 'A'}{number}"): code
                for number, code in enumerate(code for code, n in one.items() for _ in range(n))
            },
        )
        for one in answers
    ]


def cells(*answers: dict[str, int]) -> list[int | None]:
    return [one.answers for one in research_table(files(*answers), SCALES).rows]


# --- who may ask for what ---------------------------------------------------------


def test_whole_quarters_a_purpose_and_a_project() -> None:
    said = "Limits of time, University X"
    check_research(date(2026, 1, 1), date(2026, 3, 31), Purpose.RESEARCH, said)
    check_research(date(2024, 10, 1), date(2026, 6, 30), Purpose.RESEARCH, said)
    for since, until in (
        (None, date(2026, 3, 31)),
        (date(2026, 1, 1), None),
        (date(2026, 1, 2), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 3, 31)),
        (date(2026, 1, 1), date(2026, 3, 30)),
        (date(2026, 1, 1), date(2026, 2, 28)),
    ):
        with pytest.raises(InvalidError, match="quarters"):
            check_research(since, until, Purpose.RESEARCH, said)
    with pytest.raises(InvalidError, match="purpose"):
        check_research(date(2026, 1, 1), date(2026, 3, 31), Purpose.REPORTING, said)
    for project in ("", " " * 20, "too short", "x" * 301):
        with pytest.raises(InvalidError, match="project"):
            check_research(date(2026, 1, 1), date(2026, 3, 31), Purpose.RESEARCH, project)


# --- which files count ------------------------------------------------------------


def a_reading(**fields: Any) -> ExportedReading:
    head = {
        "review": 7,
        "case_file": "KM-26-0001-1",
        "centre": "A",
        "area": "legal_aid",
        "rubric": "R",
        "version": "1.0.0",
        "sample_type": "random",
        "standing": "final",
        "reviewed_on": date(2026, 6, 30),
        "signed_at": NOON,
        "final_at": NOON,
        "reviewer": "somebody",
        "band": "B",
        "percent": "80",
    } | fields
    item = {
        "section": "A", "item": "A1", "state": "scored", "code": "met", "source": "reader",
        "value": "1", "weight": "1", "possible": "1", "earned": "1", "why": None,
    }  # fmt: skip
    items = [item, item | {"item": "A2"}, item | {"item": "A3", "state": "na", "code": "na"},
             item | {"item": "B1", "section": "B", "code": "unmet"}]  # fmt: skip
    rubric = {"code": "R", "version": "1.0.0"}
    result = {"rubric": rubric, "explanation": {"items": items}, "codes": {}}
    return ExportedReading(tuple(head.values()), result, [("note", "A1", '"a name"')])


def test_a_final_drawn_file_counts_by_section_and_option_and_nothing_else_is_kept() -> None:
    found = counted_file(a_reading())
    assert found == CountedFile(
        Group("A", "2026Q2", "legal_aid", "R", "1.0.0"),
        {("A", "A1"): "met", ("A", "A2"): "met", ("B", "B1"): "unmet"},
    )
    assert "somebody" not in repr(found)
    assert "KM-26" not in repr(found)


@pytest.mark.parametrize(
    "fields",
    [
        {"sample_type": "purposive"},
        {"sample_type": "imported"},
        {"standing": "provisional", "final_at": None},
        # 29 August is the sixtieth day after the quarter
        {"final_at": datetime(2026, 8, 30, 0, 0, tzinfo=UTC)},
        {"standing": "void", "final_at": None},
        {"standing": "replaced", "final_at": datetime(2026, 9, 1, tzinfo=UTC)},
    ],
)
def test_what_is_not_final_drawn_or_was_final_later_does_not_count(fields: dict[str, Any]) -> None:
    assert counted_file(a_reading(**fields)) is None


def test_what_counts_does_not_hang_on_when_it_is_asked_for() -> None:
    last = counted_file(a_reading(final_at=datetime(2026, 8, 29, 23, 59, tzinfo=UTC)))
    assert last is not None
    assert not last.is_changed
    for today in (date(2026, 6, 30), date(2026, 8, 29), date(2026, 8, 30)):
        with pytest.raises(InvalidError, match="span_ahead"):
            check_rests(date(2026, 6, 30), today)
    check_rests(date(2026, 6, 30), date(2026, 8, 31))
    # a year that is read in one table and in four has the same days
    assert counted_until(date(2026, 12, 31)) == date(2027, 3, 1)


@pytest.mark.parametrize("standing", ["void", "replaced"])
def test_a_quarter_of_which_a_result_changed_is_told_no_more(standing: str) -> None:
    """Two tables, one before and one after a result was made void, differ by no file."""
    many = [counted_file(a_reading()) for _ in range(7)]
    before = research_table([one for one in many if one], SCALES)
    assert before.rows
    changed = counted_file(a_reading(standing=standing))
    assert changed is not None
    # what took its place was final later
    later = counted_file(a_reading(final_at=datetime(2026, 10, 1, tzinfo=UTC)))
    after = research_table([one for one in (*many[1:], changed, later) if one], SCALES)
    assert (after.rows, after.left_out) == ((), 1)


def test_what_is_withheld_does_not_count() -> None:
    plain = a_reading()
    result = {"rubric": plain.result["rubric"], "codes": {"A1": "met"}}
    assert counted_file(ExportedReading(plain.head, result, ())) is None


# --- what is held back ------------------------------------------------------------


def test_centres_with_few_files_in_a_quarter_are_left_out() -> None:
    table = research_table(files(*[{"met": 4}] * 4), SCALES)
    assert (table.rows, table.left_out) == ((), 1)
    table = research_table(files(*[{"met": 4}] * 5), SCALES)
    assert [(one.option, one.answers) for one in table.rows] == [
        ("met", 20), ("partly", 0), ("unmet", 0),
    ]  # fmt: skip
    assert {one.files for one in table.rows} == {5}


def test_a_small_number_takes_another_one_with_it() -> None:
    # 2 files partly, 6 unmet, 12 met: the smaller of the others goes with the two
    told = cells(*[{"met": 1}] * 12, *[{"partly": 1}] * 2, *[{"unmet": 1}] * 6)
    assert told == [12, None, None]


def test_many_answers_of_few_files_are_held_back_like_few_answers() -> None:
    # one file gives nine answers "unmet"
    told = cells({"met": 1, "unmet": 9}, *[{"met": 5, "partly": 5}] * 8)
    assert told[2] is None
    assert told.count(None) == 2


def test_where_nothing_can_hide_it_the_whole_scale_goes() -> None:
    # three of eight files have an answer in this section: no other number is large enough
    told = cells(*[{"met": 1}] * 2, {"partly": 1}, *[{}] * 5)
    assert told == [None, None, None]


def test_what_goes_along_is_of_the_same_scale() -> None:
    # "no" of two files: with a number of another scale hidden instead, 10 - 8 would tell it
    given = [{"yes": 1, "met": 3}] * 8 + [{"no": 1, "met": 3}] * 2
    rows = research_table(files(*given), SCALES).rows
    told = {(one.scale, one.option): one.answers for one in rows}
    assert (told["two", "yes"], told["two", "no"]) == (None, None)
    assert told["three", "met"] == 30


def test_an_item_without_a_known_scale_is_left_out() -> None:
    assert research_table(files(*[{"met": 1}] * 6), {}).rows == ()


def solutions(row: list[int | None], total: int) -> Iterator[tuple[int, ...]]:
    """Every table of counts that looks like a published row, given all that a reader knows."""
    hidden = [place for place, one in enumerate(row) if one is None]
    rest = total - sum(one for one in row if one is not None)
    for given in itertools.product(range(rest + 1), repeat=max(len(hidden) - 1, 0)):
        last = rest - sum(given)
        if hidden and last >= 0:
            full = list(row)
            for place, one in zip(hidden, (*given, last), strict=True):
                full[place] = one
            yield tuple(one or 0 for one in full)


def test_no_number_held_back_can_be_worked_out() -> None:
    """By brute force: a reader who knows the rule and the total is left with several tables."""
    dice = random.Random(6)
    held = 0
    for _ in range(400):
        count = dice.randint(5, 16)
        weights = [dice.random() ** 3 for _one in range(3)]
        given = [{dice.choices(("met", "partly", "unmet"), weights)[0]: 1} for _one in range(count)]
        row = cells(*given)
        true = [sum(code in one for one in given) for code in ("met", "partly", "unmet")]
        assert all(one in {None, true[place]} for place, one in enumerate(row))
        if None not in row:
            assert all(one == 0 or one >= SMALL_COUNT for one in row if one is not None)
            continue
        held += 1
        # tables that the same rule would publish in the same way
        alike = [
            one
            for one in solutions(row, count)
            if cells(*[{code: 1} for code, n in zip(("met", "partly", "unmet"), one, strict=True)
                       for _file in range(n)]) == row
        ]  # fmt: skip
        assert tuple(true) in alike
        for place, one in enumerate(row):
            if one is None:
                assert len({found[place] for found in alike}) > 1, (true, row)
    assert held > 100


def test_rows_stand_by_centre_and_quarter_without_sums_over_them() -> None:
    other = GROUP._replace(quarter="2026Q2")
    table = research_table(files(*[{"met": 6}] * 6) + files(*[{"met": 5}] * 5, group=other), SCALES)
    assert [one.group.quarter for one in table.rows] == ["2026Q1"] * 3 + ["2026Q2"] * 3
    assert table.rows[0] == ResearchRow(GROUP, "A", "three", 6, "met", 36)
