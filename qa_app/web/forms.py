"""What every form has in common."""

import re

from flask import abort
from flask_wtf import FlaskForm
from wtforms import HiddenField

from qa_app import clock

_KEY = re.compile(r"[A-Za-z0-9-]{1,40}")  # what a database keeps of it


def _new_key() -> str:
    return f"{clock.random_bits(128):032x}"


class BaseForm(FlaskForm):
    """A form with a key that makes sending it twice harmless."""

    idempotency_key = HiddenField(default=_new_key)

    def validate_idempotency_key(self, field: HiddenField) -> None:
        """Answer a form whose key no page of ours wrote with "no longer valid".

        Args:
            field: The key.
        """
        if field.data and not _KEY.fullmatch(field.data):
            abort(400)

    def fail(self, field: str, message: str) -> None:
        """Put a complaint beside a field.

        Args:
            field: The field; empty puts it at the top of the form.
            message: The words.
        """
        if field:
            self[field].errors = [*self[field].errors, message]
        else:
            self.form_errors.append(message)
