"""Answers, objections and amendments as somebody sends them."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa_app.domain.answers import NEEDS_TEXT, AnswerKind
from qa_app.domain.defaults import ANSWER_TEXT_MOST
from qa_app.domain.errors import InvalidError
from qa_app.domain.findings import check_text
from qa_app.domain.text import has_words


@dataclass(frozen=True, slots=True)
class AnswerSent:
    """An answer.

    Attributes:
        kind: What is said.
        finding_id: To which finding; None for the whole result.
        text: The words; empty where the kind says it all.
        key: Random key of the form; None when the caller has none.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    kind: AnswerKind
    finding_id: int | None = None
    text: str = ""
    key: str | None = None
    name_reason: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentSent:
    """What would change in a reading, and why.

    Attributes:
        answers: Item to the code it is to have.
        reason: Why; it becomes the note of a changed item that had none.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None when the caller has none.
    """

    answers: Mapping[str, str]
    reason: str
    name_reason: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Settling:
    """What a second person says about an amendment.

    Attributes:
        is_confirmed: False refuses it.
        reason: Why it is refused; not kept where it is confirmed.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
        key: Random key of the form; None when the caller has none.
    """

    is_confirmed: bool = True
    reason: str = ""
    name_reason: str = ""
    key: str | None = None


def check_answer_text(sent: AnswerSent) -> None:
    """Refuse an answer without the words it needs, or with words that may not be kept.

    Args:
        sent: The answer.

    Raises:
        InvalidError: Words are missing (`text_missing`) or refused.
    """
    if sent.kind in NEEDS_TEXT and not has_words(sent.text):
        raise InvalidError("text_missing")
    check_text(sent.text, ANSWER_TEXT_MOST, name_reason=sent.name_reason)


def check_reason(text: str, *, name_reason: str) -> None:
    """Refuse a reason that is missing or may not be kept.

    Args:
        text: The reason.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.

    Raises:
        InvalidError: It is missing (`text_missing`) or refused.
    """
    if not has_words(text):
        raise InvalidError("text_missing")
    check_text(text, ANSWER_TEXT_MOST, name_reason=name_reason)


def answer_place(audit_id: int) -> str:
    """Name what an answer belongs to, for its encryption.

    Args:
        audit_id: The reading.

    Returns:
        Such as `answer/12`.
    """
    return f"answer/{audit_id}"


def objection_place(audit_id: int, part: str) -> str:
    """Name what a text of an objection belongs to, for its encryption.

    Args:
        audit_id: The reading.
        part: `body` or `decision`.

    Returns:
        Such as `objection/12/body`.
    """
    return f"objection/{audit_id}/{part}"


def amendment_place(audit_id: int, part: str) -> str:
    """Name what a text of an amendment belongs to, for its encryption.

    Args:
        audit_id: The reading that it would replace.
        part: `body`, `changes` or `refusal`.

    Returns:
        Such as `amendment/12/body`.
    """
    return f"amendment/{audit_id}/{part}"
