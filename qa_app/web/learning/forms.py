"""The form that puts a goal into a learning plan."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MaybeEmpty

from qa_app.domain.defaults import GOAL_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.learning import GoalSource, NewGoal
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.forms import BaseForm, DayField, name_reason
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.learning import GOAL_SOURCES


class GoalForm(BaseForm):
    """What is to be learned, by when, and where that comes from."""

    text = TextAreaField(
        _l("What is to be learned"),
        [InputRequired(_l("Write down what there is to say.")), Length(max=GOAL_TEXT_MOST)],
        render_kw={"rows": 2, "data-content": ""},
    )
    source = SelectField(_l("Where it comes from"))
    due_on = DayField(_l("By when"), [MaybeEmpty()])
    asks_name = False

    def offer(self) -> None:
        """Offer where a goal may come from."""
        words = Words(page_language())
        self.source.choices = [(one.value, words.say(GOAL_SOURCES[one])) for one in GoalSource]

    def suggest(self, text: str, due_on: date) -> None:
        """Fill in what was proposed.

        Args:
            text: The proposed goal; empty for none.
            due_on: The usual day.
        """
        self.text.data = text
        self.source.data = (GoalSource.FILE_REVIEW if text else GoalSource.SESSION).value
        self.due_on.data = due_on

    def goal(self) -> NewGoal:
        """Give the goal that was sent.

        Returns:
            The goal.
        """
        return NewGoal(
            text=(self.text.data or "").strip(),
            source=GoalSource(self.source.data),
            due_on=self.due_on.data,
            name_reason=name_reason(),
            key=self.idempotency_key.data,
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        self.asks_name = fault.code in ASKS_NAME
        field = "due_on" if fault.code == "agreed_out_of_bounds" else "text"
        self.fail(field, follow_up_refusal(fault))
