"""Why what looks like a person's name is kept: a typed reason, which is kept beside the text."""

from enum import StrEnum

from qa_app.domain.defaults import NAME_REASON_LEAST, NAME_REASON_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.identity_guard import identity_in, names_in
from qa_app.domain.text import has_words
from qa_app.domain.text_folding import without_hidden


class NamePlace(StrEnum):
    """In which text a name is kept."""

    NOTE = "note"
    FINDING = "finding"
    STEP = "step"
    ANSWER = "answer"
    OBJECTION = "objection"
    DECISION = "decision"
    AMENDMENT = "amendment"
    AGREED = "agreed"


def check_named(text: str, name_reason: str, place: str = "") -> None:
    """Ask why what looks like a name is kept, unless it is said.

    Args:
        text: As typed.
        name_reason: Why; empty when nobody was asked yet.
        place: Which text, for the door that shows the complaint.

    Raises:
        InvalidError: The text holds what looks like a name, and no reason is given
            (`likely_name`) or none that can be kept (`name_reason`).

    Source: docs/adr/0009-no-child-identity.md.
    """
    if not names_in(text):
        return
    if not has_words(name_reason):
        raise InvalidError("likely_name", place=place)
    if not is_reason(name_reason):
        raise InvalidError(
            "name_reason", place=place, least=NAME_REASON_LEAST, most=NAME_REASON_MOST
        )


def is_reason(name_reason: str) -> bool:
    """Tell whether a reason can be kept.

    Args:
        name_reason: As typed.

    Returns:
        True for a few words to two lines that hold no number and no name themselves.
    """
    said = name_reason.strip()
    shown = without_hidden(said).strip()
    is_fit = len(shown) >= NAME_REASON_LEAST and len(said) <= NAME_REASON_MOST
    return is_fit and identity_in(said) is None and not names_in(said)


def reason_place(audit_id: int | None, session_id: int | None = None) -> str:
    """Name what a reason belongs to, for its encryption.

    Args:
        audit_id: The reading; None for what belongs to a session of supervision.
        session_id: That session.

    Returns:
        Such as `name_reason/12` or `name_reason/session/7`.
    """
    return f"name_reason/session/{session_id}" if audit_id is None else f"name_reason/{audit_id}"
