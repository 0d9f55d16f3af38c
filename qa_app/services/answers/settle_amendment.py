"""Confirm or refuse an amended result, as a second person; the earlier reading is kept."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answer_texts import Settling, amendment_place, check_reason
from qa_app.domain.errors import ConflictError
from qa_app.domain.follow_up_events import REQUEST, AmendmentMoved
from qa_app.domain.name_reasons import NamePlace
from qa_app.domain.objections import ObjectionState, ObjectionStep, check_settling
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.action_readings import LaterReading, note_reading
from qa_app.models.amended_actions import carry_actions, counted_since, replaced_before
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import SheetReading, open_actions
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.kept_names import NamedText, keep_reason_for
from qa_app.models.replacing import open_replacement, take_place
from qa_app.models.sealing import sealer_of
from qa_app.models.signing import frozen_columns
from qa_app.models.transaction import Act
from qa_app.queries.amendable import Amended, amended, waiting_amendment
from qa_app.queries.bars import refuse_barred
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.objection_place import HeldObjection, objection_to, side_to, stepped
from qa_app.queries.readings import COUNTED, counted_reading
from qa_app.queries.result_place import HeldResult, held_result
from qa_app.queries.who_took_part import took_part

_NO_READING = 0


def settle_amendment(
    session: Session, actor: Actor, audit_id: int, said: Settling, zone: str, *, at: datetime
) -> int | None:
    """Settle the amendment that waits.

    A confirmed one becomes a reading of its own that takes the place in every total; the
    earlier one stays as it was and is printed. What has to be done goes on, except what only
    followed from a critical item that no longer fails.

    Args:
        session: A database session.
        actor: Somebody who took no part and did not propose it.
        audit_id: The result.
        said: That it is confirmed; or refused, and why, and the objection that led to it is
            open again.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The reading that took the place; None when it was refused. The same for the same key of
        a form.

    Raises:
        OutOfReachError: There is no such result within reach, or the actor may not.
        NotAllowedError: The actor took part (`took_part`) or acts for the centre
            (`not_your_step`).
        InvalidError: It is refused without a reason (`text_missing`), or with one that may not
            be kept.
        ConflictError: Something bars the actor from the file (`barred`, `barred_own`); no
            amendment waits (`objection_state`, `no_amendment`), the actor proposed it
            (`same_person`), an objection was raised meanwhile (`objection_first`), or the
            result does not count any more (`not_amendable`); the key was used for something
            else (`key_reused`).
        OnePersonError: It is confirmed, and one person may be behind who proposed it or took
            part and who confirms (`queries.hands`).
    """
    body = f"{audit_id}\n{said.is_confirmed}\n{said.reason}"
    request = Request(actor.account_id, said.key, "amendment:settle", body)
    step = ObjectionStep.CONFIRM if said.is_confirmed else ObjectionStep.REFUSE
    event = AmendmentMoved(actor=actor, at=at, object_id=audit_id, step=step.value, reason="")

    def settle(act: Act) -> int:
        result = held_result(session, actor, audit_id, Permission.OBJECTION_DECIDE)
        waits = waiting_amendment(session, audit_id)
        objection = _decided(session, actor, result, waits, step)
        refuse_barred(session, actor.account_id or 0, audit_id, local_day(at, zone))
        if waits is None:
            raise ConflictError("objection_state")
        made: int | None = None
        why = None
        if said.is_confirmed:
            # nobody's hands are fewer now than when they took part
            parts = ((one, at) for one in took_part(session, audit_id))
            asked = (waits.asked_by, waits.asked_at)
            refuse_one_person(session, actor.account_id, at, asked, *parts)
            made = _replace(session, actor, result, waits, zone, at)
        else:
            why = _keep_refusal(session, actor, waits, said, at)
        _settle(session, actor, waits, made, at)
        if objection is not None:
            _move(session, actor, objection, at, is_confirmed=said.is_confirmed)
        reason = REQUEST if objection is None else objection.ground
        act.learn(centre_id=result.place.centre_id, reason=reason, name_reason=why)
        return made or _NO_READING

    return once(session, request, event, settle) or None


def _keep_refusal(
    session: Session, actor: Actor, waits: AmendmentRow, said: Settling, at: datetime
) -> str | None:
    # why what looks like a name is kept in it, for the journal
    check_reason(said.reason, name_reason=said.name_reason)
    place = amendment_place(waits.audit_id, "refusal")
    waits.refusal = sealer_of(session).seal(said.reason.strip(), place)
    where = NamedText(waits.audit_id, NamePlace.AMENDMENT, actor.account_id, at)
    return keep_reason_for(session, where, [said.reason], said.name_reason)


def _decided(
    session: Session,
    actor: Actor,
    result: HeldResult,
    waits: AmendmentRow | None,
    step: ObjectionStep,
) -> HeldObjection | None:
    # the objection that it settles; None without one, once the actor may settle what was asked
    objection = objection_to(session, result)
    if objection is not None and (waits is None or waits.objection_id is not None):
        stepped(session, actor, objection, step)
        return objection
    if waits is None:
        raise ConflictError("no_amendment")
    check_settling(
        side_to(session, actor, result),
        ObjectionState.NONE if objection is None else objection.state,
        is_proposer=waits.asked_by is not None and waits.asked_by == actor.account_id,
        is_confirmed=step is ObjectionStep.CONFIRM,
    )
    return None


def _replace(
    session: Session,
    actor: Actor,
    result: HeldResult,
    waits: AmendmentRow,
    zone: str,
    at: datetime,
) -> int:
    sealer, audit_id = sealer_of(session), waits.audit_id
    answers = json.loads(sealer.open(waits.changes, amendment_place(audit_id, "changes")))
    reason = sealer.open(waits.body, amendment_place(audit_id, "body"))
    found = amended(session, audit_id, answers, reason, zone)
    audit = found.audit
    is_final = audit.result_state == "final"
    place_path = result.place.place_path
    before = counted_reading(session, audit, place_path, is_final=is_final)
    own = {"reading": "amended", "reader_id": waits.asked_by, "created_at": at}
    made = open_replacement(session, audit, own, found.entries)
    place = SheetReading(made, audit.centre_id, audit.case_file_id, found.rubric)
    today = local_day(at, zone)
    carry_actions(session, place, audit, found.frozen, at)
    row = session.execute(
        update(AuditRow)
        .where(AuditRow.id == made)
        .values(**_signed(found, actor, at))
        .returning(*COUNTED)
        .execution_options(synchronize_session=False)
    ).one()
    after = counted_reading(session, row, place_path, is_final=is_final)
    take_place(session, before, after, at)
    open_actions(session, made, today)
    _note(session, found, made)
    return made


def _note(session: Session, found: Amended, made: int) -> None:
    audit = found.audit
    before = replaced_before(session, made)
    counted_at = counted_since(session, before[-1])
    if audit.reviewed_on is None or counted_at is None:
        return
    reading = LaterReading(
        audit_id=made,
        centre_id=audit.centre_id,
        version_id=audit.rubric_version_id,
        rubric=found.rubric,
        codes=found.frozen.codes,
        is_sampled=audit.sample_type in COUNTED_IN_CHARTS,
        # it says what the file showed when it was read, and proves nothing done since
        read_on=audit.reviewed_on,
        signed_at=counted_at,
        before=before,
    )
    note_reading(session, reading)


def _signed(found: Amended, actor: Actor, at: datetime) -> dict[str, Any]:
    audit = found.audit
    is_final = audit.result_state == "final"
    return {
        "state": "signed",
        "result_state": audit.result_state,
        "final_at": at if is_final else None,
        # the file was read when it was read: its point stays in its month
        "read_at": audit.read_at,
        "reviewed_on": audit.reviewed_on,
        "signed_at": at,
        "shared_at": at,
        "signed_by": actor.account_id,
        **frozen_columns(found.frozen),
    }


def _settle(
    session: Session, actor: Actor, waits: AmendmentRow, made: int | None, at: datetime
) -> None:
    session.execute(
        update(AmendmentRow)
        .where(AmendmentRow.id == waits.id)
        .values(
            state="refused" if made is None else "confirmed",
            settled_at=at,
            settled_by=actor.account_id,
            new_audit_id=made,
            refusal=waits.refusal,
        )
        .execution_options(synchronize_session=False)
    )


def _move(
    session: Session, actor: Actor, held: HeldObjection, at: datetime, *, is_confirmed: bool
) -> None:
    state = ObjectionState.AMENDED if is_confirmed else ObjectionState.OPEN
    values: dict[str, Any] = {"state": state.value}
    if is_confirmed:
        values |= {"decided_at": at, "decided_by": actor.account_id}
    session.execute(
        update(ObjectionRow)
        .where(ObjectionRow.id == held.objection_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
