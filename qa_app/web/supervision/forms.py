"""Forms of the plan and of one session."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import (
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from qa_app.domain.defaults import FILES_PER_SESSION_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.frames import AddReason
from qa_app.domain.hand_over import HandOver, HandOverReason
from qa_app.domain.supervision import (
    CHOICES,
    MUST_READ_FILES,
    UNIT_CASE_FILE,
    WITHDRAWN,
    CancelReason,
    SessionChoice,
    SessionType,
    choice_of,
)
from qa_app.queries.session_planning import PlanningOptions
from qa_app.queries.staff import StaffLine
from qa_app.services.supervision.plan_session import NewSession
from qa_app.web.double_booking import MeantForm
from qa_app.web.forms import BaseForm, DayField, HourField, NumberField, TicksField
from qa_app.web.labels import plain
from qa_app.web.session_labels import (
    add_reason_words,
    choice_words,
    hand_over_words,
    reason_words,
    type_words,
)
from qa_app.web.supervision.labels import refusal_words, stretch_words

_NONE = 0
_CONTENT = {"data-content": ""}  # names of people and rubrics, not words of the product
_FIVE = 5


class CountField(NumberField):
    """A number of files."""

    @override
    def words(self) -> str:
        return _files_message()


def _files_message() -> str:
    return str(_("Give a number from 1 to %(most)d", most=FILES_PER_SESSION_MOST))


class _ChoiceForm(BaseForm):
    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        field, words = refusal_words(fault)
        self.fail(field if field in self else "", words)


class SessionForm(_ChoiceForm, MeantForm):
    """Everything about a session but its centre."""

    choice = RadioField(_l("Kind"), [InputRequired(_l("Choose a kind"))])
    fine = SelectField(_l("Finer kind"))
    planned_on = DayField(_l("Date"), [InputRequired(_l("Give a date"))])
    starts_at = HourField(_l("Time, if agreed"), [Optional()])
    supervisor_id = SelectField(_l("Supervisor"), coerce=int, render_kw=_CONTENT)
    people = TicksField(_l("Who takes part"), coerce=int)
    staff = TicksField(_l("Supervisors who are supervised"), coerce=int)
    rubric_version_id = SelectField(_l("Rubric"), coerce=int, render_kw=_CONTENT)
    files_wanted = CountField(_l("Files to read"), [Optional()], default=_FIVE)

    def offer(self, options: PlanningOptions, account_id: int | None) -> None:
        """Fill in what may be chosen at the centre.

        Args:
            options: What there is.
            account_id: Who plans; chosen as the supervisor when they may be.
        """
        self.choice.choices = [(one.value, choice_words(one)) for one in SessionChoice]
        groups: dict[str, list[tuple[str, str]]] = {"": [("", _("as chosen above"))]}
        for one, types in CHOICES.items():
            groups[choice_words(one)] = [(fine.value, type_words(fine)) for fine in types]
        self.fine.choices = groups
        self.supervisor_id.choices = [(one.id, one.name) for one in options.supervisors]
        self.staff.choices = [(one.id, one.name) for one in options.supervisors]
        self.people.choices = [
            (one, f"{code}  {plain(area)}") for one, code, area in options.people
        ]
        self._reading_files = {one.id for one in options.rubrics if one.kind == UNIT_CASE_FILE}
        rubrics = [
            (one.id, "  ".join((plain(one.title), one.version, *stretch_words(one))))
            for one in options.rubrics
        ]
        self.rubric_version_id.choices = [(_NONE, _("no files are read")), *rubrics]
        if not self.is_submitted() and account_id in {one.id for one in options.supervisors}:
            self.supervisor_id.data = account_id

    def begin(
        self, options: PlanningOptions, kind: str, worker_id: int | None, files: int | None
    ) -> None:
        """Fill in what the due list knows of a session; what does not fit is left out.

        Args:
            options: What there is.
            kind: Code of the kind of session; one that is unknown fills in nothing.
            worker_id: Who takes part; None for nobody.
            files: How many files are read; None for as many as usual.
        """
        if kind not in tuple(SessionType):
            return
        fine = SessionType(kind)
        self.fine.data, self.choice.data = fine.value, choice_of(fine).value
        worker = next((one for one in options.people if one[0] == worker_id), None)
        if worker is not None:
            self.people.data = [worker[0]]
        if fine not in MUST_READ_FILES:
            return
        self.files_wanted.data = files or _FIVE
        fitting = (
            one.id
            for one in options.rubrics
            if one.kind == UNIT_CASE_FILE and (worker is None or one.area == worker[2])
        )
        self.rubric_version_id.data = next(fitting, _NONE)

    def new_session(self, centre_id: int) -> NewSession | None:
        """Give what was filled in.

        Args:
            centre_id: The centre.

        Returns:
            The session; None when the finer kind belongs to another kind, which is then said
            beside it.
        """
        rubric = self.rubric_version_id.data or None
        fine = self._type(has_files=rubric in self._reading_files)
        if choice_of(fine).value != self.choice.data:
            belongs = choice_words(choice_of(fine))
            self.fail("fine", _("This finer kind belongs to: %(kind)s", kind=belongs))
            return None
        return NewSession(
            centre_id=centre_id,
            type=fine,
            planned_on=self.planned_on.data or date.min,
            supervisor_id=self.supervisor_id.data,
            starts_at=self.starts_at.data,
            people=tuple(self.people.data or ()),
            staff=tuple(self.staff.data or ()),
            rubric_version_id=rubric,
            files_wanted=(self.files_wanted.data or 0) if rubric else 0,
            key=self.idempotency_key.data,
            is_meant=bool(self.meant.data),
        )

    def _type(self, *, has_files: bool) -> SessionType:
        if self.fine.data:
            return SessionType(self.fine.data)
        choice = SessionChoice(self.choice.data)
        # a visit for which files are chosen is an audit of files, unless the finer kind says no;
        # a rubric of the whole centre reads none
        if choice is SessionChoice.FIELD and has_files:
            return SessionType.CASE_FILE_CHECK
        if choice is SessionChoice.INDIVIDUAL and self.staff.data:
            return SessionType.SUPERVISION_OF_SUPERVISORS
        return CHOICES[choice][0]


class DrawForm(_ChoiceForm):
    """How many files, and who reads them."""

    wanted = CountField(
        _l("Files to draw"),
        [
            InputRequired(_l("Say how many")),
            NumberRange(
                1,
                FILES_PER_SESSION_MOST,
                _l("Give a number from 1 to %(most)d", most=FILES_PER_SESSION_MOST),
            ),
        ],
    )
    reader_id = SelectField(_l("Reviewer"), coerce=int, render_kw=_CONTENT)


class AddForm(_ChoiceForm):
    """A file that somebody chose."""

    reference = StringField(_l("Reference"), [InputRequired(_l("Type the file's reference"))])
    reason = SelectField(_l("Why this file"), [InputRequired(_l("Choose a reason"))])
    reader_id = SelectField(_l("Reviewer"), coerce=int, render_kw=_CONTENT)


class ReplaceForm(_ChoiceForm):
    """Which drawn file cannot be read, and why."""

    audit_id = SelectField(
        _l("File that cannot be read"), coerce=int, validate_choice=False, render_kw=_CONTENT
    )
    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])

    def validate_audit_id(self, field: SelectField) -> None:
        """Refuse a draft that was begun or replaced by now.

        Args:
            field: The draft.

        Raises:
            ValidationError: It is not among the choices.
        """
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(
                _("Somebody began this file meanwhile, or it was replaced: choose again")
            )


class CancelForm(_ChoiceForm, MeantForm):
    """Why a session does not take place, and when instead."""

    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])
    new_day = DayField(_l("New date"), [InputRequired(_l("Give the new date"))])
    day_field, hour_field = "new_day", "new_day"

    @override
    def refuse(self, fault: InvalidError) -> None:
        if fault.code == "unfit_supervisor":
            self.fail("", _("The supervisor may no longer lead sessions here: name another first"))
        else:
            super().refuse(fault)


class HandOverForm(_ChoiceForm):
    """Which draft goes to whom, and why."""

    reading = SelectField(_l("Review to hand over"), validate_choice=False, render_kw=_CONTENT)
    reader_id = SelectField(_l("New reviewer"), coerce=int, render_kw=_CONTENT)
    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])

    def validate_reading(self, field: SelectField) -> None:
        """Refuse a draft that is none by now, or that somebody else reads by now.

        Args:
            field: The draft with its reader.

        Raises:
            ValidationError: It is not among the choices.
        """
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError(
                _("This review was signed or handed over meanwhile: choose again")
            )

    def wanted(self) -> tuple[int, HandOver]:
        """Give what was filled in.

        Returns:
            The draft, and from whom to whom.
        """
        audit_id, _sep, reader_id = self.reading.data.partition(":")
        reason = HandOverReason(self.reason.data)
        return int(audit_id), HandOver(int(reader_id) or None, self.reader_id.data, reason)


class ReaderForm(_ChoiceForm):
    """Who reads what a reviewer left untouched."""

    from_id = NumberField(widget=HiddenInput())
    reader_id = SelectField(_l("New reviewer"), coerce=int, render_kw=_CONTENT)


class LeadForm(_ChoiceForm, MeantForm):
    """Who leads a session instead, and why."""

    from_id = NumberField(widget=HiddenInput())
    supervisor_id = SelectField(_l("New supervisor"), coerce=int, render_kw=_CONTENT)
    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason"))])
    day_field, hour_field = "supervisor_id", "supervisor_id"


def offer_readers(
    form: DrawForm | AddForm, readers: Sequence[StaffLine], account_id: int | None
) -> None:
    """Fill in who may read.

    Args:
        form: A form that asks for a reader.
        readers: Who may.
        account_id: Who is asked; chosen when they may read themselves.
    """
    form.reader_id.choices = [(one.id, one.name) for one in readers]
    if not form.is_submitted() and account_id in {one.id for one in readers}:
        form.reader_id.data = account_id
    if isinstance(form, AddForm):
        form.reason.choices = [("", _("choose a reason")), *_choices(AddReason, add_reason_words)]


def offer_reasons(form: CancelForm, closed_on: date | None, today: date) -> None:
    """Fill in the reasons for cancelling, and ask for a new date only where there can be one.

    Args:
        form: The form.
        closed_on: First day on which the centre is closed, when the session may end for good;
            None when it must be moved.
        today: The present.
    """
    left_out = WITHDRAWN if closed_on else {*WITHDRAWN, CancelReason.CENTRE_CLOSED}
    reasons = [one for one in CancelReason if one not in left_out]
    form.reason.choices = [("", _("choose a reason")), *_choices(reasons, reason_words)]
    if closed_on is None:
        return
    form.new_day.validators = [Optional()]
    form.new_day.flags.required = False
    if closed_on <= today:
        del form.new_day


def offer_hand_over(form: HandOverForm | LeadForm) -> None:
    """Fill in why somebody else goes on with the work.

    Args:
        form: The form.
    """
    reasons = _choices(HandOverReason, hand_over_words)
    form.reason.choices = [("", _("choose a reason")), *reasons]


def _choices(codes: Any, words: Any) -> list[tuple[str, str]]:
    return [(code.value, words(code)) for code in codes]
