"""Forms of the holiday table."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from qa_app.domain.defaults import HOLIDAY_NAME_MOST
from qa_app.domain.holidays import HolidayAct
from qa_app.web.forms import BaseForm, DayField

_KINDS = ((HolidayAct.DAY_OFF, _l("day off")), (HolidayAct.DAY_WORKED, _l("made-up working day")))


class DayForm(BaseForm):
    """A day to be added."""

    on = DayField(_l("Day"), [InputRequired(_l("Give a date such as 2026-04-09"))])
    kind = RadioField(
        _l("Kind of day"),
        choices=[SelectChoice(kind.value, words) for kind, words in _KINDS],
        default=HolidayAct.DAY_OFF.value,
    )
    name_zh = StringField(_l("Name in Chinese"), [Length(max=HOLIDAY_NAME_MOST)])
    name_en = StringField(_l("Name in English"), [Length(max=HOLIDAY_NAME_MOST)])


class RemoveForm(BaseForm):
    """A day to be removed."""

    on = DayField(_l("Day"), [InputRequired()])


class YearForm(BaseForm):
    """A year to be added."""

    year = SelectField(_l("Year"), coerce=int)

    def offer(self, years: Sequence[int]) -> None:
        """Say which years can be added.

        Args:
            years: The years.
        """
        self.year.choices = [SelectChoice(year, str(year)) for year in years]
