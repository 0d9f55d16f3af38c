"""Counts below the floor, figures from it on, leniency with its sign; worked by hand."""

from fractions import Fraction

import pytest

from qa_app.domain.agreement_table import (
    AgreementTable,
    AgreementVerdict,
    DoubleRead,
    SharedCount,
    agreement_table,
    is_mute,
    items_told,
    leniency,
    told_in_batches,
    verdict,
)
from qa_app.domain.statistics.agreement_parts import Coefficient, WhyUndefined
from tests.audits import SECTIONS
from tests.builders import a_rubric

RUBRIC = a_rubric(*SECTIONS)
MET = {"A1": "met", "A2": "met", "B1": "met"}


def files(count: int, *, apart: int = 0, na: int = 0) -> list[DoubleRead]:
    """Files read by 1 and 2; of the first `apart` the second gives A1 unmet, of `na` na."""
    made = []
    for number in range(count):
        second = MET | ({"A1": "unmet"} if number < apart else {})
        second |= {"A1": "na"} if apart <= number < apart + na else {}
        scores = (1_000_000, 625_000 if number < apart else 1_000_000)
        made.append(DoubleRead((1, 2), (dict(MET), second), scores))
    return made


def test_below_twenty_files_there_are_counts_only() -> None:
    table = agreement_table(RUBRIC, files(19, apart=2))
    one = table.items[0]
    assert (one.code, one.read, one.scored, one.alike) == ("A1", 19, 19, 17)
    assert (one.coefficient, one.kappa, one.is_low) == (None, None, False)
    assert (table.whole.files, table.whole.scored, table.whole.alike) == (19, 57, 55)
    assert (table.whole.alpha, table.totals) == (None, None)
    assert all(count.alpha is None for _, count in table.sections)


def value_of(found: Coefficient | None) -> Fraction | None:
    assert found is not None
    return found.value


def test_from_twenty_on_there_are_figures() -> None:
    """A1 is met 15 times by both and 5 times unmet by the second; A2 and B1 are met throughout."""
    table = agreement_table(RUBRIC, files(20, apart=5))
    one = table.items[0]
    # 15 of 20 alike is below 80 percent
    assert (one.alike, one.scored, one.is_low) == (15, 20, True)
    assert one.is_weighted
    # quadratic on 0, 1, 2: met and unmet are not alike at all; shares 7/8 and 1/8, so that AC2
    # has p_e = 6 / (3 * 2) * 2 * 7/64 = 7/32, and kappa 49/64 + 1/64 = 25/32
    assert value_of(one.coefficient) == (Fraction(3, 4) - Fraction(7, 32)) / Fraction(25, 32)
    assert value_of(one.kappa) == (Fraction(3, 4) - Fraction(25, 32)) / Fraction(7, 32)
    # ordinal alpha of two values is nominal: 120 answers, 5 of them unmet, 5 pairs apart
    assert value_of(table.whole.alpha) == 1 - Fraction(119 * 10, 2 * 5 * 115)
    assert (table.whole.scored, table.whole.alike, table.whole.usual) == (60, 55, 115)
    # eighths 8 and 5 five times, else 8 and 8: means 6.5 and 8 about 7.625, between
    # 2 * (5 * 1.125^2 + 15 * 0.375^2) / 19 = 16.875 / 19, within 5 * 4.5 / 20 = 1.125
    between, within = Fraction("16.875") / 19, Fraction("1.125")
    assert value_of(table.totals) == (between - within) / (between + within)
    # section A: A1 and A2, 80 answers with 5 unmet; B has one answer throughout
    assert [code for code, _ in table.sections] == ["A", "B"]
    assert value_of(table.sections[0][1].alpha) == 1 - Fraction(79 * 10, 2 * 5 * 75)
    assert table.sections[1][1].alpha == Coefficient(why=WhyUndefined.NO_VARIATION, units=20)
    (pair,) = table.pairs
    assert (pair.readers, pair.count) == ((1, 2), table.whole)


def test_one_answer_throughout_is_agreement_and_not_a_fault() -> None:
    table = agreement_table(RUBRIC, files(20))
    one = table.items[1]
    # AC2 knows the scale: p_e = 0, all alike; kappa and alpha have nothing to go by
    assert (value_of(one.coefficient), one.is_low) == (1, False)
    assert one.kappa is not None
    assert (one.kappa.value, one.kappa.why) == (None, WhyUndefined.SINGLE_CATEGORY)
    assert table.totals is not None
    assert (table.totals.value, table.totals.why) == (None, WhyUndefined.NO_VARIATION)
    assert verdict(table, 20) is AgreementVerdict.NO_VARIATION


def test_nearly_one_answer_throughout_speaks_against_nobody() -> None:
    """195 of 200 alike and alpha below nought, because nearly everything is met."""
    table = agreement_table(RUBRIC, files(200, apart=5))
    assert (table.items[0].alike, table.items[0].is_low) == (195, False)
    # 1200 answers, 5 of them unmet
    assert value_of(table.whole.alpha) == 1 - Fraction(1199 * 10, 2 * 5 * 1195) < 0
    assert verdict(table, 200) is AgreementVerdict.ALL_THE_SAME


