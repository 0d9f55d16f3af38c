from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from qa_app.domain.action_proof import (
    Decided,
    ProofRule,
    chance_shown,
    decided,
    does_conform,
    is_recurrence,
)
from qa_app.domain.statistics.lqas import Bounds, lqas_risks
from tests.builders import a_rubric, item, section

T, F = True, False
RUN, SCREEN = ProofRule.RUN, ProofRule.SCREEN
AT_80_50 = Bounds(Fraction(4, 5), Fraction(1, 2))


def shown(at: int) -> Decided:
    return Decided(is_shown=True, at=at)


def not_shown(at: int) -> Decided:
    return Decided(is_shown=False, at=at)


@pytest.mark.parametrize(
    ("rule", "conforms", "outcome"),
    [
        (RUN, [], None),
        (RUN, [T, T], None),
        (RUN, [T, T, T], shown(2)),
        # what is read later neither helps nor harms
        (RUN, [T, T, T, F], shown(2)),
        (RUN, [F, T, T, T], not_shown(0)),
        (RUN, [T, T, F, T, T, T], not_shown(2)),
        (SCREEN, [T] * 12, None),
        (SCREEN, [T] * 13, shown(12)),
        # 13 of the first 19, the last of them the nineteenth
        (SCREEN, [T, T, F] * 6 + [T], shown(18)),
        # six that do not conform still leave 13
        (SCREEN, [F] * 6 + [T] * 12, None),
        (SCREEN, [F] * 7, not_shown(6)),
        # three in a row are no way round the screen, and nothing is topped up
        (SCREEN, [T, T, T] + [F] * 7 + [T] * 12, not_shown(9)),
        (SCREEN, [F] + [T, T, F] * 6, not_shown(18)),
        (SCREEN, [F] + [T, T, F] * 6 + [T] * 9, not_shown(18)),
    ],
)
def test_the_first_files_decide_once(
    rule: ProofRule, conforms: list[bool], outcome: Decided | None
) -> None:
    assert decided(rule, conforms) == outcome


@pytest.mark.parametrize(
    ("rule", "percent", "share"),
    [
        (RUN, 50, Fraction(1, 8)),
        (RUN, 80, Fraction(64, 125)),
        (RUN, 95, Fraction(19, 20) ** 3),
        # R: 1 - pbinom(12, 19, c(.5, .8, .95)) = 0.0835, 0.9324, 1.0000; beta and 1 - alpha of the
        # rule 13 of 19 at 80 and 50
        (SCREEN, 50, lqas_risks(19, 13, AT_80_50).beta),
        (SCREEN, 80, 1 - lqas_risks(19, 13, AT_80_50).alpha),
    ],
)
def test_how_often_one_try_verifies(rule: ProofRule, percent: int, share: Fraction) -> None:
    assert chance_shown(rule, Fraction(percent, 100)) == share
    assert float(chance_shown(SCREEN, Fraction(1, 2))) == pytest.approx(0.0835, abs=5e-5)
    assert float(chance_shown(SCREEN, Fraction(4, 5))) == pytest.approx(0.9324, abs=5e-5)


def test_deciding_early_changes_no_chance() -> None:
    """Every sequence of three files, and of nineteen: verified are those the full count would."""
    for size, rule in ((3, RUN), (19, SCREEN)):
        verified = 0
        for met in product((T, F), repeat=size) if size == 3 else runs_of(size):
            outcome = decided(rule, met)
            assert outcome is not None
            assert outcome.is_shown is (sum(met) >= rule.least)
            verified += outcome.is_shown
        assert verified > 0


def runs_of(size: int) -> Iterator[list[bool]]:
    """Sequences of nineteen by how many conform first, and from where on."""
    for first, start, length in product(range(size), range(size), range(size)):
        yield [at < first or start <= at < start + length for at in range(size)]


@pytest.mark.parametrize(
    ("read_on", "counts"),
    [
        (date(2026, 3, 23), F),
        (date(2026, 3, 24), T),
        (date(2027, 3, 23), T),
        (date(2027, 3, 24), F),
    ],
)
def test_a_fault_comes_back_within_twelve_months(read_on: date, counts: bool) -> None:
    assert is_recurrence(date(2026, 3, 23), read_on) is counts


def test_a_month_without_that_day_ends_with_its_last() -> None:
    assert is_recurrence(date(2024, 2, 29), date(2025, 2, 28))
    assert not is_recurrence(date(2024, 2, 29), date(2025, 3, 1))


def test_items_that_are_not_in_force_say_nothing() -> None:
    rubric = a_rubric(section("A", item("A1"), item("A2"), item("A3")))
    both = ["A1", "A2"]
    assert does_conform(rubric, {"A1": "met", "A3": "unmet"}, both) is True
    assert does_conform(rubric, {"A1": "met", "A2": "partly"}, both) is False
    assert does_conform(rubric, {"A1": "na", "A3": "met"}, both) is None
    assert does_conform(rubric, {"A1": "unmet"}, []) is None
