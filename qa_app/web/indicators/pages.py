"""The page of indicators."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from qa_app.domain.text import BilingualText
from qa_app.web.pages import Page
from qa_app.wording.sandbox import Table


@dataclass(frozen=True, slots=True)
class SystemShown:
    """How a place's quality-assurance system was rated: level and mean as digits."""

    name: BilingualText
    year: int
    level: str
    mean: str
    bar: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorsPage(Page):
    """Indicators of the workforce within reach.

    Attributes:
        heading: The first of them, in a sentence.
        gaps: How many districts gave which number.
        small: Which numbers are hidden.
        chart: Bars of the districts; None without one.
        per: Unit of the bars.
        districts: The districts; None where no centre stands within reach.
        tiers: Levels of the workforce; None likewise.
        years: Years beside each other; None likewise.
        systems: Maturity of quality assurance; empty where nothing is final.
        definitions: Name, definition and source of each indicator.
    """

    template: ClassVar[str] = "indicators/index.html"

    heading: str
    gaps: str
    small: str
    chart: Markup | None
    per: str
    districts: Table | None
    tiers: Table | None
    years: Table | None
    systems: tuple[SystemShown, ...]
    definitions: tuple[tuple[str, str, str], ...]
