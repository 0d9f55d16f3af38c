"""Settle what two people read differently: by both of them, or by a third person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.audit_entries import Entry, EntryKind, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.found_codes import found_codes
from qa_app.domain.moderation_events import PairMoved
from qa_app.domain.people import Actor
from qa_app.domain.reading_pairs import (
    Choice,
    EntryKey,
    HowSettled,
    PairDecision,
    PairState,
    check_decisions,
    compare,
    decision_place,
    differing,
    proposal_mark,
    small_choices,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_parts, frozen_score
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.action_readings import LaterReading, note_reading
from qa_app.models.amended_actions import carry_actions, counted_since, replaced_before
from qa_app.models.audits import AuditRow
from qa_app.models.finding_sheets import SheetReading, open_actions
from qa_app.models.pair_steps import settle_pair_row
from qa_app.models.pairs import PairDecisionRow, ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.replacing import open_replacement, take_place
from qa_app.models.sealing import sealer_of
from qa_app.models.signing import frozen_columns
from qa_app.models.transaction import locked, transaction
from qa_app.queries.audits import entries_of
from qa_app.queries.bars import refuse_barred
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.holidays import PastCalendars
from qa_app.queries.moderation import held_pair_within
from qa_app.queries.pair_choices import read_decisions
from qa_app.queries.readings import counted_reading
from qa_app.queries.rubrics import rubric_by_id


@dataclass(frozen=True, slots=True)
class PairSettlement:
    """What somebody says about a pair.

    Attributes:
        decisions: Entry to what counts.
        settles_small: True lets the lower answer count where a difference is one step and not
            critical and nothing else was decided.
        confirms: True when the other reader's proposal is agreed to as it stands.
        read: The proposal that was read before this was said, as `proposal_mark` names it.
    """

    decisions: Mapping[EntryKey, PairDecision] = field(default_factory=dict)
    settles_small: bool = False
    confirms: bool = False
    read: str = ""


@dataclass(frozen=True, slots=True)
class _Pair:
    row: ReadingPairRow
    rubric: Rubric
    first: AuditRow
    second: AuditRow
    entries: tuple[tuple[Entry, ...], tuple[Entry, ...]]


def settle_pair(
    session: Session, actor: Actor, pair_id: int, said: PairSettlement, zone: str, *, at: datetime
) -> int | None:
    """Settle a pair, or propose to the other reader how to.

    A third person decides alone. One of the two readers proposes, and the other confirms; who
    proposes again replaces what was proposed. The result is a reading of its own that takes
    the first one's place; both originals are kept.

    Args:
        session: A database session.
        actor: One of the two readers, or a moderator at the centre.
        pair_id: The pair.
        said: What is decided, proposed or confirmed.
        zone: Local time zone.
        at: The present.

    Returns:
        The moderated reading; None where something was proposed.

    Raises:
        OutOfReachError: There is no such pair within reach whose readings are both locked.
        ConflictError: It is settled (`settled`), something was proposed since the pair was
            read (`proposed_since`), nothing was proposed by the other reader
            (`not_proposed`), or something bars the moderator from the file (`barred`,
            `barred_own`).
        InvalidError: As `check_decisions` says, or what was decided lacks something that the
            rubric demands (`not_ready`).
        OnePersonError: It would be settled, and one person may be behind two of the readers and
            the moderator (`queries.hands`).
    """
    event = PairMoved(actor=actor, at=at, object_id=pair_id, step="settle")
    with transaction(session, event) as act:
        pair = _held(session, actor, pair_id, zone, at)
        if said.read != proposal_mark(pair.row.asked_at):
            raise ConflictError("proposed_since")
        is_part = actor.account_id in {pair.first.reader_id, pair.second.reader_id}
        decided = _decided(session, actor, pair, said, is_part=is_part)
        act.learn(centre_id=pair.row.centre_id, count=len(decided))
        if not said.confirms:
            _keep(session, actor, pair.row.id, decided, at)
        if is_part and not said.confirms:
            pair.row.asked_by, pair.row.asked_at = actor.account_id, at
            act.learn(step="agree")
            return None
        _refuse_one_person(session, actor, pair, at)
        how = HowSettled.CONSENSUS if is_part else HowSettled.THIRD
        made, frozen = _moderate(session, actor, pair, decided, (zone, at))
        pair.row.moderated_id = made
        settle_pair_row(session, pair.row, how, actor.account_id, at)
        act.learn(reason=how.value, score_digest=frozen.digest)
    return made


def _refuse_one_person(session: Session, actor: Actor, pair: _Pair, at: datetime) -> None:
    # two readings of one person are no two, nor is who moderates their own a third
    first, second = ((one.reader_id, one.signed_at or at) for one in (pair.first, pair.second))
    refuse_one_person(session, *first, second)
    proposed = (pair.row.asked_by, pair.row.asked_at or at)
    others = [one for one in (first, second, proposed) if one[0] != actor.account_id]
    refuse_one_person(session, actor.account_id, at, *others)


def _held(session: Session, actor: Actor, pair_id: int, zone: str, at: datetime) -> _Pair:
    row = None if actor.account_id is None else held_pair_within(session, actor, pair_id)
    if row is None:
        raise OutOfReachError("pair")
    refuse_barred(session, actor.account_id or 0, row.first_id, local_day(at, zone))
    query = select(AuditRow).where(AuditRow.id == row.first_id)
    first = session.execute(locked(session, query, AuditRow)).scalar_one()
    if row.state != PairState.COMPLETE or first.state != "signed":
        raise ConflictError("settled")
    rubric = rubric_by_id(session, row.rubric_version_id)
    if rubric is None:
        raise OutOfReachError("rubric")
    entries = entries_of(session, row.first_id), entries_of(session, row.second_id)
    return _Pair(row, rubric, first, session.get_one(AuditRow, row.second_id), entries)


def _decided(
    session: Session, actor: Actor, pair: _Pair, said: PairSettlement, *, is_part: bool
) -> dict[EntryKey, PairDecision]:
    if said.confirms:
        if not is_part or pair.row.asked_by in {None, actor.account_id}:
            raise ConflictError("not_proposed")
        return read_decisions(session, pair.row.id)
    small: Mapping[EntryKey, PairDecision] = {}
    if said.settles_small:
        codes = [
            frozen_parts(pair.rubric, one.explanation or "{}")[1]
            for one in (pair.first, pair.second)
        ]
        small = small_choices(pair.rubric, compare(pair.rubric, *codes))
    return check_decisions(pair.rubric, differing(*pair.entries), said.decisions, small)


def _keep(
    session: Session,
    actor: Actor,
    pair_id: int,
    decided: Mapping[EntryKey, PairDecision],
    at: datetime,
) -> None:
    session.execute(delete(PairDecisionRow).where(PairDecisionRow.pair_id == pair_id))
    sealer = sealer_of(session)
    rows = [
        {
            "pair_id": pair_id,
            "kind": kind,
            "key": key,
            "choice": one.choice.value,
            "value": None if one.value is None else json.dumps(one.value, ensure_ascii=False),
            "reason": sealer.seal(one.reason, decision_place(pair_id, key)) if one.reason else None,
            "decided_at": at,
            "decided_by": actor.account_id,
        }
        for (kind, key), one in decided.items()
    ]
    if rows:
        session.execute(insert(PairDecisionRow), rows)


def _merged(pair: _Pair, decided: Mapping[EntryKey, PairDecision]) -> tuple[Entry, ...]:
    first, second = ({(one.kind.value, one.key): one for one in side} for side in pair.entries)
    found = []
    for key in sorted({*first, *second}):
        one, other = first.get(key), second.get(key)
        decision = decided.get(key)
        if decision is None:
            entry = one if one is not None and (one.note or other is None) else other or one
        elif decision.choice is Choice.OTHER:
            base = one or other or Entry(EntryKind(key[0]), key[1], None)
            entry = replace(base, value=decision.value, note=decision.reason)
        else:
            entry = one if decision.choice is Choice.FIRST else other
        if entry is not None:
            found.append(entry)
    return tuple(found)


def _moderate(
    session: Session,
    actor: Actor,
    pair: _Pair,
    decided: Mapping[EntryKey, PairDecision],
    moment: tuple[str, datetime],
) -> tuple[int, Frozen]:
    zone, at = moment
    entries = _merged(pair, decided)
    frozen = _scored(session, pair, entries, zone)
    own = {
        "reading": "moderated",
        "reader_id": actor.account_id,
        "assessors": _assessors(pair),
        "created_at": at,
    }
    made = open_replacement(session, pair.first, own, entries)
    place = SheetReading(made, pair.row.centre_id, pair.first.case_file_id, pair.rubric)
    carry_actions(session, place, pair.first, frozen, at)
    path = session.get_one(CentreRow, pair.row.centre_id).place_path
    before = counted_reading(session, pair.first, path, is_final=False)
    _sign(session, actor, pair, made, frozen, at)
    row = session.get_one(AuditRow, made, populate_existing=True)
    take_place(session, before, counted_reading(session, row, path, is_final=False), at)
    today = local_day(at, zone)
    open_actions(session, made, today)
    _note(session, pair, row, frozen, (today, at))
    return made, frozen


def _sign(
    session: Session, actor: Actor, pair: _Pair, made: int, frozen: Frozen, at: datetime
) -> None:
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == made)
        .values(
            state="signed",
            result_state="provisional",
            read_at=pair.first.read_at,
            reviewed_on=pair.first.reviewed_on,
            signed_at=at,
            signed_by=actor.account_id,
            shared_at=at,
            **frozen_columns(frozen),
        )
        .execution_options(synchronize_session=False)
    )


def _note(
    session: Session, pair: _Pair, row: AuditRow, frozen: Frozen, moment: tuple[date, datetime]
) -> None:
    today, at = moment
    before = replaced_before(session, row.id)
    note_reading(
        session,
        LaterReading(
            audit_id=row.id,
            centre_id=row.centre_id,
            version_id=row.rubric_version_id,
            rubric=pair.rubric,
            codes=frozen.codes,
            is_sampled=row.sample_type in COUNTED_IN_CHARTS,
            # it says what the file showed when it was read, and proves nothing done since
            read_on=pair.first.reviewed_on or today,
            signed_at=counted_since(session, before[-1]) or at,
            before=before,
        ),
    )


def _assessors(pair: _Pair) -> list[str]:
    return sorted({*pair.first.assessors, *pair.second.assessors})


def _scored(session: Session, pair: _Pair, entries: tuple[Entry, ...], zone: str) -> Frozen:
    read_at, read_on = pair.first.read_at, pair.first.reviewed_on
    if read_at is None or read_on is None:
        raise ConflictError("settled")
    # as of the instant of the first reading, so that its limits are judged as they were
    local = read_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    case = case_from(pair.rubric, plain_case(entries, _assessors(pair), local))
    calendar = PastCalendars(session).at(pair.rubric.region, read_at)
    score = score_audit(pair.rubric, case, calendar, explained=True)
    found, _, _ = found_codes(pair.rubric, case, calendar, score)
    lacks = lacks_of(pair.rubric, score, entries, found)
    if lacks:
        raise InvalidError("not_ready", key=lacks[0].item, count=len(lacks))
    return frozen_score(pair.rubric, score, read_on)
