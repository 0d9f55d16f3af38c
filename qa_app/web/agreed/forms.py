"""The form that writes an action into the record of a session."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from qa_app.domain.actions import Owner
from qa_app.domain.agreed import AgreedPlan
from qa_app.domain.defaults import FINDING_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.forms import BaseForm, DayField, name_reason
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.action_owners import AGREED_OWNERS

_WORKER = "worker:"


class AgreedForm(BaseForm):
    """What is to be done, by whom and by when."""

    what = TextAreaField(
        _l("What is to be done"),
        [InputRequired(_l("Write down what there is to say.")), Length(max=FINDING_TEXT_MOST)],
        render_kw={"rows": 2, "data-content": ""},
    )
    owner = SelectField(_l("Who does it"), [InputRequired(_l("Choose who does it"))])
    due_on = DayField(_l("By when"), [InputRequired(_l("Give a date"))])
    evidence = StringField(
        _l("What would show it"),
        [Length(max=FINDING_TEXT_MOST)],
        render_kw={"data-content": ""},
    )
    asks_name = False

    def offer(self, workers: Sequence[tuple[int, str]], due_on: date) -> None:
        """Offer who may do it, and the usual day.

        Args:
            workers: Workers with their codes.
            due_on: The day by default.
        """
        words = Words(page_language())
        self.owner.choices = [
            *(
                (f"{_WORKER}{one}", str(_("the worker %(code)s", code=code)))
                for one, code in workers
            ),
            (Owner.CENTRE.value, words.say(AGREED_OWNERS[Owner.CENTRE])),
            (Owner.SUPERVISOR.value, words.say(AGREED_OWNERS[Owner.SUPERVISOR])),
        ]
        if not self.is_submitted():
            self.due_on.data = due_on

    def plan(self) -> AgreedPlan:
        """Give the action that was sent.

        Returns:
            The action.
        """
        chosen = self.owner.data or ""
        is_worker = chosen.startswith(_WORKER)
        return AgreedPlan(
            what=(self.what.data or "").strip(),
            owner=Owner.WORKER if is_worker else Owner(chosen),
            practitioner_id=int(chosen.removeprefix(_WORKER)) if is_worker else None,
            due_on=self.due_on.data,
            evidence=(self.evidence.data or "").strip(),
            name_reason=name_reason(),
            key=self.idempotency_key.data,
        )

    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        self.asks_name = fault.code in ASKS_NAME
        fields = {"agreed_out_of_bounds": "due_on", "worker_missing": "owner"}
        self.fail(fields.get(fault.code, "what"), follow_up_refusal(fault))
