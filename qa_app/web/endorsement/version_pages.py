"""The page of criteria as versions: what is in force, what waits, what was published."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.domain.text import BilingualText
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True)
class ForceShown:
    """A set that is in force, or that waits for a second person.

    Attributes:
        id: The proposal; 0 for one that is in force.
        stage: Name of the stage.
        place: Name of the place; None for every one.
        set: Name of the set.
        version: Version of the criteria.
        from_day: From when.
        is_own: True when whoever looks proposed it.
    """

    id: int
    stage: BilingualText
    place: BilingualText | None
    set: BilingualText
    version: str
    from_day: date
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class CheckShown:
    """Something to be done before a draft is published.

    Attributes:
        code: Its code.
        text: What it is.
        is_done: True when it is done, for whoever looks.
        is_trial: True for the one that is done by looking at the trial.
    """

    code: str
    text: BilingualText
    is_done: bool
    is_trial: bool


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A draft that waits.

    Attributes:
        id: It.
        title: Its name.
        version: Its version.
        fingerprint: Its fingerprint.
        day: When it was handed in.
        is_own: True when whoever looks handed it in.
        checks: What is to be done before.
    """

    id: int
    title: BilingualText
    version: str
    fingerprint: str
    day: str
    is_own: bool
    checks: tuple[CheckShown, ...]

    @property
    def is_ready(self) -> bool:
        """True when nothing is left to do."""
        return all(one.is_done for one in self.checks)


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A published version.

    Attributes:
        id: It.
        title: Its name.
        version: Its version.
        fingerprint: Its fingerprint.
        day: When it was published.
        sets: Code and name of its sets.
    """

    id: int
    title: BilingualText
    version: str
    fingerprint: str
    day: str
    sets: tuple[tuple[str, BilingualText], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaVersionsPage(Page):
    """Criteria as versions."""

    template: ClassVar[str] = "endorsement/versions.html"

    faults: tuple[str, ...]
    force: tuple[ForceShown, ...]
    proposals: tuple[ForceShown, ...]
    drafts: tuple[DraftShown, ...]
    versions: tuple[VersionShown, ...]
    stages: tuple[tuple[str, BilingualText], ...]
    places: tuple[tuple[int, BilingualText], ...]
    today: date
