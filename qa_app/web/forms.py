"""What every form has in common."""

from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField


class BaseForm(FlaskForm):
    """A form with a key that makes sending it twice harmless."""

    idempotency_key = HiddenField(default=lambda: uuid4().hex)

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
