"""Forms of feeds, of reminders by mail and of group robots."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from qa_app.domain.defaults import MAIL_ADDRESS_MOST, ROBOT_ADDRESS_MOST, ROBOT_SECRET_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.reminders import RobotKind
from qa_app.web.forms import BaseForm

_ROBOTS = (
    (RobotKind.WECOM, _l("WeCom")),
    (RobotKind.DINGTALK, _l("DingTalk")),
    (RobotKind.FEISHU, _l("Feishu")),
)


class FeedForm(BaseForm):
    """A calendar to be subscribed to."""

    language = RadioField(
        _l("Language of the entries"),
        choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")],
    )

    def refuse(self, fault: InvalidError) -> None:
        """Say why it is not made.

        Args:
            fault: Why.
        """
        most = fault.params["most"]
        self.fail("", str(_("You have %(n)s calendar addresses: revoke one first", n=most)))


class MailForm(BaseForm):
    """Where reminders go by mail."""

    mail = StringField(
        _l("Mail address"),
        [InputRequired(), Length(max=MAIL_ADDRESS_MOST)],
        render_kw={"type": "email", "data-content": True},
    )

    def refuse(self) -> None:
        """Say that no mail can be sent there."""
        self.fail("mail", str(_("Give one address such as name@example.org")))


class RobotForm(BaseForm):
    """A robot to be added."""

    kind = SelectField(
        _l("Robot of"), choices=[SelectChoice(kind.value, words) for kind, words in _ROBOTS]
    )
    webhook = StringField(_l("Webhook address"), [InputRequired(), Length(max=ROBOT_ADDRESS_MOST)])
    secret = PasswordField(_l("Secret for signing"), [Length(max=ROBOT_SECRET_MOST)])
    language = RadioField(
        _l("Language of the messages"),
        choices=[SelectChoice("zh", "中文"), SelectChoice("en", "English")],
    )

    def refuse(self, fault: InvalidError) -> None:
        """Say why it is not added.

        Args:
            fault: Why.
        """
        words = {
            "robot_address": ("webhook", _("This is no webhook of a group robot of that vendor")),
            "robot_secret": ("secret", _("The secret is not as the vendor shows it")),
            "too_many_robots": (
                "",
                _("This centre has as many robots as it may: remove one first"),
            ),
        }
        field, message = words[fault.code]
        self.fail(field, str(message))
