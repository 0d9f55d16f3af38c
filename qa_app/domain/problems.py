"""What is wrong with a file, as codes and places; doors put it into words."""

from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""Keys and positions from the top of a file down, such as `("sections", 0, "weight")`."""


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
        params: Values that the words need, all text.
    """

    code: str
    path: Path = ()
    severity: Severity = Severity.ERROR
    params: dict[str, str] = field(default_factory=dict)


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
        self.problems.append(
            Problem(code, path, Severity.ERROR, {k: str(v) for k, v in params.items()})
        )

    def warning(self, code: str, path: Path, **params: object) -> None:
        """Add a fault that is only pointed out.

        Args:
            code: What is wrong.
            path: Where.
            **params: Values that the words need.
        """
        self.problems.append(
            Problem(code, path, Severity.WARNING, {k: str(v) for k, v in params.items()})
        )
