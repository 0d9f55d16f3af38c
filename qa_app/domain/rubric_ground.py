"""What the rubrics of an installation stand on, and a draft checked and resolved on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.draft_parts import entries_of, value_at
from qa_app.domain.problems import Path, Problem, Severity
from qa_app.domain.rubric import COUNTRY
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import resolve
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_thaw import thaw_measure
from qa_app.domain.spans import THRESHOLD
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
            Errors and warnings; of a measure whose file does not say whether it is a share, as
            what it is read.
        """
        found = check_rubric(plain, self.library, self.required_language)
        return [*found, *_unsaid_units(plain)]

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


def _unsaid_units(plain: Plain) -> Iterator[Problem]:
    # only whoever writes is asked: files that say nothing stay as right as they were
    for position, section in enumerate(entries_of(value_at(plain, ("sections",)))):
        items = section.get("items") if isinstance(section, Mapping) else None
        for place, item in enumerate(entries_of(items)):
            measure = item.get("measure") if isinstance(item, Mapping) else None
            if isinstance(measure, Mapping) and "unit" not in measure and _is_readable(measure):
                is_share = thaw_measure(measure).is_share
                path: Path = ("sections", position, "items", place, "measure", "unit")
                code = "taken_as_share" if is_share else "taken_as_number"
                yield Problem(code, path, Severity.WARNING)


def _is_readable(measure: Plain) -> bool:
    given = [measure.get("met"), measure.get("partly", measure.get("met"))]
    return "name" in measure and all(
        isinstance(one, str) and THRESHOLD.fullmatch(one) for one in given
    )