def test_kappa_of_an_item_says_little_where_nearly_everybody_said_the_same() -> None:
    told = agreement_table(RUBRIC, files(200, apart=5)).items
    assert told[0].kappa is not None
    assert value_of(told[0].kappa) < Fraction(1, 10)
    # where it is not defined at all there is nothing to be said of it
    assert [one.is_kappa_mute for one in told] == [True, False, False]
    apart = agreement_table(RUBRIC, files(20, apart=5)).items
    assert not any(one.is_kappa_mute for one in apart)


def shared(alike: int, usual: int, alpha: Fraction | None) -> AgreementTable:
    """Twenty files with 100 answers of both."""
    why = None if alpha is not None else WhyUndefined.NO_VARIATION
    whole = SharedCount(20, 100, alike, usual, Coefficient(alpha, why))
    return AgreementTable((), (), (), whole, None)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (shared(95, 120, Fraction(4, 5)), AgreementVerdict.RELY),
        (shared(90, 120, Fraction(79, 100)), AgreementVerdict.TENTATIVE),
        (shared(90, 120, Fraction(667, 1000)), AgreementVerdict.TENTATIVE),
        (shared(85, 120, Fraction(666, 1000)), AgreementVerdict.APART),
        (shared(85, 179, Fraction(0)), AgreementVerdict.APART),
        (shared(80, 180, Fraction(0)), AgreementVerdict.ALL_THE_SAME),
        (shared(79, 180, Fraction(0)), AgreementVerdict.APART),
        (shared(100, 200, None), AgreementVerdict.NO_VARIATION),
    ],
)
def test_what_agreement_on_a_rubric_comes_to(
    table: AgreementTable, found: AgreementVerdict
) -> None:
    assert verdict(table, 20) is found
    assert is_mute(table.whole) is (found is AgreementVerdict.ALL_THE_SAME)
    assert verdict(table, 19) is AgreementVerdict.FEW


def test_without_alpha_it_is_not_mute() -> None:
    assert not is_mute(SharedCount(19, 100, 100, 200, None))


def test_an_item_that_stands_out_comes_before_all() -> None:
    assert verdict(agreement_table(RUBRIC, files(20, apart=5)), 20) is AgreementVerdict.LOW_ITEMS


def test_which_reading_came_first_changes_no_score_figure() -> None:
    ahead = files(20, apart=5)
    turned = [
        DoubleRead((2, 1), (one.codes[1], one.codes[0]), (one.scores[1], one.scores[0]))
        if number % 2
        else one
        for number, one in enumerate(ahead)
    ]
    assert agreement_table(RUBRIC, turned).totals == agreement_table(RUBRIC, ahead).totals


def test_whether_it_applies_comes_first() -> None:
    one = agreement_table(RUBRIC, files(20, na=3)).items[0]
    assert (one.read, one.applies_alike, one.scored, one.alike) == (20, 17, 17, 17)
    # 17 answers that both scored are too few
    assert one.coefficient is None


def test_leniency_has_a_sign_for_each_reader() -> None:
    assert leniency(files(19, apart=19), 1).mean is None
    found = leniency(files(20, apart=20), 1)
    assert (found.files, found.mean) == (20, Fraction(375_000, 1_000_000))
    assert leniency(files(20, apart=20), 2).mean == -Fraction(3, 8)
    assert leniency(files(20), 3).files == 0


def told(read: list[DoubleRead], reader: int) -> tuple[int, frozenset[str]]:
    """How many files somebody is told of, and which items."""
    batch = told_in_batches(read, reader)
    return len(batch), items_told(RUBRIC, agreement_table(RUBRIC, batch), batch, reader)


def test_of_files_of_others_nobody_is_told_one_by_one() -> None:
    every = frozenset({"A1", "A2", "B1"})
    for count in range(45):
        # who read neither: fives, and items from twenty files on
        others = files(count)
        assert told(others, 3) == (
            count // 5 * 5,
            every if count < 5 or count >= 20 else frozenset(),
        )
        # who read them all
        assert told(others, 1) == (count, every)
    # nineteen of their own, and of others four and then five
    own = [DoubleRead((3, 1), one.codes, one.scores) for one in files(19)]
    assert told([*files(4), *own], 3) == (19, every)
    assert told([*files(5), *own], 3) == (24, every)
    # an item that two of the five had not: less their own it would tell of three
    assert told([*files(5, na=2), *own], 3) == (24, every - {"A1"})


def test_the_newest_files_of_others_wait() -> None:
    newest = DoubleRead((1, 2), (dict(MET), dict(MET)), (1, 1))
    assert newest not in told_in_batches([newest, *files(5)], 3)
    assert newest in told_in_batches([newest, *files(5)], 2)
