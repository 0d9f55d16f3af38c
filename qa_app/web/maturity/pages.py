"""Pages of a region's quality-assurance system."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.text import BilingualText
from qa_app.queries.region_reviews import Region
from qa_app.web.pages import Choice, Page


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """One thing that is known, with where it is counted.

    Attributes:
        words: The count or the gap.
        source: Where it is counted; empty for a gap.
        address: Where that is read; empty for a gap and for who may not.
    """

    words: str
    source: str
    address: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with the level that a person gave it, in words; empty while nobody did."""

    code: str
    text: BilingualText
    level: str
    evidence: tuple[EvidenceShown, ...]


@dataclass(frozen=True, slots=True)
class DimensionShown:
    """A dimension with its level."""

    code: str
    title: BilingualText
    level: str
    bar: Markup | None
    is_lowest: bool
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class YearShown:
    """A year of the trend: levels by dimension in the order of the page, as digits."""

    year: int
    address: str
    version: str
    levels: tuple[tuple[str, Markup | None], ...]
    overall: str
    mean: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionsPage(Page):
    """The regions that one reads."""

    template: ClassVar[str] = "maturity/index.html"

    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityPage(Page):
    """A region's year: profile, evidence, trend.

    Attributes:
        region: The place.
        year: The year shown.
        heading: What it comes to.
        state: Who read it, and whether a second person let it stand; empty without a review.
        rule: How the levels come together.
        counts: What counts are and of which day; empty without a rubric.
        overall: The lowest level; empty without a review.
        mean: The mean of the dimensions; empty without a review.
        years: Other years to look at.
        dimensions: The four with their items; empty without a rubric.
        trend: Years with a signed review, newest first.
        report_address: The signed review; empty without one.
        draft_address: One's own draft; empty for none.
        files: Address, words and language of the page as a file; empty without a rubric.
        may_begin: True where a review may be begun.
        fault: Why that was refused; empty for nothing.
    """

    template: ClassVar[str] = "maturity/show.html"

    region: Region
    year: int
    heading: str
    state: str
    rule: str
    counts: str
    overall: str
    mean: str
    years: tuple[Choice, ...]
    dimensions: tuple[DimensionShown, ...]
    trend: tuple[YearShown, ...]
    report_address: str
    draft_address: str
    files: tuple[tuple[str, str, str], ...]
    may_begin: bool
    fault: str
