"""The page of the holiday table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.queries.holidays import MarkedDay
from qa_app.web.holidays.forms import DayForm, RemoveForm, YearForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysPage(Page):
    """One year of one region, with what can be changed in it."""

    template: ClassVar[str] = "holidays/index.html"

    region: str
    year: int
    table: Mapping[str, tuple[int, ...]]
    days: Mapping[date, MarkedDay]
    off_count: int
    worked_count: int
    day_form: DayForm
    remove_form: RemoveForm
    year_form: YearForm
