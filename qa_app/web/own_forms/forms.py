"""Forms of the page on which a form is filled."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from qa_app.web.file_kinds import OfKind
from qa_app.web.forms import BaseForm

_CODE_MOST = 64


class OwnFormUpload(BaseForm):
    """A form to be looked at."""

    file = FileField(
        _l("Your form (.xlsx)"),
        [
            FileRequired(_l("No file is chosen: choose the workbook of your form here")),
            OfKind(".xlsx"),
        ],
    )
    code = StringField(
        _l("Code of the centre or place for cells that name none"),
        [Length(max=_CODE_MOST)],
    )


class OwnFormConfirm(BaseForm):
    """A form that was looked at, as it comes back from the browser."""

    checked = HiddenField(validators=[InputRequired()])
