"""Acknowledge a record, or disagree with it; what was said stays attached for ever."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.defaults import RECORD_DISAGREEMENTS_MOST, RECORD_TEXT_MOST
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.findings import check_text
from qa_app.domain.identity_guard import names_in
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.record_events import RecordAnswered
from qa_app.domain.supervision_records import (
    AnswerKind,
    RecordState,
    answer_place,
    answer_text,
)
from qa_app.domain.text import has_words
from qa_app.models.idempotency import Request, once
from qa_app.models.records import RecordAnswerRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.record_places import any_session
from qa_app.queries.records import answers_to, record_head, supervised_in


@dataclass(frozen=True, slots=True)
class RecordAnswerSent:
    """What a supervised person says to a record.

    Attributes:
        kind: Acknowledged, or disagreed.
        text: Why they disagree; not kept where they acknowledge.
        key: Random key of the form; None when the caller has none.
        name_reason: Why what looks like a name is kept; empty when nobody was asked.
    """

    kind: AnswerKind
    text: str = ""
    key: str | None = None
    name_reason: str = ""


def answer_record(
    session: Session, actor: Actor, session_id: int, sent: RecordAnswerSent, *, at: datetime
) -> int:
    """Acknowledge a record or disagree with it.

    Args:
        session: A database session.
        actor: Who was supervised in the session.
        session_id: The session.
        sent: What is said.
        at: The present.

    Returns:
        The answer; the same for the same key of a form.

    Raises:
        OutOfReachError: There is no record in which the actor was supervised and that its
            leader signed.
        InvalidError: A disagreement says nothing (`text_missing`) or its text is refused.
        ConflictError: It was acknowledged already (`acknowledged`); the actor disagreed as often
            as anybody may (`disagreed_enough`, with `most`); the key was used for something else
            (`key_reused`).
    """
    body = f"{session_id}\n{sent.kind.value}\n{sent.text}"
    request = Request(actor.account_id, sent.key, "record:answer", body)
    text = sent.text.strip() if sent.kind is AnswerKind.DISAGREED else ""
    event = RecordAnswered(actor=actor, at=at, object_id=session_id, kind=sent.kind.value)

    def make(act: Act) -> int:
        act.learn(centre_id=_check(session, actor, session_id, sent.kind))
        if sent.kind is AnswerKind.DISAGREED and not has_words(text):
            raise InvalidError("text_missing")
        check_text(text, RECORD_TEXT_MOST, name_reason=sent.name_reason)
        why = sent.name_reason.strip() if names_in(text) else ""
        sealer, place = sealer_of(session), answer_place(session_id)
        answer_id = session.execute(
            insert(RecordAnswerRow)
            .values(
                session_id=session_id,
                account_id=actor.account_id,
                kind=sent.kind.value,
                body=sealer.seal(answer_text(text, why), place) if text else None,
                at=at,
            )
            .returning(RecordAnswerRow.id)
        ).scalar_one()
        act.learn(name_reason=sealer.digest(why, place) if why else None)
        return answer_id

    return once(session, request, event, make)


def _check(session: Session, actor: Actor, session_id: int, kind: AnswerKind) -> int:
    head = record_head(session, actor, session_id)
    is_theirs = head is not None and may(actor, Permission.RECORD_READ)
    if head is None or not is_theirs or head.state in {None, RecordState.DRAFT}:
        raise OutOfReachError("record")
    # holding the session, two clicks cannot acknowledge twice
    any_session(session, session_id)
    if all(one.account_id != actor.account_id for one in supervised_in(session, session_id)):
        raise OutOfReachError("record")
    said = [
        one.kind for one in answers_to(session, session_id) if one.account_id == actor.account_id
    ]
    if kind is AnswerKind.ACKNOWLEDGED and kind in said:
        raise ConflictError("acknowledged")
    if kind is AnswerKind.DISAGREED and said.count(kind) >= RECORD_DISAGREEMENTS_MOST:
        raise ConflictError("disagreed_enough", most=RECORD_DISAGREEMENTS_MOST)
    return head.centre_id
