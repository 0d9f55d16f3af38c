"""What was agreed in a session of supervision, as it is written into the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.actions import Owner
from qa_app.domain.defaults import AGREED_DUE_DAYS, AGREED_DUE_DAYS_MOST, FINDING_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import ActionPlan, check_text
from qa_app.domain.text import has_words


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """An action as it is written down while the record is.

    Attributes:
        what: What is to be done; never empty.
        owner: Who does it.
        practitioner_id: The worker it is about; None for the centre as a whole.
        due_on: By when; None = `AGREED_DUE_DAYS` from the signature on.
        evidence: What would show it; empty for nothing.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None when the caller has none.
    """

    what: str
    owner: Owner
    practitioner_id: int | None = None
    due_on: date | None = None
    evidence: str = ""
    name_reason: str = ""
    key: str | None = None


def check_agreed(plan: AgreedPlan, today: date) -> None:
    """Refuse an action that may not be written down.

    Args:
        plan: The action.
        today: Local day.

    Raises:
        InvalidError: Nothing is written (`text_missing`), a text is refused
            (`domain.findings.check_text`), what is the worker's names none (`worker_missing`),
            or the day lies in the past or more than `AGREED_DUE_DAYS_MOST` ahead
            (`agreed_out_of_bounds`).
    """
    if not has_words(plan.what):
        raise InvalidError("text_missing")
    for text in (plan.what, plan.evidence):
        check_text(text, FINDING_TEXT_MOST, name_reason=plan.name_reason)
    if plan.owner is Owner.WORKER and plan.practitioner_id is None:
        raise InvalidError("worker_missing")
    latest = today + timedelta(days=AGREED_DUE_DAYS_MOST)
    if plan.due_on is not None and not today <= plan.due_on <= latest:
        raise InvalidError("agreed_out_of_bounds", latest=latest)


def due_by_default(today: date) -> date:
    """Give the day that stands in the form until another one is chosen.

    Args:
        today: Local day.

    Returns:
        `AGREED_DUE_DAYS` from then.
    """
    return today + timedelta(days=AGREED_DUE_DAYS)


def agreed_place(session_id: int, field: str) -> str:
    """Name what a text of an agreed action belongs to, for its encryption.

    Args:
        session_id: The session.
        field: `what` or `evidence`.

    Returns:
        Such as `agreed/12/what`.
    """
    return f"agreed/{session_id}/{field}"


def plan_of(texts: Mapping[str, str], owner: Owner, wanted_on: date | None) -> ActionPlan:
    """Give what is to be done in the form that lists and papers of all actions share.

    Args:
        texts: `what` and `evidence`; both empty where they are withheld.
        owner: Who does it.
        wanted_on: By when it was agreed; None without a day.

    Returns:
        The plan.
    """
    return ActionPlan(texts["what"], owner, wanted_on, texts["evidence"])
