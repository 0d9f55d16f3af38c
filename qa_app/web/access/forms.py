"""Forms of access to case files."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from qa_app.domain.access_requests import AccessPurpose
from qa_app.domain.trust_defaults import ACCESS_DAYS_MOST
from qa_app.web.forms import BaseForm, DayField
from qa_app.wording import Words
from qa_app.wording.access_reasons import PURPOSES


class AskForm(BaseForm):
    """Why, and for how long."""

    purpose = SelectField(_l("What for"), [InputRequired(_l("Choose what for"))])
    words = TextAreaField(_l("What exactly do you need to see, and why?"))
    days = SelectField(_l("For how many days"), default="3")

    def offer(self, words: Words) -> None:
        """Fill the lists.

        Args:
            words: The language.
        """
        named = [SelectChoice(one.value, words.say(PURPOSES[one])) for one in AccessPurpose]
        self.purpose.choices = [SelectChoice("", _("Choose")), *named]
        self.days.choices = [
            SelectChoice(str(days), str(days)) for days in range(1, ACCESS_DAYS_MOST + 1)
        ]


class HatsForm(BaseForm):
    """Whether one person may be system and security administrator."""

    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose one"))],
        choices=[
            SelectChoice("confirm", _l("Confirm it")),
            SelectChoice("drop", _l("Refuse it")),
        ],
    )


class OutsiderForm(BaseForm):
    """How a month was looked through: here, or on paper by somebody without an account."""

    digest = HiddenField(_l("Digest"), [InputRequired()])
    route = RadioField(
        _l("Who looked through it"),
        choices=[
            SelectChoice("screen", _l("I did, on this page")),
            SelectChoice("paper", _l("Somebody without an account, who signed the printed list")),
        ],
        default="screen",
    )
    name = StringField(_l("Their name and office"))
    signed_on = DayField(_l("Signed on"))
