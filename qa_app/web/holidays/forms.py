"""Forms of the holiday table."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length

from qa_app.domain.defaults import HOLIDAY_NAME_MOST
from qa_app.domain.holidays import HolidayAct
from qa_app.domain.text import BilingualText
from qa_app.queries.register import CentreChoice, PlaceNode
from qa_app.services.operations.change_local_day import LocalDayChange
from qa_app.web.forms import BaseForm, DayField
from qa_app.web.labels import plain

_CONTENT = {"data-content": ""}  # names of places, not words of the product
_INDENT = "\u3000"
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


class CloseForm(BaseForm):
    """A day on which a branch or a centre is closed."""

    on = DayField(_l("Day"), [InputRequired(_l("Give a date such as 2026-04-09"))])
    place = SelectField(_l("A place with all its centres"), default="", render_kw=_CONTENT)
    centre = SelectField(_l("Or one centre"), default="", render_kw=_CONTENT)
    name_zh = StringField(_l("Reason in Chinese"), [Length(max=HOLIDAY_NAME_MOST)])
    name_en = StringField(_l("Reason in English"), [Length(max=HOLIDAY_NAME_MOST)])

    def offer(self, places: Sequence[PlaceNode], centres: Sequence[CentreChoice]) -> None:
        """Fill in what may be closed.

        Args:
            places: Places within reach, in order of the tree.
            centres: Centres within reach, those of one place next to each other.
        """
        self.place.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(one.code, _INDENT * one.depth + plain(one.name)) for one in places),
        ]
        self.centre.choices = [
            SelectChoice("", _("Choose")),
            *(
                SelectChoice(one.code, plain(one.name), optgroup=plain(one.place))
                for one in centres
            ),
        ]

    def change(self, today: date) -> LocalDayChange | None:
        """Give what was filled in.

        Args:
            today: The present.

        Returns:
            The day; None where it is said beside a field what is missing.
        """
        place, centre = self.place.data, self.centre.data
        if bool(place) == bool(centre):
            self.fail("centre", _("Choose either a place or one centre"))
            return None
        on = self.on.data or date.min
        if on < today:
            self.fail("on", _("Give a day from today on"))
            return None
        name = BilingualText((self.name_zh.data or "").strip(), (self.name_en.data or "").strip())
        return LocalDayChange(centre or place, bool(centre), on, name)


class OpenForm(BaseForm):
    """A closing day to be taken out again."""

    on = DayField(_l("Day"), [InputRequired()])
    code = HiddenField(validators=[InputRequired()])
    kind = HiddenField(validators=[AnyOf(("place", "centre"))])


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
