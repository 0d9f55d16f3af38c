"""Forms of second factors."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from qa_app.domain.trust_defaults import FACTOR_REASON_MOST
from qa_app.web.forms import BaseForm

_CODE = {"inputmode": "text", "maxlength": "64", "autofocus": True}


class AnswerForm(BaseForm):
    """The second question: a code, or what a passkey signed."""

    again_code = StringField(_l("Verification code"), render_kw=_CODE)
    again_way = HiddenField()
    again_passkey = HiddenField()
    again_challenge = HiddenField()


class FirstCodeForm(BaseForm):
    """The first code of a phone or a card."""

    code = StringField(
        _l("Verification code"),
        [InputRequired(), Length(max=64)],
        render_kw={"inputmode": "numeric"},
    )


class PasskeyForm(BaseForm):
    """A passkey that a browser made, and its name."""

    name = StringField(_l("Name of this passkey"), [InputRequired(), Length(max=64)])
    made_passkey = HiddenField()
    made_challenge = HiddenField()


class ResetForm(BaseForm):
    """Why second factors are reset."""

    reason = TextAreaField(
        _l("Why, and how you made sure who asks"),
        [InputRequired(), Length(max=FACTOR_REASON_MOST)],
        render_kw={"rows": 3},
    )
