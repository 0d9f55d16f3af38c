"""Pages of reviews of a supervisor's quarter."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.queries.drafts import DraftAudit
from qa_app.web.pages import Page
from qa_app.web.supervisor_reviews.forms import OverruleForm, StartForm
from qa_app.wording.said_computed import SaidMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage(Page):
    """Whose quarter is reviewed."""

    template: ClassVar[str] = "supervisor_reviews/start.html"

    form: StartForm
    lack: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrulePage(Page):
    """What records answer, and what the reader says instead."""

    template: ClassVar[str] = "supervisor_reviews/overrule.html"

    draft: DraftAudit
    one: SaidMeasure
    form: OverruleForm
