"""What every form has in common."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import DateField, HiddenField, IntegerField, SelectMultipleField, TimeField
from wtforms.widgets import CheckboxInput, ListWidget

from qa_app import clock
from qa_app.domain.defaults import NAME_REASON_MOST
from qa_app.web.days import typed_day
from qa_app.web.numbers import LARGEST
from qa_app.web.refusals import note_refused_fields

_KEY = re.compile(r"[A-Za-z0-9-]{1,40}")  # what a database keeps of it


def name_reason() -> str:
    """Read why what looks like a name is kept.

    Returns:
        As typed in the form that was sent; empty when nobody was asked.
    """
    return request.form.get("name_reason", "")[: NAME_REASON_MOST + 1]


def form_key() -> str:
    """Make a key for a form.

    Returns:
        What makes sending it twice harmless.
    """
    return f"{clock.random_bits(128):032x}"


def sent_key() -> str | None:
    """Read the key of a form whose fields a template writes, with `form_key` in `key`.

    Returns:
        The key; None without one. A key that no page of ours wrote ends the request with 400.
    """
    key = request.form.get("key", "")
    _refuse_unknown(key)
    return key or None


def _refuse_unknown(key: str) -> None:
    if key and not _KEY.fullmatch(key):
        abort(400)


def _is_of_words(plain: object) -> bool:
    return isinstance(plain, dict) and all(isinstance(one, str) for one in plain.values())


class DayField(DateField):
    """A day, with our words when it is none that can be meant."""

    data: Any

    @override
    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
            if isinstance(self.data, date):
                typed_day(self.data.isoformat())
        except ValueError as fault:
            self.data = None
            raise ValueError(_("Give a date such as 2026-04-09")) from fault


class HourField(TimeField):
    """A time of day, with our words when it is none."""

    @override
    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(_("Give a time such as 14:30, or leave it empty")) from fault


class NumberField(IntegerField):
    """A whole number that a database can hold, with our words when it is none."""

    data: int | None

    @override
    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(self.words()) from fault
        if self.data is not None and abs(self.data) > LARGEST:
            # what checks a range reckons in floating point, which ends before whole numbers do
            self.data = None
            raise ValueError(self.words())

    def words(self) -> str:
        """Say what is expected.

        Returns:
            A sentence.
        """
        return str(_("Give a number"))


class TicksField(SelectMultipleField):
    """Several things to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BaseForm(FlaskForm):
    """A form with a key that makes sending it twice harmless."""

    class Meta(FlaskForm.Meta):
        """Requests are checked before any form is read; see `register_form_protection`."""

        csrf = False

        @override
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # JSON is no form but where it is one of words: of anything else fields make a fault
            if request.is_json and not request.files and not _is_of_words(request.get_json()):
                return None
            return super().wrap_formdata(form, formdata)

    idempotency_key = HiddenField(default=form_key)

    def validate_idempotency_key(self, field: HiddenField) -> None:
        """Answer a form whose key no page of ours wrote with "no longer valid".

        Args:
            field: The key.
        """
        _refuse_unknown(field.data or "")

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        is_fine: bool = super().validate(extra_validators)
        if not is_fine:
            note_refused_fields(map(str, self.errors))
        return is_fine

    def fail(self, field: str, message: str) -> None:
        """Put a complaint beside a field.

        Args:
            field: The field; empty puts it at the top of the form.
            message: The words.
        """
        note_refused_fields([field])
        if field:
            self[field].errors = [*self[field].errors, message]
        else:
            self.form_errors.append(message)
