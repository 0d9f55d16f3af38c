"""A step with an action as somebody sends it."""

from dataclasses import dataclass

from qa_app.domain.action_proof import ProofRule
from qa_app.domain.actions import ActionStep
from qa_app.domain.defaults import STEP_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.text import has_words


@dataclass(frozen=True, slots=True)
class StepSent:
    """A step.

    Attributes:
        step: What happens.
        text: What was done or planned, the reason, or the document; never empty.
        revision: Revision of the action that its sender saw.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        proof: What is to show it, for the step that says that it is done.
    """

    step: ActionStep
    text: str
    revision: int
    name_reason: str = ""
    proof: ProofRule = ProofRule.RUN


def check_step(sent: StepSent) -> None:
    """Refuse a step without words, or with words that may not be kept.

    Args:
        sent: The step.

    Raises:
        InvalidError: Nothing is written (`text_missing`), or the text is refused
            (`domain.findings.check_text`).
    """
    if not has_words(sent.text):
        raise InvalidError("text_missing")
    check_text(sent.text, STEP_TEXT_MOST, name_reason=sent.name_reason)
