"""What every import of a list shows: faults by row and column, and the list that was looked at."""

from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired

from qa_app.domain.list_faults import Flaw, ListFault
from qa_app.web.forms import BaseForm


class ConfirmForm(BaseForm):
    """A list that was looked at, as it comes back from the browser."""

    checked = HiddenField(validators=[InputRequired()])


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault of a list in words; `has_value` where the value is what stands in the cell."""

    row: int | None
    column: str
    value: str
    wrong: str
    way_out: str
    has_value: bool


def fault_line(fault: ListFault, said: tuple[str, str]) -> FaultLine:
    """Put a fault into words.

    Args:
        fault: The fault.
        said: What is wrong, and what to do.

    Returns:
        Its line.
    """
    value = fault.value
    if fault.is_withheld:
        value = str(_("not shown here"))
    elif fault.flaw is Flaw.MISSING:
        value = str(_("empty"))
    return FaultLine(fault.row, fault.column, value, *said, has_value=bool(fault.value))
