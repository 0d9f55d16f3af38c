"""What a centre and a worker say to a result, and when the result becomes final."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa_app.domain.errors import ConflictError, NotAllowedError


class AnswerKind(StrEnum):
    """What somebody says."""

    ACCEPT = "accept"
    COMMENT = "comment"
    QUERY = "query"
    REPLY = "reply"
    WORKER = "worker"


class Voice(StrEnum):
    """Who says it: the centre, the worker of the file, or those who read it."""

    CENTRE = "centre"
    WORKER = "worker"
    REVIEWER = "reviewer"


class AnswerState(StrEnum):
    """How a finding stands: nothing said, a query waits, or the centre has answered."""

    SILENT = "silent"
    QUERIED = "queried"
    ANSWERED = "answered"


VOICES = {
    AnswerKind.ACCEPT: Voice.CENTRE,
    AnswerKind.COMMENT: Voice.CENTRE,
    AnswerKind.QUERY: Voice.CENTRE,
    AnswerKind.REPLY: Voice.REVIEWER,
    AnswerKind.WORKER: Voice.WORKER,
}
"""Whose word each kind is."""

NEEDS_TEXT = frozenset({AnswerKind.COMMENT, AnswerKind.QUERY, AnswerKind.REPLY, AnswerKind.WORKER})
"""Kinds that are nothing without words."""


def is_open_result(state: str, shared_at: datetime | None, *, is_final: bool) -> bool:
    """Tell whether a centre may still answer a result.

    Args:
        state: `signed`, `replaced` or `void`.
        shared_at: When it was shown to its centre; None before.
        is_final: True once it is final.

    Returns:
        True from when it is shown until it is final, while it counts.
    """
    return state == "signed" and not is_final and shared_at is not None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it was given; finding None = about the whole result."""

    finding_id: int | None
    kind: AnswerKind


def state_of(kinds: Iterable[AnswerKind]) -> AnswerState:
    """Tell how a finding stands.

    Args:
        kinds: What was said to it, oldest first.

    Returns:
        Queried while the last query has no reply; answered once the centre accepted or
        commented, or a query was replied to; silent otherwise.
    """
    state = AnswerState.SILENT
    for kind in kinds:
        if kind is AnswerKind.QUERY:
            state = AnswerState.QUERIED
        elif kind in {AnswerKind.ACCEPT, AnswerKind.COMMENT, AnswerKind.REPLY}:
            state = AnswerState.ANSWERED
    return state


def check_answer(kind: AnswerKind, voice: Voice, state: AnswerState, *, is_open: bool) -> None:
    """Refuse an answer that may not be given.

    Args:
        kind: What is said.
        voice: Who says it.
        state: How the finding stands.
        is_open: True while the result is provisional and shown to the centre.

    Raises:
        NotAllowedError: It is not theirs to say (`not_your_word`).
        ConflictError: The result is final, void or replaced, so the centre's answer and its
            query come too late (`window_over`); there is no query to reply to (`no_query`).
    """
    if VOICES[kind] is not voice:
        raise NotAllowedError("not_your_word")
    if voice is Voice.CENTRE and not is_open:
        raise ConflictError("window_over")
    if kind is AnswerKind.REPLY and state is not AnswerState.QUERIED:
        raise ConflictError("no_query")


def has_open_query(said: Sequence[Said]) -> bool:
    """Tell whether a query waits for its reply.

    Args:
        said: Everything said to one result, oldest first.

    Returns:
        True when one does.
    """
    return AnswerState.QUERIED in _states(said).values()


def is_answered(findings: Iterable[int], said: Sequence[Said]) -> bool:
    """Tell whether a centre has answered everything.

    Args:
        findings: The findings of a result, without its strengths.
        said: Everything said to it, oldest first.

    Returns:
        True when each finding, or the result as a whole, is answered; without findings only
        when the whole is.
    """
    states = _states(said)
    if states.get(None) is AnswerState.ANSWERED:
        return True
    asked = list(findings)
    return bool(asked) and all(states.get(one) is AnswerState.ANSWERED for one in asked)


def becomes_final(*, is_over: bool, is_all_answered: bool, is_disputed: bool) -> bool:
    """Tell whether a provisional result becomes final.

    Args:
        is_over: True when the last day to answer has passed.
        is_all_answered: True when the centre has answered everything.
        is_disputed: True while a query waits for its reply or an objection for its decision.

    Returns:
        True when nothing keeps it.
    """
    return (is_over or is_all_answered) and not is_disputed


def _states(said: Sequence[Said]) -> dict[int | None, AnswerState]:
    kinds: dict[int | None, list[AnswerKind]] = {}
    for one in said:
        kinds.setdefault(one.finding_id, []).append(one.kind)
    return {about: state_of(given) for about, given in kinds.items()}
