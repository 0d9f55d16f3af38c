"""The form that puts a note on charts."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from qa_app.domain.chart_notes import NewNote, NoteKind
from qa_app.domain.defaults import CHART_NOTE_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.text import BilingualText
from qa_app.web.chart_notes.labels import refusal_words
from qa_app.web.follow_up_labels import ASKS_NAME
from qa_app.web.forms import BaseForm, DayField, name_reason
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.chart_notes import KINDS


class NoteForm(BaseForm):
    """What happened, when, and on which charts it stands."""

    kind = SelectField(_l("What happened"))
    on = DayField(_l("Day"), [InputRequired(_l("Give a date such as 2026-04-09"))])
    rubric = SelectField(_l("On charts of"))
    text_zh = TextAreaField(
        _l("In Chinese"),
        [Length(max=CHART_NOTE_MOST)],
        render_kw={"rows": 2, "data-content": "", "lang": "zh"},
    )
    text_en = TextAreaField(
        _l("In English"),
        [Length(max=CHART_NOTE_MOST)],
        render_kw={"rows": 2, "data-content": "", "lang": "en"},
    )
    asks_name = False

    def offer(self, rubrics: Sequence[tuple[str, str]]) -> None:
        """Offer kinds and rubrics.

        Args:
            rubrics: Code and title of each that may be chosen.
        """
        words = Words(page_language())
        self.kind.choices = [(one.value, words.say(KINDS[one])) for one in NoteKind]
        titles = [(code, title, {"data-content": ""}) for code, title in rubrics]
        self.rubric.choices = [("", _("every rubric")), *titles]

    def note(self) -> NewNote | None:
        """Give the note that was sent.

        Returns:
            The note; None without a day.
        """
        if self.on.data is None:
            return None
        text = BilingualText((self.text_zh.data or "").strip(), (self.text_en.data or "").strip())
        return NewNote(
            NoteKind(self.kind.data),
            self.on.data,
            text,
            self.rubric.data or "",
            name_reason(),
            self.idempotency_key.data,
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        self.asks_name = fault.code in ASKS_NAME
        named = {"day_unfit": "on", "unknown_rubric": "rubric"}
        self.fail(named.get(fault.code, "text_zh"), refusal_words(fault))
