"""What stands beside a chart."""

from fractions import Fraction

from qa_app.domain.rubric_freeze import freeze
from qa_app.domain.rubric_library import Library
from qa_app.domain.score_axis import PERCENT_AXIS, AxisKind, axis_of
from tests.builders import LIBRARY, a_file, a_rubric, item, section, words


def levels():
    plain = a_file() | {"scoring": {"method": "lowest", "scale": "maturity4"}}
    return axis_of(freeze(plain, LIBRARY))


def test_weighted_sections_are_percentages_with_two_lines() -> None:
    axis = axis_of(a_rubric(section("A", item("A1"))))
    assert axis is PERCENT_AXIS
    assert [tick.number for tick in axis.ticks] == [0, 20, 40, 60, 80, 100]
    assert axis.lines == (80, 70)
    assert axis.shown(Fraction(86_649, 100_000)) == Fraction(866, 10)
    assert axis.shown(Fraction(8665, 10_000)) == Fraction(867, 10)
    assert axis.level_at(Fraction(1)) is None


def test_the_only_level_of_a_scale_is_its_best() -> None:
    one = {"kind": "points", "options": [{"code": "met", "score": 2, **words("met")}]}
    library = Library({**LIBRARY.scales, "maturity4": one}, LIBRARY.bands)
    plain = a_file() | {"scoring": {"method": "lowest", "scale": "maturity4"}}
    axis = axis_of(freeze(plain, library))
    assert [(tick.number, tick.ratio) for tick in axis.ticks] == [(2, 1)]


def test_levels_keep_the_numbers_of_their_scale() -> None:
    axis = levels()
    assert axis.kind is AxisKind.LEVEL
    assert [(tick.number, tick.ratio) for tick in axis.ticks] == [
        (1, 0),
        (2, Fraction(1, 3)),
        (3, Fraction(2, 3)),
        (4, 1),
    ]
    assert axis.lines == ()


def test_a_level_kept_in_millionths_is_still_that_level() -> None:
    level = levels().level_at(Fraction(333_333, 1_000_000))
    assert level is not None
    assert level.label.en == "2"
    assert levels().level_at(Fraction(1, 2)) is None
