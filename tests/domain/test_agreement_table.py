"""Counts below the floor, figures from it on, leniency with its sign; worked by hand."""

from fractions import Fraction

from qa_app.domain.agreement_table import DoubleRead, agreement_table, leniency
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


def test_from_twenty_on_there_are_figures() -> None:
    table = agreement_table(RUBRIC, files(20, apart=5))
    one = table.items[0]
    # 15 of 20 alike is below 80 percent
    assert (one.alike, one.scored, one.is_low) == (15, 20, True)
    assert one.coefficient is not None
    assert one.is_weighted
    # quadratic on 0, 1, 2 (met 1, partly 1/2, unmet 0): unlike pairs weigh 0
    assert one.coefficient.observed == Fraction(15, 20)
    assert table.whole.alpha is not None
    assert table.totals is not None
    assert [code for code, _ in table.sections] == ["A", "B"]
    (pair,) = table.pairs
    assert (pair.readers, pair.count.files) == ((1, 2), 20)
    # one answer throughout: kappa is not defined there, and nothing says the item is low
    assert (table.items[1].kappa or one.coefficient).value is None
    assert not table.items[1].is_low


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
