"""Chance that can be repeated: the same seed gives the same numbers, on every machine."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

_T = TypeVar("_T")
_PERCENT = 100


class Dice:
    """A stream of numbers that follows from a seed."""

    def __init__(self, seed: str) -> None:
        """Begin a stream.

        Args:
            seed: Any text.
        """
        self._seed = seed
        self._thrown = 0

    def number(self) -> int:
        """Throw once.

        Returns:
            A whole number of 64 bits.
        """
        self._thrown += 1
        return int.from_bytes(sha256(f"{self._seed}|{self._thrown}".encode()).digest()[:8], "big")

    def below(self, end: int) -> int:
        """Throw for a number.

        Args:
            end: One more than the largest, at least 1.

        Returns:
            From 0 to `end` - 1.
        """
        return self.number() % end

    def between(self, least: int, most: int) -> int:
        """Throw for a number within limits.

        Args:
            least: The smallest.
            most: The largest.

        Returns:
            A number from `least` to `most`.
        """
        return least + self.below(most - least + 1)

    def hits(self, percent: int) -> bool:
        """Throw for yes or no.

        Args:
            percent: How often it is yes, 0 to 100.

        Returns:
            True in so many of 100 throws.
        """
        return self.below(_PERCENT) < percent

    def one_of(self, choices: Sequence[_T]) -> _T:
        """Throw for one of several.

        Args:
            choices: At least one.

        Returns:
            One of them.
        """
        return choices[self.below(len(choices))]
