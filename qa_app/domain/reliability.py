"""How reliable the readings of an area are, by the files that two people read blind."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from qa_app.domain.rounding import MILLION
from qa_app.domain.rules.records import Record
from qa_app.domain.statistics.agreement import gwet_ac
from qa_app.domain.statistics.agreement_parts import Coefficient, Weights

_GRADES = 2


@dataclass(frozen=True, slots=True)
class TwoBands:
    """Grade bands that two people gave one file.

    Attributes:
        bands: How many bands the rubric has.
        first: Place of the first reading's band, 1 for the best.
        second: Place of the second one's.
        record: The pair; None where nobody asked for it.
    """

    bands: int
    first: int
    second: int
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """What double readings say of an area, over every centre that works in it.

    Attributes:
        read_count: Files read in the period, drawn at random or read as part of a whole, whose
            result is final.
        twice_count: Those that a second person read too.
        banded_count: Those of them with a band from both.
        agreement: AC2 of their bands with quadratic weights, exact; None where it is not
            defined. With rubrics of different numbers of bands the least.
        low: Lower end of its interval to the millionth; None where it cannot be told.
        twice: The pairs of `twice_count`; none where nobody asked for them.
        banded: Those of `banded_count` likewise.
    """

    read_count: int = 0
    twice_count: int = 0
    banded_count: int = 0
    agreement: Fraction | None = None
    low: Fraction | None = None
    twice: tuple[Record, ...] = ()
    banded: tuple[Record, ...] = ()


NO_RELIABILITY = Reliability()


def reliability(
    read_count: int, twice_count: int, pairs: Iterable[TwoBands], twice: Iterable[Record] = ()
) -> Reliability:
    """Compute how reliable the readings of an area are.

    Args:
        read_count: Files of the period whose result is final.
        twice_count: Those read twice.
        pairs: Bands of those that have one from both readers.
        twice: Those read twice, as records.

    Returns:
        The figures.

    Source: docs/methods/agreement.md; Gwet 2014.
    """
    by_scale: dict[int, list[tuple[int, int]]] = {}
    rated = tuple(pairs)
    for one in rated:
        by_scale.setdefault(one.bands, []).append((one.first, one.second))
    told = [_agreement(bands, rated) for bands, rated in sorted(by_scale.items())]
    defined = [one for one in told if one.value is not None]
    least = min(defined, key=lambda one: one.value or 0, default=Coefficient())
    return Reliability(
        read_count,
        twice_count,
        sum(map(len, by_scale.values())),
        least.value,
        None if least.low is None else Fraction(round(least.low * MILLION), MILLION),
        tuple(twice),
        tuple(one.record for one in rated if one.record is not None),
    )


def _agreement(bands: int, rated: list[tuple[int, int]]) -> Coefficient:
    weights = Weights.QUADRATIC if bands > _GRADES else Weights.UNWEIGHTED
    return gwet_ac(rated, range(1, bands + 1), weights)
