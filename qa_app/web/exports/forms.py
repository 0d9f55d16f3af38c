"""The form that asks what is taken away, as what and for what."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional, ValidationError

from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.own_form_periods import Span, span_of
from qa_app.web.forms import BaseForm, DayField

_FORMS = (
    (ExportForm.XLSX, _l("workbook (XLSX)")),
    (ExportForm.CSV, _l("table (CSV)")),
    (ExportForm.JSONL, _l("for programs (JSON Lines)")),
)
PURPOSES = (
    (Purpose.SUPERVISION, _l("to prepare supervision")),
    (Purpose.OWN_ANALYSIS, _l("to look into a centre's own results")),
    (Purpose.REPORTING, _l("to report to the body in charge")),
    (Purpose.RESEARCH, _l("for agreed research")),
)
PURPOSE_WORDS = dict(PURPOSES)
FORM_WORDS = {**dict(_FORMS), ExportForm.ZIP: _l("tables for research")}


class _OneOf(RadioField):
    """Radio buttons of which one must be chosen; says so in its own words."""

    def __init__(self, label: str, missing: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.missing = missing

    @override
    def pre_validate(self, form: BaseForm) -> None:
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(self.missing)


class ItemExportForm(BaseForm):
    """What to take away."""

    centre = SelectField(_l("Centre"))
    since = DayField(_l("Read from"), [Optional()])
    until = DayField(_l("Read until"), [Optional()])
    form = _OneOf(
        _l("Kind of file"),
        _l("Choose a kind of file"),
        choices=[SelectChoice(form.value, words) for form, words in _FORMS],
        default=ExportForm.XLSX.value,
    )
    purpose = _OneOf(
        _l("What for"),
        _l("Say what the results are for: choose one; it stands in the journal"),
        choices=[SelectChoice(one.value, words) for one, words in PURPOSES],
    )

    def offer(self, centres: Sequence[tuple[str, str]]) -> None:
        """Say which centres can be chosen.

        Args:
            centres: Code and words; the empty code stands for all.
        """
        self.centre.choices = [SelectChoice(code, words) for code, words in centres]


class ResearchForm(BaseForm):
    """Tables for research: of which centres and quarters, and for which project."""

    centre = SelectField(_l("Centre"))
    since = StringField(_l("From quarter"), [InputRequired(_l("Give a quarter such as 2026Q1"))])
    until = StringField(_l("Until quarter"), [InputRequired(_l("Give a quarter such as 2026Q1"))])
    project = TextAreaField(_l("What is the research, and who does it?"))

    def validate_since(self, field: StringField) -> None:
        """Refuse what is no quarter.

        Args:
            field: The first one.
        """
        self.quarter(field)

    def validate_until(self, field: StringField) -> None:
        """Refuse what is no quarter.

        Args:
            field: The last one.
        """
        self.quarter(field)

    def quarter(self, field: StringField) -> Span:
        """Read a quarter.

        Args:
            field: Where it was typed.

        Returns:
            Its months.
        """
        span = span_of(field.data or "")
        if span is None or not span.is_quarter:
            raise ValidationError(_l("Give a quarter such as 2026Q1"))
        return span

    def offer(self, centres: Sequence[tuple[str, str]]) -> None:
        """Say which centres can be chosen.

        Args:
            centres: Code and words; the empty code stands for all.
        """
        self.centre.choices = [SelectChoice(code, words) for code, words in centres]
