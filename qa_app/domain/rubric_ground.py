"""What the rubrics of an installation stand on, and a draft checked and resolved on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric import COUNTRY
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.text import REQUIRED_LANGUAGE

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draft is checked and resolved on.

    Attributes:
        library: Shared scales and bands, the register of sources.
        required_language: Language in which every text must be written.
        region: Where the rubric will be used, for bands by region.
    """

    library: Library
    required_language: str = REQUIRED_LANGUAGE
    region: str = COUNTRY

    def problems(self, plain: Plain) -> list[Problem]:
        """Find what is wrong with a draft.

        Args:
            plain: Its data.

        Returns:
            Errors and warnings.
        """
        return check_rubric(plain, self.library, self.required_language)

    def faults(self, plain: Plain) -> int:
        """Count what keeps a draft from being published.

        Args:
            plain: Its data.

        Returns:
            How many errors there are.
        """
        return sum(one.severity is Severity.ERROR for one in self.problems(plain))

    def content(self, plain: Plain) -> dict[str, Any]:
        """Resolve a draft.

        Args:
            plain: Its data, without errors.

        Returns:
            The content that a version would keep, published unless it is a reference.
        """
        status = "reference" if plain["status"] == "reference" else "published"
        return resolve({**plain, "status": status}, self.library, self.region)
