from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.conditions import FactIs
from qa_app.domain.simulation_chance import Chance
from qa_app.domain.simulation_files import SimulatedFile, Slips, simulated_file
from tests.simulated import fields

ALWAYS, NEVER, MOSTLY, LESS = Fraction(1), Fraction(0), Fraction(98, 100), Fraction(90, 100)


def files(shipped: Path, count: int, *cells: tuple[Fraction, Slips]) -> Iterator[dict]:
    for field in fields(shipped):
        chance = Chance(3)
        for _ in range(count):
            yield simulated_file(field.rubric, field.calendar, chance, cells)


def test_a_file_with_everything_met_is_without_fault(shipped: Path) -> None:
    for found in files(shipped, 20, (ALWAYS, Slips.MIXED)):
        one: SimulatedFile = found[ALWAYS, Slips.MIXED]
        assert one.percent == 100
        assert (one.is_good, one.is_lowest, one.has_red_line) == (True, False, False)
        assert one.slip_count == 0
        assert one.timely.top_count == one.timely.due_count
        assert one.reports.failed_count == 0


def test_a_file_with_nothing_met_has_the_lowest_band(shipped: Path) -> None:
    for found in files(shipped, 5, (NEVER, Slips.WORST)):
        one: SimulatedFile = found[NEVER, Slips.WORST]
        assert one.percent == 0
        assert one.is_lowest
        assert one.slip_count > 10


def test_a_higher_probability_is_never_worse(shipped: Path) -> None:
    # one throw for each item serves both, so this holds file by file
    for found in files(shipped, 30, (MOSTLY, Slips.WORST), (LESS, Slips.WORST)):
        high: SimulatedFile = found[MOSTLY, Slips.WORST]
        low: SimulatedFile = found[LESS, Slips.WORST]
        assert (high.percent or 0) >= (low.percent or 0)
        assert high.slip_count <= low.slip_count
        assert high.has_red_line <= low.has_red_line


def test_slips_that_are_mixed_are_never_worse_than_the_worst(shipped: Path) -> None:
    for found in files(shipped, 30, (LESS, Slips.MIXED), (LESS, Slips.WORST)):
        mixed: SimulatedFile = found[LESS, Slips.MIXED]
        worst: SimulatedFile = found[LESS, Slips.WORST]
        assert (mixed.has_red_line, mixed.reports.failed_count) <= (
            worst.has_red_line,
            worst.reports.failed_count,
        )


def test_shares_of_files_are_those_of_the_domain_report(shipped: Path) -> None:
    # domain report (c): files in A or B and with a red line, in per cent, by hand from its table
    table = {
        (98, Slips.MIXED): (98, 1.4),
        (95, Slips.MIXED): (93, 3.4),
        (90, Slips.MIXED): (87, 6.6),
        (98, Slips.WORST): (94, 3.7),
        (95, Slips.WORST): (84, 9.0),
        (90, Slips.WORST): (68, 17.6),
    }
    cells = [(Fraction(pct, 100), slips) for pct, slips in table]
    found = list(files(shipped, 150, *cells))
    for (pct, slips), (good, red) in table.items():
        of = [one[Fraction(pct, 100), slips] for one in found]
        for share, count in (
            (good / 100, sum(one.is_good for one in of)),
            (red / 100, sum(one.has_red_line for one in of)),
        ):
            # four standard deviations of a binomial share, and half of the table's last digit
            slack = 4 * (share * (1 - share) / len(of)) ** 0.5 + 0.005
            assert abs(count / len(of) - share) < slack, (pct, slips, count / len(of), share)


def test_what_is_not_simulated_stops_it(shipped: Path) -> None:
    field = fields(shipped)[0]
    section = field.rubric.sections[0]
    waiting = replace(
        section,
        items=tuple(
            replace(one, applies_if=FactIs("nobody_knows", (True,))) for one in section.items
        ),
    )
    rubric = replace(
        field.rubric, sections=(waiting, *field.rubric.sections[1:]), fingerprint="another"
    )
    with pytest.raises(ValueError, match="stayed open"):
        simulated_file(rubric, field.calendar, Chance(1), [(ALWAYS, Slips.MIXED)])
