"""When other people read, or files are drawn otherwise, so that limits begin anew."""

from collections import Counter
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
    # January to April read by Ann; in May Ben reads 4 of 6 files, 2 of 6 by a known reader
    months = [*(read(n, ANN) for n in range(4)), read(4, ANN, 2), read(4, BEN, 4)]
    assert cuts_by_facts(months) == (readers_cut(4),)
    # with 3 of 6 by a known reader it is not fewer than half
    half = [*months[:4], read(4, ANN, 3), read(4, BEN, 3)]
    assert cuts_by_facts(half) == ()


def test_after_a_new_stretch_its_readers_are_known() -> None:
    months = [read(0, ANN), *(read(n, BEN) for n in range(1, 6)), read(6, ANN)]
    assert cuts_by_facts(months) == (readers_cut(1),)


def test_who_read_more_than_a_year_ago_is_new_again() -> None:
    months = [read(0, ANN), *(read(n, BEN) for n in range(1, 13)), read(13, ANN)]
    assert cuts_by_facts(months) == (readers_cut(1), readers_cut(13))
    assert cuts_by_facts([*months[:-2], read(12, ANN)]) == (readers_cut(1),)


def test_thin_months_are_gathered_and_an_unfinished_run_says_nothing() -> None:
    thin = [*(read(n, ANN, 2) for n in range(6)), read(6, BEN, 2), read(7, BEN, 2)]
    assert cuts_by_facts(thin) == ()
    assert cuts_by_facts([*thin, read(8, BEN, 1)]) == (readers_cut(6),)


def test_a_break_of_years_is_looked_over() -> None:
    assert cuts_by_facts([read(0, ANN), read(40, ANN)]) == ()
    assert cuts_by_facts([read(0, ANN), read(40, BEN)]) == (readers_cut(40),)


def test_few_files_before_say_nothing() -> None:
    # May closes the first run: Ann's two files and Ben's three
    assert cuts_by_facts([read(0, ANN, 2), read(4, BEN, 3), read(5, CAI)]) == (readers_cut(5),)
    assert cuts_by_facts([read(0, ANN, 2), read(4, BEN, 5)]) == ()


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


@given(HISTORY)
def test_every_cut_of_readers_has_its_files(months: list[ReadingMonth]) -> None:
    for cut in cuts_by_facts(months):
        before = [one for one in months if one.month < cut.month]
        last = max(one.month for one in before)
        memory = {one.reader_id for one in before if one.month > last - 12}
        assert cut.reason is CutReason.READERS
        # somebody new read from then on
        after = Counter(one.reader_id for one in months if one.month >= cut.month)
        assert set(after) - memory


@given(HISTORY, st.randoms())
def test_the_order_of_months_and_who_is_who_say_nothing(months, chance) -> None:
    mixed = list(months)
    chance.shuffle(mixed)
    renamed = [replace(one, reader_id=one.reader_id + 90) for one in mixed]
    assert cuts_by_facts(renamed) == cuts_by_facts(months)


@given(HISTORY)
def test_one_reader_alone_never_begins_anew(months: list[ReadingMonth]) -> None:
    assert cuts_by_facts(replace(one, reader_id=ANN) for one in months) == ()
