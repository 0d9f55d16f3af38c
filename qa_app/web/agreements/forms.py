"""Forms of who supervises whom."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from qa_app.domain.defaults import (
    FUNCTION_SHARES_PCT,
    MONTH_MINUTES_OF_ROLE,
    SESSION_MINUTES_LEAST,
    SUPERVISED_MOST,
    TRAVEL_GROUP_MOST,
)
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import AbsenceKind, EndReason, OverReason, Terms
from qa_app.domain.text import BilingualText
from qa_app.queries.supervisor_lists import SupervisorLine
from qa_app.queries.supervisor_time import SupervisorTime
from qa_app.web.forms import BaseForm, DayField, NumberField, TicksField
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.supervision_agreements import ABSENCES, END_REASONS, OVER_REASONS

_CONTENT = {"data-content": ""}
_DAY = {"type": "date"}
_EVERY = (7, 10, 14, 21, 28)
_A_DAY = _l("Give a date such as 2026-04-09")


class TermsForm(BaseForm):
    """How often, how long, about what."""

    every = SelectField(_l("How often"))
    minutes = NumberField(_l("Minutes of a session"), [InputRequired(_l("Say how many"))])
    accountability = NumberField(_l("Accountability, per cent"), [Optional()])
    learning = NumberField(_l("Learning, per cent"), [Optional()])
    support = NumberField(_l("Support, per cent"), [Optional()])
    revision = NumberField(widget=HiddenInput(), default=0)

    def offer_terms(self, terms: Terms | None, area: str | None, revision: int = 0) -> None:
        """Fill in what may be chosen, and how it stands.

        Args:
            terms: How it stands; None for a new agreement.
            area: Area of the person, which asks for longer sessions or not; None for none.
            revision: That was seen.
        """
        every = terms.every_days if terms else None
        kept = sorted({*_EVERY, every} - {None}, key=lambda one: one or 0)
        self.every.choices = [
            ("", str(_("by time in post: weekly, every two weeks, then monthly"))),
            *((str(one), str(_("every %(days)d days", days=one))) for one in kept),
        ]
        if self.minutes.raw_data is not None:
            return
        self.revision.data = revision
        self.every.data = "" if every is None else str(every)
        asked = MONTH_MINUTES_OF_ROLE.get(area or "", SESSION_MINUTES_LEAST)
        self.minutes.data = terms.minutes if terms else asked
        shares = zip(Function, FUNCTION_SHARES_PCT, strict=True)
        for one, share in shares:
            self[one.value].data = terms.functions[one] if terms else share

    def terms(self) -> Terms:
        """Give what was filled in.

        Returns:
            The terms; a function left empty has no share.
        """
        every = self.every.data
        functions = {one: self[one.value].data or 0 for one in Function}
        return Terms(int(every) if every else None, self.minutes.data or 0, functions)


class PersonForm(BaseForm):
    """Who supervises."""

    supervisor_id = SelectField(_l("Supervisor"), coerce=int, render_kw=_CONTENT)
    over = SelectField(_l("Reason for more people than usual"))

    def offer_people(
        self, people: Iterable[SupervisorLine], *, may_be_nobody: bool = False
    ) -> None:
        """Fill in who may be chosen, with how many people each has.

        Args:
            people: Who may.
            may_be_nobody: True when nobody needs to be named.
        """
        words = Words(page_language())
        nobody = [(0, str(_("nobody yet")))] if may_be_nobody else []
        self.supervisor_id.choices = [*nobody, *((one.id, load_words(one)) for one in people)]
        self.over.choices = [
            ("", str(_("not needed"))),
            *((one.value, words.say(OVER_REASONS[one])) for one in OverReason),
        ]

    def over_reason(self) -> OverReason | None:
        """Give the reason that was chosen.

        Returns:
            It; None for none.
        """
        return OverReason(self.over.data) if self.over.data else None


def load_words(one: SupervisorLine) -> str:
    """Name a supervisor with how many people they have."""
    return str(
        _("%(name)s (%(count)d of %(most)d)", name=one.name, count=one.count, most=SUPERVISED_MOST)
    )


class NewAgreementForm(TermsForm, PersonForm):
    """An agreement to be made."""

    from_on = DayField(_l("From"), [InputRequired(_A_DAY)], render_kw=_DAY)
    until_on = DayField(_l("Until, if known"), [Optional()], render_kw=_DAY)


class EndForm(PersonForm):
    """The end of an agreement, with whoever goes on."""

    reason = SelectField(_l("Reason"))
    last_day = DayField(_l("Last day"), [InputRequired(_A_DAY)], render_kw=_DAY)

    def offer(self, people: Iterable[SupervisorLine], today: date) -> None:
        """Fill in what may be chosen.

        Args:
            people: Who may go on.
            today: The present day.
        """
        words = Words(page_language())
        self.offer_people(people, may_be_nobody=True)
        self.reason.choices = [
            ("", str(_("choose a reason"))),
            *((one.value, words.say(END_REASONS[one])) for one in EndReason),
        ]
        if self.last_day.raw_data is None:
            self.last_day.data = today


class SpanForm(PersonForm):
    """Somebody who stands in, or who supervises elsewhere, from a day to a day."""

    from_on = DayField(_l("From"), [InputRequired(_A_DAY)], render_kw=_DAY)
    until_on = DayField(_l("Last day"), [InputRequired(_A_DAY)], render_kw=_DAY)


class DeployForm(SpanForm):
    """A deployment to another centre."""

    centre_id = SelectField(_l("Centre"), coerce=int, render_kw=_CONTENT)

    def offer_centres(self, centres: Sequence[tuple[int, BilingualText]]) -> None:
        """Fill in where.

        Args:
            centres: Id and name.
        """
        self.centre_id.choices = [(one, plain(name)) for one, name in centres]


class TimeForm(BaseForm):
    """How much time a supervisor has."""

    minutes_a_month = NumberField(_l("Minutes in a month"), [InputRequired(_l("Say how many"))])
    centres_a_day = NumberField(_l("Centres in a day"), [InputRequired(_l("Say how many"))])
    revision = NumberField(widget=HiddenInput(), default=0)

    def offer(self, now: SupervisorTime) -> None:
        """Fill in how it stands.

        Args:
            now: How it stands.
        """
        if self.minutes_a_month.raw_data is None:
            self.minutes_a_month.data = now.minutes_a_month
            self.centres_a_day.data = now.centres_a_day
            self.revision.data = now.revision


class AbsenceForm(BaseForm):
    """Days away."""

    kind = SelectField(_l("Why"), [InputRequired(_l("Choose a reason"))])
    from_on = DayField(_l("From"), [InputRequired(_A_DAY)], render_kw=_DAY)
    until_on = DayField(_l("Last day"), [InputRequired(_A_DAY)], render_kw=_DAY)

    def offer(self) -> None:
        """Fill in what may be chosen."""
        words = Words(page_language())
        self.kind.choices = [
            ("", str(_("choose a reason"))),
            *((one.value, words.say(ABSENCES[one])) for one in AbsenceKind),
        ]


class TravelForm(BaseForm):
    """Centres of one journey."""

    name = StringField(
        _l("Name of the journey"), [Length(max=TRAVEL_GROUP_MOST)], render_kw=_CONTENT
    )
    centres = TicksField(_l("Centres"), coerce=int)

    def offer(self, centres: Sequence[tuple[int, BilingualText]]) -> None:
        """Fill in what may be ticked.

        Args:
            centres: Id and name.
        """
        self.centres.choices = [(one, plain(name)) for one, name in centres]
