"""Forms of score sheets."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from qa_app.web.forms import BaseForm


class ScansForm(BaseForm):
    """Scans or photographs of a sheet."""

    files = MultipleFileField(_l("Scans or photographs (.jpg, .png, .pdf)"))
