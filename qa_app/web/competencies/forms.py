"""Forms of competencies: levels of a worker, and marks of a survey."""

from collections.abc import Collection

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MaybeEmpty

from qa_app.domain.competencies import Level
from qa_app.domain.competency_answers import (
    LEAST_MARK,
    MOST_MARK,
    AssessmentKind,
    Marks,
    NewAssessment,
    NewSurvey,
)
from qa_app.domain.defaults import COMPETENCY_NOTE_MOST
from qa_app.domain.errors import RefusedError
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.forms import BaseForm, DayField, name_reason
from qa_app.web.session_labels import short_day

_LEVELS = {str(int(level)): level for level in Level}
_MARKS = {str(mark): mark for mark in range(LEAST_MARK, MOST_MARK + 1)}


class AssessForm(BaseForm):
    """The day, the levels, the next day, a note."""

    on = DayField(_l("Day of the assessment"), [InputRequired(_l("Give a day."))])
    next_on = DayField(_l("Next assessment by (a year later when left empty)"), [MaybeEmpty()])
    note = TextAreaField(
        _l("Note (kept sealed; may be left empty)"),
        [Length(max=COMPETENCY_NOTE_MOST)],
        render_kw={"rows": 3, "data-content": ""},
    )
    asks_name = False

    def sent(
        self, framework_id: int, kind: AssessmentKind, codes: Collection[str]
    ) -> NewAssessment:
        """Give the assessment that was sent.

        Args:
            framework_id: The framework that was shown.
            kind: Who says it.
            codes: Its competencies.

        Returns:
            The assessment; a competency without a level is left out.
        """
        return NewAssessment(
            framework_id=framework_id,
            kind=kind,
            on=self.on.data,
            levels={
                code: level
                for code in codes
                if (level := _LEVELS.get(request.form.get(f"level-{code}", ""))) is not None
            },
            next_on=self.next_on.data,
            note=(self.note.data or "").strip(),
            name_reason=name_reason(),
            key=self.idempotency_key.data,
        )

    def refuse(self, fault: RefusedError) -> None:
        """Put a refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        self.asks_name = fault.code in ASKS_NAME
        fields = {"levels_missing": "", "framework_changed": "", "assessment_day": "on"}
        field = fields.get(fault.code, "next_on" if fault.code == "next_day" else "note")
        self.fail(field, refusal(fault))


class SurveyForm(BaseForm):
    """Marks of each competency; the template writes their fields."""

    def sent(self, framework_id: int, codes: Collection[str]) -> NewSurvey:
        """Give the survey that was sent.

        Args:
            framework_id: The framework that was shown.
            codes: Its competencies.

        Returns:
            The survey; a competency without both marks is left out.
        """
        marks = {code: _marks(code) for code in codes}
        known = {code: one for code, one in marks.items() if one is not None}
        return NewSurvey(framework_id, known, self.idempotency_key.data)


def _marks(code: str) -> Marks | None:
    confidence = _MARKS.get(request.form.get(f"confidence-{code}", ""))
    importance = _MARKS.get(request.form.get(f"importance-{code}", ""))
    return None if confidence is None or importance is None else Marks(confidence, importance)


def refusal(fault: RefusedError) -> str:
    """Say why something about competencies was refused.

    Args:
        fault: The refusal.

    Returns:
        The words.
    """
    latest = fault.params.get("latest")
    day = "" if latest is None else short_day(latest)  # type: ignore[arg-type]
    said = {
        "levels_missing": _("Choose a level for every competency."),
        "marks_missing": _("Give both marks for every competency."),
        "assessment_day": _("Choose a day from the worker's first day to %(day)s.", day=day),
        "next_day": _("Choose a day after the assessment and no later than %(day)s.", day=day),
        "framework_changed": _(
            "A new version of the framework is in force. Nothing was saved: open the form again."
        ),
        "assessment_ended": _("This assessment was taken back already."),
    }
    return str(said.get(fault.code) or follow_up_refusal(fault))
