"""Answer a result or one of its findings; what was said stays for ever."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.answer_texts import AnswerSent, answer_place, check_answer_text
from qa_app.domain.answers import VOICES, check_answer, state_of
from qa_app.domain.errors import NotAllowedError, OutOfReachError
from qa_app.domain.findings import FindingKind
from qa_app.domain.follow_up_events import AnswerGiven
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.parties import may_speak_as
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.findings import FindingAnswerRow, FindingRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import Act
from qa_app.queries.answers_so_far import said_to
from qa_app.queries.reading_chain import reading_chain
from qa_app.queries.result_place import HeldResult, held_result


def give_answer(
    session: Session, actor: Actor, audit_id: int, sent: AnswerSent, *, at: datetime
) -> int:
    """Accept, comment, query, reply, or say one's word as the worker of the file.

    Args:
        session: A database session.
        actor: Who says it.
        audit_id: The result.
        sent: The answer.
        at: The present.

    Returns:
        The answer; the same for the same key of a form.

    Raises:
        OutOfReachError: There is no such result, or no such finding of it, within reach.
        NotAllowedError: It is not theirs to say (`not_your_word`).
        InvalidError: Words are missing (`text_missing`) or refused.
        ConflictError: It comes too late, or there is no query (`domain.answers.check_answer`);
            the key was used for something else (`key_reused`).
    """
    body = f"{audit_id}\n{sent.kind.value}\n{sent.finding_id}\n{sent.text}"
    request = Request(actor.account_id, sent.key, "answer:give", body)
    event = AnswerGiven(actor=actor, at=at, object_id=audit_id, kind=sent.kind.value)

    def make(act: Act) -> int:
        result = held_result(session, actor, audit_id, Permission.ANSWER_GIVE, or_own_locked=True)
        answer_id = _give(session, actor, result, sent, at)
        where = NamedText(audit_id, NamePlace.ANSWER, actor.account_id, at)
        why = keep_reason_for(session, where, [sent.text], sent.name_reason)
        act.learn(centre_id=result.place.centre_id, name_reason=why)
        return answer_id

    return once(session, request, event, make)


def _give(
    session: Session, actor: Actor, result: HeldResult, sent: AnswerSent, at: datetime
) -> int:
    audit_id = result.audit_id
    voice = VOICES[sent.kind]
    if not may_speak_as(actor, voice, result.place):
        raise NotAllowedError("not_your_word")
    if sent.finding_id is not None:
        _check_finding(session, audit_id, sent.finding_id)
    kinds = [one.kind for one in said_to(session, audit_id) if one.finding_id == sent.finding_id]
    check_answer(sent.kind, voice, state_of(kinds), is_open=result.is_open)
    check_answer_text(sent)
    text = sent.text.strip()
    return session.execute(
        insert(FindingAnswerRow)
        .values(
            audit_id=audit_id,
            finding_id=sent.finding_id,
            kind=sent.kind.value,
            body=sealer_of(session).seal(text, answer_place(audit_id)) if text else None,
            at=at,
            by=actor.account_id,
        )
        .returning(FindingAnswerRow.id)
    ).scalar_one()


def _check_finding(session: Session, audit_id: int, finding_id: int) -> None:
    found = session.execute(
        select(FindingRow.id).where(
            FindingRow.id == finding_id,
            FindingRow.audit_id.in_(reading_chain(session, audit_id)),
            FindingRow.kind == FindingKind.FINDING.value,
        )
    ).first()
    if found is None:
        raise OutOfReachError("finding")
