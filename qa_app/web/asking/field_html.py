"""Fields of the background as HTML; the same value of the same field is rendered once and kept."""

import json
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.rubric import Rubric
from qa_app.web.asking.background import FieldView, OnPaper, field_views
from qa_app.web.asking.parts import FieldPart


def field_html(rubric: Rubric, field: FieldView, language: str) -> Markup:
    """Give the HTML of a field.

    Args:
        rubric: The rubric.
        field: The field with what was saved.
        language: Language of the page.

    Returns:
        The HTML.
    """
    value = json.dumps(field.entry.value, ensure_ascii=False)
    return _kept(rubric, field.asked.kind, field.asked.key, (value, field.on_paper), language)


_Look = tuple[str, OnPaper | None]


@lru_cache(maxsize=2000)
def _kept(rubric: Rubric, kind: EntryKind, key: str, look: _Look, _language: str) -> Markup:
    value, on_paper = look
    entry = Entry(kind, key, json.loads(value))
    field = next(
        one
        for one in field_views(rubric, (entry,))
        if (one.asked.kind, one.asked.key) == (kind, key)
    )
    return Markup(FieldPart(field=replace(field, on_paper=on_paper)).render())  # noqa: S704 - rendered with escaping
