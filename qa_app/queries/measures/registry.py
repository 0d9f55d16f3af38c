"""Every metric with what measures it, and measuring one test after another."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from sqlalchemy.orm import Session

from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.queries import measures
from qa_app.queries.measures.ground import Measure, Measured, MeasureGround

NOT_COLLECTED: Final = Measurement(gap="not_collected")
"""What is said of a metric that nobody collects, and of a centre that was never asked."""


def _found() -> Iterator[tuple[str, Measure]]:
    for module in iter_modules(measures.__path__):
        if module.name != "registry":
            own = import_module(f"{measures.__name__}.{module.name}")
            yield from getattr(own, "MEASURES", {}).items()


REGISTRY: Final[Mapping[str, Measure]] = dict(_found())
"""Metric to what measures it; each module of this package adds its own `MEASURES`."""


class Measuring:
    """Measures tests on one ground, each test once for every centre.

    Tests that are written alike are one: what was measured for it is kept.
    """

    def __init__(self, session: Session, ground: MeasureGround) -> None:
        """Begin on a ground.

        Args:
            session: A database session.
            ground: Which centres, as of when.
        """
        self._session = session
        self._ground = ground
        self._kept: list[tuple[Leaf, Measured]] = []

    def measure(self, leaf: Leaf, centre_id: int, area: str) -> Measurement:
        """Give what was measured of one centre's area.

        Args:
            leaf: The test.
            centre_id: The centre.
            area: Code of the area.

        Returns:
            What was found of the area, else of the centre as a whole; `NOT_COLLECTED` where nobody
            was asked. What a measure raises is raised.
        """
        found = self._measured(leaf)
        whole = found.get((centre_id, ""), NOT_COLLECTED)
        return found.get((centre_id, area), whole)

    def _measured(self, leaf: Leaf) -> Measured:
        for kept, found in self._kept:
            if kept == leaf:
                return found
        measure = REGISTRY.get(leaf.metric)
        measured = {} if measure is None else measure(self._session, self._ground, leaf)
        self._kept.append((leaf, measured))
        return measured
