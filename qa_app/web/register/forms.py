"""Forms of the lists of the register."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from qa_app.domain.register_lists import CellKind, ListColumn, RegisterList
from qa_app.domain.text import BilingualText
from qa_app.services.register.end_register_row import RowEndedWhy
from qa_app.web.file_kinds import TABLES, OfKind
from qa_app.web.forms import BaseForm
from qa_app.web.labels import plain

_CONTENT = {"data-content": ""}
_LINE_MOST = 200
"""The most signs of a text that is written in one line."""


class UploadForm(BaseForm):
    """A list to be looked at."""

    file = FileField(
        _l("List (.xlsx or .csv)"),
        [
            FileRequired(_l("No file is chosen: choose the workbook or CSV file of the list here")),
            OfKind(*TABLES),
        ],
    )


class EndForm(BaseForm):
    """A row that no longer holds."""

    why = RadioField(
        _l("Why does it no longer hold?"),
        choices=[
            SelectChoice(RowEndedWhy.OVER.value, _l("it is over")),
            SelectChoice(RowEndedWhy.MISTAKEN.value, _l("it was a mistake")),
        ],
        default=RowEndedWhy.OVER.value,
        validators=[InputRequired()],
    )
    key = HiddenField(validators=[InputRequired()])


def line_form(
    listed: RegisterList, allowed: Mapping[str, Mapping[str, BilingualText]]
) -> type[BaseForm]:
    """Make the form of one line of a list.

    Args:
        listed: The list.
        allowed: Column to code to name, of columns of listed values.

    Returns:
        A form with a field for each column.
    """
    fields = {one.name: _field(one, allowed.get(one.name, {})) for one in listed.columns}
    return type("LineForm", (BaseForm,), fields)


def _field(column: ListColumn, allowed: Mapping[str, BilingualText]) -> object:
    label = plain(column.head)
    if column.kind is CellKind.LISTED:
        choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(code, plain(name)) for code, name in allowed.items()),
        ]
        return SelectField(label, choices=choices, default="", render_kw=_CONTENT)
    if column.kind is CellKind.YES_NO:
        choices = [SelectChoice("no", _("no")), SelectChoice("yes", _("yes"))]
        return SelectField(label, choices=choices, default="no")
    is_long = column.kind is CellKind.TEXT and column.most > _LINE_MOST
    if column.kind is CellKind.MARKS or is_long:
        return TextAreaField(label, default="", render_kw={"rows": 3, **_CONTENT})
    return StringField(label, default="")
