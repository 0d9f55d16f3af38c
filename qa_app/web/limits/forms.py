"""Forms of the limits of today."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from qa_app.web.file_kinds import TABLES, OfKind
from qa_app.web.forms import BaseForm


class UploadForm(BaseForm):
    """A list to be looked at."""

    file = FileField(
        _l("List of what happened (.xlsx or .csv)"),
        [
            FileRequired(_l("No file is chosen: choose the workbook or CSV file of the list here")),
            OfKind(*TABLES),
        ],
    )
