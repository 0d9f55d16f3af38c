"""The page of the holiday table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from qa_app.queries.holidays import MarkedDay
from qa_app.queries.local_days import LocalDay
from qa_app.web.holidays.forms import CloseForm, DayForm, OpenForm, RemoveForm, YearForm
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDaysPage(Page):
    """Days ahead on which branches or centres are closed."""

    template: ClassVar[str] = "holidays/closed.html"

    days: tuple[LocalDay, ...]
    today: date
    form: CloseForm
    open_form: OpenForm
