"""Forms of the case list."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from qa_app.web.file_kinds import TABLES, OfKind
from qa_app.web.forms import BaseForm


class UploadForm(BaseForm):
    """A list to be looked at."""

    file = FileField(
        _l("Case list (.xlsx or .csv)"),
        [
            FileRequired(_l("No file is chosen: choose the workbook or CSV file of the list here")),
            OfKind(*TABLES),
        ],
    )
    said = HiddenField(default="")
    key = StringField(_l("Key of the centre"), [Length(max=80)])
    earlier = StringField(
        _l("Earlier key, for files listed before it was replaced"), [Length(max=80)]
    )


class KeyForm(BaseForm):
    """A key, typed from the paper on which it stands."""

    key = StringField(_l("Type the key from your paper"), [Length(max=80)])


class MatchForm(BaseForm):
    """Columns as a person matched them; the selects are read by name."""

    table = HiddenField(validators=[InputRequired()])
    said = HiddenField(default="")
