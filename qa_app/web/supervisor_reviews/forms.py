"""Forms of reviews of a supervisor's quarter."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from qa_app.domain.defaults import NOTE_MOST
from qa_app.domain.quarters import Quarter
from qa_app.queries.staff import StaffLine
from qa_app.queries.supervisor_reviews import QuarterRubric
from qa_app.web.forms import BaseForm
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.supervision_papers import quarter as quarter_words

_NUMBER_MOST = 40


class StartForm(BaseForm):
    """Whose quarter is reviewed, and against what."""

    supervisor = SelectField(_l("Supervisor"), render_kw={"data-content": ""})
    quarter = SelectField(_l("Quarter"))
    rubric = SelectField(_l("Rubric"), render_kw={"data-content": ""})

    def offer(
        self,
        people: Sequence[StaffLine],
        quarters: Sequence[Quarter],
        rubrics: Sequence[QuarterRubric],
    ) -> None:
        """Offer what may be chosen.

        Args:
            people: Supervisors.
            quarters: Quarters that are over.
            rubrics: Rubrics that are read so.
        """
        words = Words(page_language())
        self.supervisor.choices = [(str(one.id), one.name) for one in people]
        self.quarter.choices = [(str(one), quarter_words(words, str(one))) for one in quarters]
        self.rubric.choices = [(one.code, plain(one.title)) for one in rubrics]


class OverruleForm(BaseForm):
    """What the reader says instead, and why."""

    value = StringField(_l("The number instead"), [Length(max=_NUMBER_MOST)])
    reason = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Give a reason: it stays with the signed review.")),
            Length(max=NOTE_MOST),
        ],
        render_kw={"rows": 3, "data-content": ""},
    )
    revision = HiddenField()

    def refuse_value(self) -> None:
        """Complain about the number."""
        self.fail("value", str(_("Enter a number; a share as 0.85 or 85%.")))
