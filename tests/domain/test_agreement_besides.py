"""Two people who read the same files, and alpha by item; worked by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.agreement_besides import alpha_by_item, two_readers
from qa_app.domain.agreement_table import DoubleRead
from qa_app.domain.statistics.agreement_parts import Coefficient, WhyUndefined
from tests.domain.test_agreement_table import MET, RUBRIC, files

UNMET = MET | {"A1": "unmet"}


def alike_on(count: int, code: dict[str, str], score: int) -> list[DoubleRead]:
    return [DoubleRead((1, 2), (dict(code), dict(code)), (score, score)) for _ in range(count)]


def value_of(found: Coefficient | None) -> Fraction | None:
    assert found is not None
    return found.value


def test_below_the_floor_there_are_counts_only() -> None:
    few = files(19, apart=2)
    found = two_readers(RUBRIC, few, (1, 2))
    assert (found.files, found.scores, found.totals) == (19, 19, None)
    assert (found.items[0].scored, found.items[0].alike, found.items[0].kappa) == (19, 17, None)
    assert alpha_by_item(RUBRIC, few) == {"A1": None, "A2": None, "B1": None}


def test_cohen_icc_and_alpha_by_hand() -> None:
    # A1: met by both 10 times, unmet by both 5 times, 5 times met by 1 and unmet by 2
    mixed = [*files(15, apart=5), *alike_on(5, UNMET, 625_000)]
    found = two_readers(RUBRIC, mixed, (1, 2))
    one = found.items[0]
    assert (one.code, one.scored, one.alike, one.is_weighted) == ("A1", 20, 15, True)
    # p_o = 3/4; reader 1 gives met 3/4, reader 2 gives it 1/2: p_e = 3/8 + 1/8 = 1/2
    assert value_of(one.kappa) == Fraction(1, 2)
    # eighths: 8 and 8 ten times, 8 and 5 five times, 5 and 5 five times; means 8, 6.5, 5
    # about 6.875: files 2 * (10 * 1.125^2 + 5 * 0.375^2 + 5 * 1.875^2) = 61.875,
    # readers 7.25 and 6.5: 20 * 2 * 0.375^2 = 5.625, all 25 * 1.125^2 + 15 * 1.875^2 = 84.375
    of_files, of_readers = Fraction("61.875") / 19, Fraction("5.625")
    rest = (Fraction("84.375") - Fraction("61.875") - Fraction("5.625")) / 19
    expected = (of_files - rest) / (of_files + rest + 2 * (of_readers - rest) / 20)
    assert value_of(found.totals) == expected
    # alpha of two values: 40 ratings, 15 of them unmet, 5 pairs apart
    alpha = alpha_by_item(RUBRIC, mixed)
    assert value_of(alpha["A1"]) == 1 - Fraction(39 * 10, 2 * 15 * 25)
    assert alpha["A1"] is not None
    assert alpha["A1"].low is not None
    assert alpha["A2"] == replace(
        alpha["A2"] or Coefficient(), value=None, why=WhyUndefined.NO_VARIATION
    )


def test_only_files_that_both_read_count() -> None:
    others = [replace(one, readers=(1, 3)) for one in files(30, apart=30)]
    found = two_readers(RUBRIC, [*files(20), *others], (1, 2))
    assert (found.files, found.items[0].alike) == (20, 20)
    assert found.items[0].kappa is not None
    assert found.items[0].kappa.why is WhyUndefined.SINGLE_CATEGORY


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_read_is_no_error(count: int) -> None:
    assert two_readers(RUBRIC, files(count), (1, 2)).files == count


@given(st.lists(st.booleans(), min_size=20, max_size=20))
def test_who_of_the_two_read_first_changes_nothing(turned: list[bool]) -> None:
    mixed = [*files(15, apart=5), *alike_on(5, UNMET, 625_000)]
    other = [
        DoubleRead((2, 1), (one.codes[1], one.codes[0]), (one.scores[1], one.scores[0]))
        if turn
        else one
        for one, turn in zip(mixed, turned, strict=True)
    ]
    assert two_readers(RUBRIC, other, (1, 2)) == two_readers(RUBRIC, mixed, (1, 2))
    assert alpha_by_item(RUBRIC, other) == alpha_by_item(RUBRIC, mixed)
