"""The form and the page on which an account is tied to a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from qa_app.queries.managed_accounts import ManagedAccount
from qa_app.queries.register import CentreChoice
from qa_app.web.admin.forms import WordField
from qa_app.web.forms import BaseForm
from qa_app.web.labels import plain
from qa_app.web.pages import Page


class WorkerForm(BaseForm):
    """Which worker the owner of an account is."""

    centre = SelectField(_l("Centre of a caseworker"), [InputRequired(_l("Choose a centre"))])
    practitioner = WordField(_l("Worker code"), [InputRequired(), Length(max=40)])

    def offer(self, centres: Sequence[CentreChoice]) -> None:
        """Fill the list.

        Args:
            centres: Centres within reach of whoever ties.
        """
        self.centre.choices = [
            SelectChoice("", _("Choose")),
            *(
                SelectChoice(one.code, plain(one.name), optgroup=plain(one.place))
                for one in centres
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPage(Page):
    """Where an account without a worker is tied to one."""

    template: ClassVar[str] = "admin/link_worker.html"

    account: ManagedAccount
    form: WorkerForm
