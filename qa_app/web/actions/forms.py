"""Forms of an action: another reading of its item, the training that answered it."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import SelectField
from wtforms.validators import InputRequired

from qa_app.domain.defaults import FILES_PER_SESSION_MOST, PROOF_RUN
from qa_app.domain.errors import InvalidError
from qa_app.domain.supervision import SessionType
from qa_app.queries.action_papers import ActionPaper
from qa_app.services.supervision.plan_session import NewSession
from qa_app.web.double_booking import MeantForm
from qa_app.web.forms import BaseForm, DayField, NumberField


class ReadAgainForm(MeantForm):
    """When further files are read, and how many are drawn."""

    planned_on = DayField(_l("Day of reading"), [InputRequired(_l("Give a date"))])
    files_wanted = NumberField(
        _l("Files to be drawn"), [InputRequired(_l("Give a number"))], default=PROOF_RUN
    )

    def new_session(self, paper: ActionPaper, account_id: int) -> NewSession:
        """Give the session that was asked for.

        Args:
            paper: The action whose item is read again.
            account_id: Who plans and leads it.

        Returns:
            A case-file review at the action's centre by the rubric of its reading.
        """
        return NewSession(
            centre_id=paper.place.centre_id,
            type=SessionType.CASE_FILE_CHECK,
            planned_on=self.planned_on.data or date.min,
            supervisor_id=account_id,
            rubric_version_id=paper.version_id,
            files_wanted=self.files_wanted.data or 0,
            key=self.idempotency_key.data,
            is_meant=bool(self.meant.data),
        )

    @override
    def refuse(self, fault: InvalidError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        words = {
            "day_out_of_bounds": _("Give a day from two years ago to two years from now"),
            "centre_closed": _("The centre is closed by then"),
            "not_in_force": _("No version of this rubric is in force on that day"),
            "unfit_supervisor": _("You may not lead sessions at this centre"),
            "unfit_rubric": _("This rubric does not go with the centre any more"),
        }
        if fault.code == "files_wanted":
            most = FILES_PER_SESSION_MOST
            self.fail("files_wanted", str(_("Give a number from 1 to %(most)d", most=most)))
        else:
            self.fail("planned_on", str(words[fault.code]))


class TrainingForm(BaseForm):
    """Which training answered the action."""

    training = SelectField(_l("Training"), coerce=int, validate_choice=False)
