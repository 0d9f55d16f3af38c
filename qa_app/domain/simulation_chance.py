"""Chance that follows from a whole number: the same seed gives the same throws everywhere."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypeVar

_T = TypeVar("_T")

_MASK: Final = (1 << 64) - 1
_STEP: Final = 0x9E3779B97F4A7C15
_FIRST: Final = 0xBF58476D1CE4E5B9
_SECOND: Final = 0x94D049BB133111EB


class Chance:
    """A stream of whole numbers of 64 bits, after Steele, Lea and Flood (SplitMix64, 2014)."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        """Begin a stream.

        Args:
            seed: Any whole number.
        """
        self._state = seed & _MASK

    def number(self) -> int:
        """Throw once.

        Returns:
            A whole number from 0 to 2**64 - 1.
        """
        self._state = (self._state + _STEP) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * _FIRST) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * _SECOND) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, end: int) -> int:
        """Throw for a number.

        Args:
            end: One more than the largest, at least 1 and far below 2**64.

        Returns:
            From 0 to `end` - 1.
        """
        return self.number() % end

    def hits(self, share: Fraction) -> bool:
        """Throw for yes or no.

        Args:
            share: How often it is yes, 0..1.

        Returns:
            True in that share of throws.
        """
        return self.number() % share.denominator < share.numerator

    def count(self, trials: int, share: Fraction) -> int:
        """Throw several times.

        Args:
            trials: How often, 0 or more.
            share: How often it is yes, 0..1.

        Returns:
            How many were yes.
        """
        return sum(self.hits(share) for _ in range(trials))

    def one_of(self, choices: Sequence[_T]) -> _T:
        """Throw for one of several.

        Args:
            choices: At least one, each as likely.

        Returns:
            One of them.
        """
        return choices[self.below(len(choices))]
