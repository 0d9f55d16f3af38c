"""Forms of questions to experts."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from qa_app.domain.consultations import TOPICS
from qa_app.queries.consultations import ExpertChoice
from qa_app.web.forms import BaseForm
from qa_app.web.labels import plain

_CONTENT = {"data-content": ""}


class AskForm(BaseForm):
    """A question about a case."""

    reference = SelectField(
        _l("Case"), [InputRequired(_l("Choose a case"))], default="", render_kw=_CONTENT
    )
    topic = SelectField(_l("What about?"), [InputRequired(_l("Choose what it is about"))])
    words = TextAreaField(_l("Question"), [InputRequired(_l("Write the question"))])

    def offer(self, references: Sequence[str]) -> None:
        """Fill in what may be chosen.

        Args:
            references: References of the cases.
        """
        self.reference.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(one, one) for one in references),
        ]
        self.topic.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(code, plain(name)) for code, name in TOPICS.items()),
        ]


class GiveForm(BaseForm):
    """The expert who is asked."""

    expert = SelectField(
        _l("Expert"), [InputRequired(_l("Choose an expert"))], default="", render_kw=_CONTENT
    )

    def offer(self, experts: Sequence[ExpertChoice]) -> None:
        """Fill in who may be asked.

        Args:
            experts: The experts.
        """
        self.expert.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(str(one.id), f"{one.name} · {one.organisation}") for one in experts),
        ]


class AnswerForm(BaseForm):
    """What the expert answered."""

    words = TextAreaField(_l("Answer"), [InputRequired(_l("Write the answer"))])


class CloseForm(BaseForm):
    """The answer was read."""
