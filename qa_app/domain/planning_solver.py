"""The one seam to scipy's integer programmes, loaded when a month is first proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_OPTIMAL = 0
_LIMIT_REACHED = 1


@cache
def _scipy() -> tuple[Any, Any]:
    # half a second and 60 MB, so only for who proposes a month
    from scipy import optimize, sparse  # noqa: PLC0415

    return optimize, sparse


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of variables that must stay within bounds.

    Attributes:
        sum: Variable to factor.
        least: Lower bound; minus infinity for none.
        most: Upper bound; infinity for none.
    """

    sum: Mapping[int, float]
    least: float = float("-inf")
    most: float = float("inf")


@dataclass(slots=True)
class Programme:
    """An integer programme as it is put together.

    Attributes:
        most: Upper bound of each variable; the lower one is 0.
        rows: What must hold.
    """

    most: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, most: int = 1) -> int:
        """Add a whole number.

        Args:
            most: Its upper bound.

        Returns:
            Its place.
        """
        self.most.append(most)
        return len(self.most) - 1


@dataclass(frozen=True, slots=True)
class Solution:
    """What was found.

    Attributes:
        values: One whole number for each variable.
        is_proven: True when none is better; False when the search stopped at its limit.
    """

    values: tuple[int, ...]
    is_proven: bool


def maximised(programme: Programme, gains: Mapping[int, float], seconds: float) -> Solution | None:
    """Find whole numbers that keep every row and bring most.

    Args:
        programme: Variables and rows.
        gains: What one more of a variable brings; variables left out bring nothing.
        seconds: How long to search at most.

    Returns:
        The best found; None when nothing keeps every row, or nothing was found in time.
    """
    optimize, sparse = _scipy()
    result = optimize.milp(
        [-gains.get(place, 0.0) for place in range(len(programme.most))],
        integrality=[1] * len(programme.most),
        bounds=optimize.Bounds(0, programme.most),
        constraints=_constraints(optimize, sparse, programme.rows, len(programme.most)),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if result.x is None or result.status not in {_OPTIMAL, _LIMIT_REACHED}:
        return None
    values = tuple(round(float(value)) for value in result.x)
    return Solution(values, result.status == _OPTIMAL)


def _constraints(optimize: Any, sparse: Any, rows: Sequence[Row], width: int) -> Any:
    if not rows:
        return ()
    factors = [factor for row in rows for factor in row.sum.values()]
    across = [place for row in rows for place in row.sum]
    down = [number for number, row in enumerate(rows) for _ in row.sum]
    matrix = sparse.csr_array((factors, (down, across)), shape=(len(rows), width))
    return optimize.LinearConstraint(
        matrix, [row.least for row in rows], [row.most for row in rows]
    )
