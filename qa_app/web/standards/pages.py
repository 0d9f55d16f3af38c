"""Pages of published rubrics."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.expertise import Area
from qa_app.queries.rubric_list import RubricLine, VersionLine
from qa_app.web.pages import Page
from qa_app.wording.said_rubric import SaidRubric


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricsPage(Page):
    """The list of rubrics."""

    template: ClassVar[str] = "standards/index.html"

    lines: tuple[RubricLine, ...]
    kinds: dict[str, str]
    areas: tuple[Area, ...]
    area: str
    with_hidden: bool
    next_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersionPage(Page):
    """One version of a rubric."""

    template: ClassVar[str] = "standards/version.html"

    code: str
    rubric: SaidRubric
    shelf: frozenset[tuple[str, str]]
    line: VersionLine
    versions: tuple[VersionLine, ...]
    fingerprint: str
    item_count: int
