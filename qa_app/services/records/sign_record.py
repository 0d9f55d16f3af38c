"""Sign a record: first who led the session, then whoever was supervised in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.credit import credited_seconds
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.record_content import BlockContent, missing_of
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.session_blocks import Block, may_be_observed
from qa_app.domain.supervision import SessionState
from qa_app.domain.supervision_records import (
    RecordState,
    SignPart,
    Supervised,
    check_over,
    may_be_written,
    owed_on_paper,
    record_digest,
    still_to_sign,
)
from qa_app.models.agreed_rows import open_agreed
from qa_app.models.records import (
    RecordCaseRow,
    RecordPresenceRow,
    RecordSignatureRow,
    SupervisionRecordRow,
)
from qa_app.models.session_counts import counting_sessions
from qa_app.models.session_moves import put_on_day_held
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import Act, transaction
from qa_app.queries.record_content import blocks_in
from qa_app.queries.record_places import RecordInHand, any_session, draft_of, led_session
from qa_app.queries.records import record_head, signatures_of, supervised_in


@dataclass(frozen=True, slots=True)
class SignSent:
    """A signature as it was sent.

    Attributes:
        digest: Fingerprint of the record as the signer saw it.
        on_paper: Practitioners without an account whose signature on paper the leader attests;
            of no meaning for others.
    """

    digest: str
    on_paper: frozenset[int] = frozenset()


def sign_record(
    session: Session, actor: Actor, session_id: int, sent: SignSent, zone: str, *, at: datetime
) -> RecordState:
    """Sign a record.

    When its leader signs, it is frozen, time is credited by rule, the limits of what was agreed
    begin, and a session that was still planned becomes held. When nobody is left who has to sign,
    the record is signed.

    Args:
        session: A database session.
        actor: Who led the session, or was supervised in it.
        session_id: The session.
        sent: The signature.
        zone: Local time zone.
        at: The present.

    Returns:
        Where the record stands now.

    Raises:
        OutOfReachError: There is no such record of the actor's.
        ConflictError: It changed since the signer saw it (`record_changed`); the leader has
            signed it (`record_signed`); the supervised person has nothing to sign, or did so
            (`nothing_to_sign`); the session was cancelled (`session_cancelled`).
        InvalidError: Something is missing (`record_not_ready`, with `missing`); the child or the
            caregiver did not agree to be observed (`not_agreed`); a signature on paper is not
            attested (`paper_missing`, with `names`); the day has not come (`not_yet`), or the
            session ends later by what stands in its record (`not_over`, with `ends`).
    """
    head = record_head(session, actor, session_id)
    if head is None:
        raise OutOfReachError("record")
    event = RecordSigned(actor=actor, at=at, object_id=session_id)
    with transaction(session, event) as act:
        if head.is_leader:
            return _as_leader(
                session, actor, act, led_session(session, actor, session_id), sent, zone
            )
        return _as_supervised(session, actor, act, session_id, sent)


def _as_leader(
    session: Session, actor: Actor, act: Act, held: RecordInHand, sent: SignSent, zone: str
) -> RecordState:
    record, at = draft_of(held), act.event.at
    may_be_written(held.state, held.session.planned_on, local_day(at, zone))
    contents = {
        block: one.content
        for block, one in blocks_in(session, record.session_id, held.type).items()
    }
    digest = record_digest(record.session_id, held.type, contents)
    _check(held, contents)
    _check_over(contents[Block.MEETING], at.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    if digest != sent.digest:
        raise ConflictError("record_changed")
    there = supervised_in(session, record.session_id)
    owed = owed_on_paper(held.type, there, sent.on_paper)
    if owed:
        raise InvalidError("paper_missing", names=tuple(one.name for one in owed))
    with counting_sessions(session, [record.session_id]):
        state, count = _freeze(session, actor, held, sent, digest, at)
        put_on_day_held(session, held.session, record.held_on, actor.account_id, at)
    open_agreed(session, record.session_id, local_day(at, zone))
    act.learn(
        centre_id=held.session.centre_id,
        part=SignPart.LEADER.value,
        state=state.value,
        count=count,
        digest=digest,
    )
    return state


def _freeze(
    session: Session, actor: Actor, held: RecordInHand, sent: SignSent, digest: str, at: datetime
) -> tuple[RecordState, int]:
    session_id, there = held.session.id, supervised_in(session, held.session.id)
    _credit(session, held)
    attested = [
        one.practitioner_id
        for one in there
        if one.account_id is None and one.practitioner_id in sent.on_paper
    ]
    signed = [
        _signature(session_id, actor, SignPart.LEADER, None, at),
        *(_signature(session_id, actor, SignPart.ON_PAPER, one, at) for one in attested),
    ]
    session.execute(insert(RecordSignatureRow), signed)
    left = still_to_sign(held.type, there, signatures_of(session, session_id))
    state = RecordState.AWAITED if left else RecordState.SIGNED
    _set(
        session,
        session_id,
        state=state.value,
        written_at=at,
        written_by=actor.account_id,
        signed_at=None if left else at,
        digest=digest,
    )
    _hold(session, actor, held, at)
    return state, len(attested)


def _as_supervised(
    session: Session, actor: Actor, act: Act, session_id: int, sent: SignSent
) -> RecordState:
    held = any_session(session, session_id)
    record, at = held.record, act.event.at
    if (
        record is None
        or record.state == RecordState.DRAFT
        or not may(actor, Permission.RECORD_READ)
    ):
        raise OutOfReachError("record")
    if record.digest != sent.digest:
        raise ConflictError("record_changed")
    there = supervised_in(session, session_id)
    left = still_to_sign(held.type, there, signatures_of(session, session_id))
    own = [one for one in left if one.account_id == actor.account_id]
    if not own:
        raise ConflictError("nothing_to_sign")
    session.execute(
        insert(RecordSignatureRow),
        [_signature(session_id, actor, SignPart.SUPERVISED, own[0].practitioner_id, at)],
    )
    state = RecordState.AWAITED if _others(left, own[0]) else RecordState.SIGNED
    if state is RecordState.SIGNED:
        _set(session, session_id, state=state.value, signed_at=at)
    act.learn(
        centre_id=held.session.centre_id,
        part=SignPart.SUPERVISED.value,
        state=state.value,
        digest=record.digest,
    )
    return state


def _others(left: tuple[Supervised, ...], own: Supervised) -> list[Supervised]:
    return [one for one in left if one is not own]


def _check(held: RecordInHand, contents: Mapping[Block, BlockContent]) -> None:
    missing = tuple(missing_of(held.type, contents))
    if missing:
        raise InvalidError("record_not_ready", missing=missing)
    observed = contents.get(Block.OBSERVED)
    if observed is not None and not may_be_observed(
        child_agreed=observed.values.get("child_agreed") == "yes",
        caregiver_agreed=observed.values.get("caregiver_agreed") == "yes",
    ):
        raise InvalidError("not_agreed")


def _check_over(meeting: BlockContent, local: datetime) -> None:
    held_on = date.fromisoformat(meeting.values["held_on"])
    check_over(held_on, time.fromisoformat(meeting.values["ended_at"]), local)


def _credit(session: Session, held: RecordInHand) -> None:
    session_id = held.session.id
    rows = (
        session.execute(select(RecordPresenceRow).where(RecordPresenceRow.session_id == session_id))
        .scalars()
        .all()
    )
    credited = credited_seconds(held.type, {row.practitioner_id: row.minutes or 0 for row in rows})
    for row in rows:
        row.credited_seconds = credited[row.practitioner_id]
    # the day may have been put right after the cases were written down
    record = held.record
    if record is not None:
        session.execute(
            update(RecordCaseRow)
            .where(RecordCaseRow.session_id == session_id)
            .values(discussed_on=record.held_on)
            .execution_options(synchronize_session=False)
        )
    session.flush()


def _hold(session: Session, actor: Actor, held: RecordInHand, at: datetime) -> None:
    if held.state is not SessionState.PLANNED:
        return
    session.execute(
        update(SupervisionSessionRow)
        .where(
            SupervisionSessionRow.id == held.session.id,
            SupervisionSessionRow.state == SessionState.PLANNED.value,
        )
        .values(state=SessionState.HELD.value, settled_at=at, settled_by=actor.account_id)
        .execution_options(synchronize_session=False)
    )


def _set(session: Session, session_id: int, **values: object) -> None:
    session.execute(
        update(SupervisionRecordRow)
        .where(SupervisionRecordRow.session_id == session_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _signature(
    session_id: int, actor: Actor, part: SignPart, practitioner_id: int | None, at: datetime
) -> dict[str, object]:
    return {
        "session_id": session_id,
        "account_id": actor.account_id,
        "practitioner_id": practitioner_id,
        "part": part.value,
        "at": at,
    }
