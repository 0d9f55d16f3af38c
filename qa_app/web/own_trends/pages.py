"""The page of a practitioner's own trend."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.text import BilingualText
from qa_app.web.pages import Choice, Page


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section with its mean in words."""

    title: BilingualText
    value: str
    files: str


@dataclass(frozen=True, slots=True)
class QuarterShown:
    """A row of the table twin; `value` is empty for too few files."""

    period: str
    value: str
    files: int
    final: int
    provisional: int
    version: str


@dataclass(frozen=True, slots=True)
class OwnTrendShown:
    """What one rubric shows.

    Attributes:
        rubric: Title of the version used last.
        headline: The finding, for the title.
        lede: What else there is to say.
        strengths: Sections at or above the line, the strongest first.
        others: The other sections, the strongest first.
        line: Percentage of the line; 0 without one.
        svg: The chart; None when no quarter has enough files.
        limits: What the lines across are.
        icons: What the latest quarter says: sign and word.
        reason: Which chart it is and why.
        version_rules: Why the line breaks at each new version.
        unit_words: What the numbers at the left are.
        quarters: The table, newest first.
    """

    rubric: BilingualText
    headline: str
    lede: str
    strengths: tuple[SectionShown, ...]
    others: tuple[SectionShown, ...]
    line: int
    svg: Markup | None
    limits: tuple[str, ...]
    icons: tuple[tuple[str, str], ...]
    reason: str
    version_rules: tuple[str, ...]
    unit_words: str
    quarters: tuple[QuarterShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTrendPage(Page):
    """How the results of somebody's own files change."""

    template: ClassVar[str] = "own_trends/show.html"

    code: str
    centre: BilingualText
    is_own: bool
    plan_address: str
    csv_address: str
    choices: tuple[Choice, ...]
    shown: OwnTrendShown | None
    least: int
