"""What is wrong with a file, as codes and places; doors put it into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from qa_app.domain.defaults import RUBRIC_FAULTS_TOLD_MOST, RUBRIC_SHOWN_MOST
from qa_app.domain.rounding import decimal_text

Path = tuple[str | int, ...]
"""Keys and positions from the top of a file down, such as `("sections", 0, "weight")`."""


_WHOLE_LISTS = frozenset({"allowed"})
"""Params that are lists of ours and not what stands in a file."""


def shown(value: object) -> str:
    """Shorten what stands in a file for a message.

    Args:
        value: What stands there.

    Returns:
        Its text, at most `RUBRIC_SHOWN_MOST` signs; a longer one ends with `…`.
    """
    try:
        decimals = decimal_text(value) if isinstance(value, Fraction) else None
        text = str(value) if decimals is None else decimals
    except ValueError:  # more digits than the interpreter writes
        return "…"
    return text if len(text) <= RUBRIC_SHOWN_MOST else f"{text[: RUBRIC_SHOWN_MOST - 1]}…"


def _shown(params: Mapping[str, object]) -> dict[str, str]:
    return {k: str(v) if k in _WHOLE_LISTS else shown(v) for k, v in params.items()}


class Severity(StrEnum):
    """An error refuses the file; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault.

    Attributes:
        code: What is wrong.
        path: Where.
        severity: Error or warning.
        params: Values that the words need, all text; long ones are shortened (`shown`).
    """

    code: str
    path: Path = ()
    severity: Severity = Severity.ERROR
    params: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Shorten what stands in the file: it may be the whole file."""
        object.__setattr__(self, "params", _shown(self.params))


def most_told(problems: Sequence[Problem]) -> list[Problem]:
    """Choose the faults that are told at once: nobody mends a thousand before looking again.

    Args:
        problems: All that is wrong.

    Returns:
        At most `RUBRIC_FAULTS_TOLD_MOST`, errors first, else in their order.
    """
    first = sorted(problems, key=lambda one: one.severity is not Severity.ERROR)
    return first[:RUBRIC_FAULTS_TOLD_MOST]


class Findings:
    """Problems gathered while a file is checked."""

    def __init__(self) -> None:
        """Begin with none."""
        self.problems: list[Problem] = []

    def error(self, code: str, path: Path, **params: object) -> None:
        """Add a fault that refuses the file.

        Args:
            code: What is wrong.
            path: Where.
            **params: Values that the words need.
        """
        self.problems.append(Problem(code, path, Severity.ERROR, _shown(params)))

    def warning(self, code: str, path: Path, **params: object) -> None:
        """Add a fault that is only pointed out.

        Args:
            code: What is wrong.
            path: Where.
            **params: Values that the words need.
        """
        self.problems.append(Problem(code, path, Severity.WARNING, _shown(params)))
