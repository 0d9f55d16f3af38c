"""Forms of one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from qa_app.web.forms import BaseForm


class SignInForm(BaseForm):
    """Name and password."""

    login_name = StringField(_l("Account name"), [InputRequired(), Length(max=64)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=1000)])


class PasswordForm(BaseForm):
    """Another password for one's own account."""

    old = PasswordField(_l("Current password"), [InputRequired(), Length(max=1000)])
    new = PasswordField(_l("New password"), [InputRequired(), Length(max=1000)])


class LinkForm(BaseForm):
    """The password that a link sets."""

    new = PasswordField(_l("New password"), [InputRequired(), Length(max=1000)])
