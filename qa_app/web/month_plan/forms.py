"""Forms of the due list and of the plan of a month."""

import re
from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from qa_app.domain.defaults import BENT_WORDS_MOST
from qa_app.domain.errors import RefusedError
from qa_app.queries.month_plans import MonthPlan, PlanBranch
from qa_app.services.supervision.propose_month import MonthWanted
from qa_app.web.forms import BaseForm, DayField, HourField, NumberField
from qa_app.web.labels import plain
from qa_app.web.month_plan.labels import refusal_words

_SEEN = re.compile(r"(\d{1,9}):(\d{1,9})")
_CONTENT = {"data-content": ""}  # names of people and places, not words of the product


class _RefusedForm(BaseForm):
    is_sure_asked = False

    def refuse(self, fault: RefusedError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        field, words = refusal_words(fault)
        self.is_sure_asked = fault.code in {"rules_bend", "double_booked", "no_words"}
        self.fail(field if field in self else "", words)


class ProposeForm(_RefusedForm):
    """Which branch, and which plan is given up for it."""

    place_id = SelectField(_l("Branch"), coerce=int, render_kw=_CONTENT)
    month = DayField(widget=HiddenInput(), validators=[InputRequired()])
    seen = HiddenField()

    def offer(
        self, branches: Iterable[PlanBranch], month: date, plans: Iterable[MonthPlan]
    ) -> None:
        """Fill in which branches may be planned.

        Args:
            branches: The branches.
            month: First day of the month.
            plans: Plans of the month that the page shows.
        """
        self.place_id.choices = [(one.id, plain(one.name)) for one in branches]
        self.month.data = month
        self.seen.data = ",".join(f"{one.branch.id}:{one.revision}" for one in plans)

    def wanted(self) -> MonthWanted:
        """Give what was filled in, with the plan that the person saw.

        Returns:
            The month.
        """
        seen = dict(_SEEN.findall(self.seen.data or ""))
        revision = seen.get(str(self.place_id.data))
        return MonthWanted(
            self.place_id.data,
            self.month.data or date.min,
            None if revision is None else int(revision),
            self.idempotency_key.data,
        )


class ActForm(_RefusedForm):
    """An act on a plan as the person read it."""

    revision = NumberField(widget=HiddenInput(), validators=[InputRequired()])


class PlaceForm(_RefusedForm):
    """On which day and when, and who goes."""

    day = DayField(_l("Date"), [InputRequired(_l("Give a date"))])
    supervisor_id = SelectField(_l("Supervisor"), coerce=int, render_kw=_CONTENT)
    sure = BooleanField(_l("Keep it all the same"))
    words = StringField(_l("Why, when a rule is set aside"), [Length(max=BENT_WORDS_MOST)])
    starts_at = HourField(_l("Time, if agreed"), [Optional()])


class LineForm(PlaceForm):
    """The same for a line of a plan as the person read it."""

    revision = NumberField(widget=HiddenInput(), validators=[InputRequired()])
