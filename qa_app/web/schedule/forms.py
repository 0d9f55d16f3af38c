"""Forms of series, moves and proposals."""

from datetime import date
from typing import get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from qa_app.domain.errors import RefusedError
from qa_app.domain.recurrence import Pattern, rule_text, usual_rule
from qa_app.domain.session_moves import (
    BY_PLANNER,
    BY_UNIT,
    DayAnswer,
    Move,
    MoveReason,
    PlannersAnswer,
    SessionDay,
)
from qa_app.domain.session_series import SeriesTerms
from qa_app.domain.supervision import MUST_READ_FILES, SessionType
from qa_app.queries.session_planning import PlanningOptions
from qa_app.queries.supervision import SessionLine
from qa_app.web.double_booking import MeantForm
from qa_app.web.forms import BaseForm, DayField, HourField, NumberField, TicksField
from qa_app.web.labels import plain
from qa_app.web.schedule.labels import pattern_words, refusal_words
from qa_app.web.session_labels import reason_of_move, type_words

_CONTENT = {"data-content": ""}
_MONTHS_AFTER, _OWN_RULE = "months_after", "rule"
_RULE_MOST = 200


class ScheduleForm(BaseForm):
    """A form that says beside which field it was refused."""

    def refuse(self, fault: RefusedError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the act was refused.
        """
        field, words = refusal_words(fault)
        self.fail(field if field in self else "", words)


class SeriesForm(ScheduleForm):
    """How a series goes on."""

    type = SelectField(_l("Kind"))
    pattern = SelectField(_l("Repeats"), [InputRequired(_l("Choose how it repeats"))])
    months_after = NumberField(_l("Months after the last one was held"), [Optional()])
    rule = StringField(_l("Rule"), [Optional(), Length(max=_RULE_MOST)])
    starts_on = DayField(_l("From"), [InputRequired(_l("Give a date"))])
    until_on = DayField(_l("Until, if it ends"), [Optional()])
    starts_at = HourField(_l("Time, if agreed"), [Optional()])
    ends_at = HourField(_l("End, if agreed"), [Optional()])
    supervisor_id = SelectField(_l("Supervisor"), coerce=int, render_kw=_CONTENT)
    people = TicksField(_l("Who takes part"), coerce=int)
    clashes_told = NumberField(validators=[Optional()], widget=HiddenInput())

    @override
    def refuse(self, fault: RefusedError) -> None:
        if fault.code == "double_booked":
            said = _("Meanwhile somebody was booked at the same time: look at the preview again")
            self.fail("", str(said))
        else:
            super().refuse(fault)

    def tell(self, clashes: int) -> None:
        """Remember how many clashes the preview tells.

        Args:
            clashes: The number.
        """
        self.clashes_told.data, self.clashes_told.raw_data = clashes, None

    def offer(self, options: PlanningOptions, account_id: int | None, *, is_new: bool) -> None:
        """Fill in what may be chosen at the centre.

        Args:
            options: What there is.
            account_id: Who plans; chosen as the supervisor of a new series when they may be.
            is_new: False leaves the kind out, which never changes.
        """
        if is_new:
            kinds = [one for one in SessionType if one not in MUST_READ_FILES]
            self.type.choices = [(one.value, type_words(one)) for one in kinds]
        else:
            del self.type
        self.pattern.choices = [
            *((one.value, pattern_words(one)) for one in Pattern),
            (_MONTHS_AFTER, _("some months after the last one was held")),
            (_OWN_RULE, _("by a rule of your own (RFC 5545)")),
        ]
        self.supervisor_id.choices = [(one.id, one.name) for one in options.supervisors]
        self.people.choices = [
            (one, f"{code}  {plain(area)}") for one, code, area in options.people
        ]
        may_lead = account_id in {one.id for one in options.supervisors}
        if is_new and may_lead and not self.is_submitted():
            self.supervisor_id.data = account_id

    def fill(self, terms: SeriesTerms, from_on: date) -> None:
        """Show how a series goes on now.

        Args:
            terms: Its terms.
            from_on: First day of the terms that would follow.
        """
        self.pattern.data = _MONTHS_AFTER if terms.rule is None else _OWN_RULE
        for pattern in Pattern:
            if terms.rule == rule_text(usual_rule(pattern, terms.starts_on)):
                self.pattern.data = pattern.value
        self.rule.data = terms.rule if self.pattern.data == _OWN_RULE else ""
        self.months_after.data = terms.months_after
        self.starts_on.data = max(terms.starts_on, from_on)
        self.until_on.data = terms.until_on
        self.starts_at.data, self.ends_at.data = terms.starts_at, terms.ends_at
        self.supervisor_id.data = terms.supervisor_id
        self.people.data = list(terms.people)

    def terms(self) -> SeriesTerms:
        """Give what was filled in.

        Returns:
            The terms; what is not asked for by the way it repeats is left out.
        """
        starts_on, chosen = self.starts_on.data or date.min, self.pattern.data
        rule: str | None = None
        if chosen == _OWN_RULE:
            rule = self.rule.data or ""
        elif chosen != _MONTHS_AFTER:
            rule = rule_text(usual_rule(Pattern(chosen), starts_on))
        return SeriesTerms(
            rule=rule,
            months_after=(self.months_after.data or 0) if chosen == _MONTHS_AFTER else None,
            starts_on=starts_on,
            until_on=self.until_on.data,
            supervisor_id=self.supervisor_id.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            people=tuple(self.people.data or ()),
        )


class ChangeForm(SeriesForm):
    """How a series goes on from a day on, as its page showed it."""

    revision = NumberField(widget=HiddenInput())


class EndForm(ScheduleForm):
    """The series as its page showed it."""

    revision = NumberField(widget=HiddenInput())


class DayForm(ScheduleForm, MeantForm):
    """Another day for a session, and why."""

    seen_on = DayField(widget=HiddenInput())
    seen_at = HourField(validators=[Optional()], widget=HiddenInput())
    to_on = DayField(_l("New date"), [InputRequired(_l("Give the new date"))])
    to_at = HourField(_l("Time, if agreed"), [Optional()])
    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])
    day_field, hour_field = "to_on", "to_at"

    def offer(self, line: SessionLine, *, is_move: bool) -> None:
        """Fill in the reasons, and when the session is now.

        Args:
            line: The session.
            is_move: True for who moves it, False for who proposes a day.
        """
        reasons = BY_PLANNER if is_move else BY_UNIT
        self.reason.choices = [
            ("", _("choose a reason")),
            *((one.value, reason_of_move(one)) for one in reasons),
        ]
        if not is_move:
            self.meant.label.text = str(_("Propose it all the same"))
        if not self.is_submitted():
            self.see(line)
            self.to_at.data = line.starts_at

    def refuse_off(self, day_words: str) -> bool:
        """Ask once whether a day is meant on which people are off.

        Args:
            day_words: Why they are off; empty for a working day.

        Returns:
            True where it was asked now, so that nothing is to be done yet.
        """
        if not day_words or self.meant.data:
            return False
        words = _("%(day)s Tick below to propose it all the same.", day=day_words)
        self.ask(self.day_field, str(words))
        return True

    def see(self, line: SessionLine) -> None:
        """Take up when the session is now.

        Args:
            line: The session.
        """
        self.seen_on.data, self.seen_at.data = line.planned_on, line.starts_at
        # a field that was sent shows its text again, also where it was set since
        self.seen_on.raw_data = self.seen_at.raw_data = None

    def move(self) -> Move:
        """Give what was filled in.

        Returns:
            From when to when, and why.
        """
        return Move(
            SessionDay(self.seen_on.data or date.min, self.seen_at.data),
            SessionDay(self.to_on.data or date.min, self.to_at.data),
            MoveReason(self.reason.data),
            bool(self.meant.data),
        )


class AnswerForm(ScheduleForm):
    """Taken or declined."""

    answer = StringField(validators=[AnyOf([one.value for one in get_args(PlannersAnswer)])])

    def chosen(self) -> PlannersAnswer:
        """Give what was answered.

        Returns:
            The answer of a form that is valid.
        """
        is_taken = self.answer.data == DayAnswer.TAKEN
        return DayAnswer.TAKEN if is_taken else DayAnswer.DECLINED
