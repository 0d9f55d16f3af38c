"""When other people read, or files are drawn otherwise, so that limits begin anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.new_stretches import (
    UNDRAWN,
    UNNAMED,
    ReadingMonth,
    changes_to_reading_months,
    cuts_by_facts,
    design_of,
    drawn_as,
)
from qa_app.domain.sample_design import DrawMethod, SampleDesign, SizeRule, StratumBy
from qa_app.domain.totals import CountedReading

JAN = 2025 * 12
ANN, BEN, CAI = 1, 2, 3
RANDOM = "random/simple/number"


def read(month: int, reader: int, files: int = 5, design: str = RANDOM) -> ReadingMonth:
    return ReadingMonth(JAN + month, reader, design, files)


def readers_cut(month: int) -> Cut:
    return Cut(JAN + month, CutReason.READERS)


def test_nothing_and_one_month_begin_no_stretch() -> None:
    assert cuts_by_facts([]) == ()
    assert cuts_by_facts([read(0, ANN)]) == ()


def test_the_worked_example_of_the_document() -> None:
    # January to April read by Ann; in May Ben reads 4 of 6 files, from June on all of them
    ann = [read(n, ANN) for n in range(4)]
    may = [read(4, ANN, 2), read(4, BEN, 4)]
    assert cuts_by_facts([*ann, *may, read(5, BEN)]) == ()  # not yet for good
    assert cuts_by_facts([*ann, *may, read(5, BEN), read(6, BEN)]) == (readers_cut(4),)
    # with 3 of 6 by a known reader May is not mostly new, and June comes after it
    half = [*ann, read(4, ANN, 3), read(4, BEN, 3), *(read(n, BEN) for n in range(5, 9))]
    assert cuts_by_facts(half) == ()


def test_a_stand_in_begins_nothing() -> None:
    months = [*(read(n, ANN) for n in range(4)), read(4, BEN), *(read(n, ANN) for n in range(5, 9))]
    assert cuts_by_facts(months) == ()


def test_three_runs_by_new_people_are_for_good_and_two_of_three_are_mostly() -> None:
    ann = [read(n, ANN) for n in range(4)]
    assert cuts_by_facts([*ann, read(4, BEN), read(5, ANN), read(6, BEN)]) == (readers_cut(4),)
    assert cuts_by_facts([*ann, read(4, BEN), read(5, ANN), read(6, ANN)]) == ()


def test_a_pool_must_have_settled() -> None:
    ben = [read(n, BEN) for n in range(2, 8)]
    # of two runs by Ann the first is new, as the first run always is, and a third is missing
    assert cuts_by_facts([read(0, ANN), read(1, ANN), *ben]) == ()
    assert cuts_by_facts([*(read(n, ANN) for n in range(-1, 2)), *ben]) == (readers_cut(2),)


def test_after_a_new_stretch_its_readers_are_known() -> None:
    months = [*(read(n, ANN) for n in range(3)), *(read(n, BEN) for n in range(3, 9)), read(9, ANN)]
    assert cuts_by_facts(months) == (readers_cut(3),)


def test_who_read_more_than_a_year_ago_is_new_again() -> None:
    ann, again = [read(n, ANN) for n in range(3)], [read(n, ANN) for n in range(15, 18)]
    twelve = [read(n, BEN) for n in range(3, 15)]
    assert cuts_by_facts([*ann, *twelve, *again]) == (readers_cut(3), readers_cut(15))
    eleven = twelve[:-1]
    again = [read(n, ANN) for n in range(14, 17)]
    assert cuts_by_facts([*ann, *eleven, *again]) == (readers_cut(3),)


def test_thin_months_are_gathered_and_an_unfinished_run_says_nothing() -> None:
    thin = [*(read(n, ANN, 2) for n in range(9)), *(read(n, BEN, 2) for n in range(9, 17))]
    assert cuts_by_facts(thin) == ()
    assert cuts_by_facts([*thin, read(17, BEN, 1)]) == (readers_cut(9),)


def test_a_break_of_years_is_looked_over() -> None:
    ann = [read(n, ANN) for n in range(3)]
    assert cuts_by_facts([*ann, *(read(n, ANN) for n in range(40, 43))]) == ()
    assert cuts_by_facts([*ann, *(read(n, BEN) for n in range(40, 43))]) == (readers_cut(40),)


def test_few_files_before_say_nothing() -> None:
    design = "census/all"
    assert cuts_by_facts([read(0, ANN, 2), read(4, ANN, 3), read(5, ANN, design=design)]) == (
        Cut(JAN + 5, CutReason.DESIGN),
    )
    assert cuts_by_facts([read(0, ANN, 2), read(4, ANN, 5, design)]) == ()


def test_a_design_changes_by_the_same_rule() -> None:
    months = [
        read(0, ANN),
        read(1, ANN, design="random/stratified:risk/number"),
        read(2, ANN),
        read(3, ANN, design="census/all"),
    ]
    assert cuts_by_facts(months) == (
        Cut(JAN + 1, CutReason.DESIGN),
        Cut(JAN + 3, CutReason.DESIGN),
    )


def test_what_is_not_known_is_left_out() -> None:
    months = [read(0, ANN), read(1, UNNAMED), read(2, ANN, design=UNDRAWN)]
    assert cuts_by_facts(months) == ()


def test_a_design_in_short() -> None:
    assert drawn_as(SampleDesign(number=8)) == "simple/number"
    both = (StratumBy.WORKER, StratumBy.RISK)
    stratified = SampleDesign(DrawMethod.STRATIFIED, both, SizeRule.PRECISION)
    assert drawn_as(stratified) == "stratified:worker+risk/precision"
    assert drawn_as(SampleDesign(DrawMethod.ALL)) == "all"
    every = SampleDesign(DrawMethod.STRATIFIED, tuple(StratumBy), SizeRule.PRECISION)
    assert len(design_of("random", drawn_as(every))) <= 64  # what its column keeps
    assert design_of("census", "all") == "census/all"
    assert design_of("random", None) == UNDRAWN


A_READING = CountedReading(
    1, 7, "1/", 4, "social_work", "random", JAN, None, None, 0, 0, {}, {}, False, None, ANN, RANDOM
)


@pytest.mark.parametrize("kind", ["purposive", "imported", "supplement", "quarter"])
def test_what_enters_no_chart_changes_no_total(kind: str) -> None:
    assert changes_to_reading_months([replace(A_READING, sample_type=kind)], 1) == {}


def test_readings_add_up_and_are_taken_away() -> None:
    two = [A_READING, replace(A_READING, audit_id=2), replace(A_READING, reader_id=BEN)]
    assert changes_to_reading_months(two, 1) == {
        (7, 4, JAN, ANN, RANDOM): 2,
        (7, 4, JAN, BEN, RANDOM): 1,
    }
    assert set(changes_to_reading_months(two, -1).values()) == {-2, -1}


FULL_MONTHS = st.lists(
    st.dictionaries(st.sampled_from([ANN, BEN, CAI, 4, 5]), st.integers(5, 9), min_size=1),
    max_size=20,
)
"""What each month's readers read, five files at least: every month is a run."""

