"""The page on which results are taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.export_columns import Column
from qa_app.web.exports.forms import ItemExportForm
from qa_app.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPage(Page):
    """What may be taken away, and what the columns mean."""

    template: ClassVar[str] = "exports/index.html"

    form: ItemExportForm
    columns: Sequence[Column]