HISTORY = st.lists(
    st.builds(
        ReadingMonth,
        st.integers(JAN, JAN + 30),
        st.sampled_from([ANN, BEN, CAI]),
        st.just(RANDOM),
        st.integers(1, 9),
    ),
    max_size=40,
)


def written(months: list[dict[int, int]]) -> list[ReadingMonth]:
    return [
        read(number, reader, files)
        for number, month in enumerate(months)
        for reader, files in month.items()
    ]


def as_the_document_says(months: list[dict[int, int]]) -> list[int]:
    """Months where limits begin anew, worked out month by month as the text has it."""

    def new_files(number: int, at: int) -> int:
        known = {one for month in months[max(0, at - 12) : at] for one in month}
        return sum(files for reader, files in months[number].items() if reader not in known)

    def mostly_new(numbers: list[int], at: int | None) -> bool:
        every = sum(sum(months[one].values()) for one in numbers)
        return 2 * sum(new_files(one, one if at is None else at) for one in numbers) > every

    found: list[int] = []
    for at in range(3, len(months) - 2):
        if found and at < found[-1] + 3:
            continue
        settled = not mostly_new([at - 3, at - 2, at - 1], None)
        if settled and mostly_new([at], at) and mostly_new([at, at + 1, at + 2], at):
            found.append(at)
    return found


@given(FULL_MONTHS)
def test_cuts_are_those_of_the_document(months: list[dict[int, int]]) -> None:
    expected = tuple(readers_cut(at) for at in as_the_document_says(months))
    assert cuts_by_facts(written(months)) == expected


@given(st.integers(1, 20), st.integers(0, 40))
def test_readers_who_take_turns_begin_nothing(people: int, months: int) -> None:
    assert cuts_by_facts(read(number, number % people + 1) for number in range(months)) == ()


@given(st.integers(0, 40))
def test_people_who_read_once_and_never_again_begin_nothing(months: int) -> None:
    assert cuts_by_facts(read(number, number + 1) for number in range(months)) == ()


@given(st.integers(1, 12), st.integers(1, 12), st.integers(3, 20), st.integers(3, 20))
def test_a_pool_that_replaces_a_settled_one_begins_one_stretch(
    old: int, new: int, before: int, after: int
) -> None:
    turned = 2 * old + before
    months = [read(number, number % old + 1) for number in range(turned)]
    months += [read(turned + number, 100 + number % new) for number in range(after)]
    assert cuts_by_facts(months) == (readers_cut(turned),)


@given(HISTORY, st.integers(0, 12))
def test_what_was_begun_stays_begun(months: list[ReadingMonth], more: int) -> None:
    known = cuts_by_facts(months)
    last = max((one.month for one in months), default=JAN)
    later = [replace(read(0, CAI + number), month=last + 1 + number) for number in range(more)]
    assert set(known) <= set(cuts_by_facts([*months, *later]))


@given(HISTORY, st.randoms())
def test_the_order_of_months_and_who_is_who_say_nothing(months, chance) -> None:
    mixed = list(months)
    chance.shuffle(mixed)
    renamed = [replace(one, reader_id=one.reader_id + 90) for one in mixed]
    assert cuts_by_facts(renamed) == cuts_by_facts(months)


@given(HISTORY)
def test_files_counted_one_by_one_say_the_same(months: list[ReadingMonth]) -> None:
    singly = [replace(one, file_count=1) for one in months for _ in range(one.file_count)]
    assert cuts_by_facts(singly) == cuts_by_facts(months)
