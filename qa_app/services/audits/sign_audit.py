"""Sign an audit: score it, freeze the result, count it as provisional."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Lack, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import AuditSigned
from qa_app.domain.finding_check import ContradictionError, contradictions
from qa_app.domain.found_codes import found_codes
from qa_app.domain.maturity import plain_facts
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.reading_pairs import compare
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import Frozen, frozen_parts, frozen_score
from qa_app.domain.supervisor_quarter import frozen_computed
from qa_app.domain.totals import COUNTED_IN_CHARTS, NOT_OF_CENTRES, SampleType
from qa_app.models.action_readings import LaterReading, note_reading
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.finding_sheets import SheetReading, add_owed_findings, open_actions
from qa_app.models.findings import FindingSheetRow
from qa_app.models.pair_steps import complete_pair, hold_readings, release
from qa_app.models.pairs import ReadingPairRow
from qa_app.models.places import CentreRow
from qa_app.models.region_reviews import keep_evidence
from qa_app.models.signing import frozen_columns
from qa_app.models.single_moderations import ask_moderation
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.totals import count_readings
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.asked_rubrics import asked_rubric
from qa_app.queries.audits import entries_of
from qa_app.queries.bars import refuse_barred
from qa_app.queries.escalations import open_harm
from qa_app.queries.follow_up import written_lines
from qa_app.queries.hands import may_be_one
from qa_app.queries.holidays import working_calendar
from qa_app.queries.readings import COUNTED, counted_reading
from qa_app.queries.region_evidence import region_facts
from qa_app.queries.region_reviews import region_of_review

# built once: reach is looked up in the row, as a condition it would make the statement each time
_DRAFT = (
    select(
        AuditRow.id,
        AuditRow.centre_id,
        AuditRow.rubric_version_id,
        AuditRow.supplements_id,
        AuditRow.supplement_asks,
        AuditRow.case_file_id,
        AuditRow.sample_type,
        AuditRow.assessors,
        CentreRow.place_path,
        SupervisionSessionRow.planned_on,
        open_harm(AuditRow.id).label("open_harm"),
        FindingSheetRow.revision.label("sheet"),
    )
    .join(CentreRow, CentreRow.id == AuditRow.centre_id)
    .outerjoin(SupervisionSessionRow, SupervisionSessionRow.id == AuditRow.session_id)
    .outerjoin(FindingSheetRow, FindingSheetRow.audit_id == AuditRow.id)
    .where(
        AuditRow.id == bindparam("audit"),
        AuditRow.reader_id == bindparam("reader"),
        AuditRow.state == "draft",
    )
)
_SIGNED_FIRST = select(
    AuditRow.id,
    AuditRow.centre_id,
    AuditRow.rubric_version_id,
    AuditRow.supplements_id,
    AuditRow.sample_type,
).where(AuditRow.id == bindparam("audit"))
_LOCKED_DRAFT = _DRAFT.with_for_update(of=AuditRow)
_FREEZE = (
    update(AuditRow)
    .where(AuditRow.id == bindparam("of_audit"), AuditRow.state == "draft")
    # kept with the result: a case may pass to somebody else, what was read then stays theirs
    .values(
        practitioner_id=select(CaseFileRow.practitioner_id)
        .where(CaseFileRow.id == AuditRow.case_file_id)
        .scalar_subquery()
    )
    .returning(*COUNTED)
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed audit.

    Attributes:
        audit_id: The audit.
        frozen: What was frozen.
    """

    audit_id: int
    frozen: Frozen


@dataclass(frozen=True, slots=True)
class _Signing:
    actor: Actor
    local: datetime
    at: datetime


class NotReadyError(InvalidError):
    """The audit lacks something.

    Attributes:
        lacks: What, in the order of the rubric.
    """

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__("not_ready", count=len(lacks))
        self.lacks = lacks


def sign_audit(session: Session, actor: Actor, audit_id: int, zone: str, *, at: datetime) -> Signed:
    """Sign one's own draft.

    Args:
        session: A database session.
        actor: The reader.
        audit_id: The audit. One of a blind pair is locked, and counts once both are. Nothing here
            tells a reader that there is another one: where one person may be behind both
            (`queries.hands`), readings that are alike wait to be settled.
        zone: Local time zone; the day of signing is the day of reading.
        at: The present.

    Returns:
        What was frozen.

    Raises:
        OutOfReachError: There is no such draft of this reader within reach.
        NotReadyError: Something is missing.
        ContradictionError: The reader's findings speak against the answers.
        InvalidError: The day of its supervision session has not come (`session_ahead`), or
            possible unreported harm is still without an outcome (`harm_open`).
        ConflictError: Something bars the reader from this file by now (`barred_own`, `barred`).
        CalendarYearMissingError: A limit needs a year that the holiday table does not cover.
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SIGN):
        raise OutOfReachError("audit")
    with transaction(session, AuditSigned(actor=actor, at=at, object_id=audit_id)) as act:
        local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
        pair = hold_readings(session, (audit_id,)).get(audit_id)
        audit = _draft(session, actor, audit_id, local.date())
        # a conflict may have been declared since the file was given to this reader
        refuse_barred(session, actor.account_id, audit_id, local.date())
        rubric = asked_rubric(session, audit.rubric_version_id, audit.supplement_asks)
        if rubric is None:
            raise OutOfReachError("rubric")
        frozen = _score(session, audit, rubric, local)
        _check_sheet(session, audit, rubric, frozen)
        signing = _Signing(actor, local, at)
        if pair is not None:
            _sign_blind(session, audit, pair, frozen, signing)
        else:
            _add_owed(session, audit, rubric, frozen)
            # counted from the row as it was frozen, as every later count is
            row = _freeze(session, audit_id, frozen, signing)
            reading = counted_reading(session, row, audit.place_path, is_final=False)
            count_readings(session, [reading])
            _follow_up(session, audit, rubric, frozen.codes, local.date(), signing)
            if audit.sample_type == SampleType.YEAR.value:
                _keep_evidence(session, audit_id, local.date())
            if _is_of_centre(audit) or audit.sample_type == SampleType.YEAR.value:
                ask_moderation(session, audit_id, rubric, at)
        act.learn(centre_id=audit.centre_id, score_digest=frozen.digest, stop=frozen.stop)
    return Signed(audit_id, frozen)


def _draft(session: Session, actor: Actor, audit_id: int, today: date) -> Row[*tuple[Any, ...]]:
    query = _LOCKED_DRAFT if lock_rows(session) else _DRAFT
    asked = {"audit": audit_id, "reader": actor.account_id}
    row = session.connection().execute(query, asked).one_or_none()
    reach = reach_of(actor, Permission.AUDIT_SIGN)
    if row is None or not reach.covers(row.centre_id, row.place_path):
        raise OutOfReachError("audit")
    if row.planned_on is not None and row.planned_on > today:
        raise InvalidError("session_ahead")
    if row.open_harm is not None:
        raise InvalidError("harm_open")
    return row


def _score(
    session: Session, audit: Row[*tuple[Any, ...]], rubric: Rubric, local: datetime
) -> Frozen:
    entries = entries_of(session, audit.id)
    calendar = working_calendar(session, rubric.region)
    case = case_from(rubric, plain_case(entries, audit.assessors, local))
    score = score_audit(rubric, case, calendar, explained=True)
    found, _, _ = found_codes(rubric, case, calendar, score)
    lacks = lacks_of(rubric, score, entries, found)
    if lacks:
        raise NotReadyError(lacks)
    values = [(one.kind, one.key, one.value) for one in entries if one.value is not None]
    return frozen_score(rubric, score, local.date(), frozen_computed(values))


def _check_sheet(
    session: Session, audit: Row[*tuple[Any, ...]], rubric: Rubric, frozen: Frozen
) -> None:
    if audit.sheet is None:
        return
    # a supplement asks for nothing, so its red lines owe no action
    failed = frozen.stop if audit.supplements_id is None else ()
    lines = written_lines(session, audit.id)
    faults = contradictions(rubric, frozen.codes, failed, lines)
    if faults:
        raise ContradictionError(faults)


def _add_owed(
    session: Session, audit: Row[*tuple[Any, ...]], rubric: Rubric, frozen: Frozen
) -> None:
    # what only supplements another reading counts nowhere and asks for nothing
    if audit.supplements_id is None:
        place = SheetReading(audit.id, audit.centre_id, audit.case_file_id, rubric)
        add_owed_findings(session, place, (*frozen.stop, *frozen.gate))


def _is_of_centre(audit: Row[*tuple[Any, ...]]) -> bool:
    # what is about a supervisor or a region says nothing of actions of the centre; the former is
    # not moderated there either
    return audit.supplements_id is None and audit.sample_type not in NOT_OF_CENTRES


def _follow_up(
    session: Session,
    audit: Row[*tuple[Any, ...]],
    rubric: Rubric,
    codes: Mapping[str, str],
    read_on: date,
    signing: _Signing,
) -> None:
    open_actions(session, audit.id, signing.local.date())
    if not _is_of_centre(audit):
        return
    reading = LaterReading(
        audit_id=audit.id,
        centre_id=audit.centre_id,
        version_id=audit.rubric_version_id,
        rubric=rubric,
        codes=codes,
        is_sampled=audit.sample_type in COUNTED_IN_CHARTS,
        read_on=read_on,
        signed_at=signing.at,
    )
    note_reading(session, reading)


def _keep_evidence(session: Session, audit_id: int, today: date) -> None:
    # what goes on after the signature does not change what a level was given by
    about = region_of_review(session, audit_id)
    if about is not None:
        facts = plain_facts(region_facts(session, *about, today))
        keep_evidence(session, audit_id, today, facts)


def _sign_blind(
    session: Session,
    audit: Row[*tuple[Any, ...]],
    pair: ReadingPairRow,
    frozen: Frozen,
    signing: _Signing,
) -> None:
    # nothing counts and nobody is shown anything until both are locked
    if audit.id == pair.first_id:
        rubric = asked_rubric(session, audit.rubric_version_id, None)
        if rubric is not None:
            _add_owed(session, audit, rubric, frozen)
    _freeze(session, audit.id, frozen, signing, is_blind=True)
    other_id = pair.second_id if audit.id == pair.first_id else pair.first_id
    other = session.execute(select(AuditRow.state).where(AuditRow.id == other_id)).scalar_one()
    if other == "locked":
        _complete(session, pair, audit.place_path, signing)


def _complete(session: Session, pair: ReadingPairRow, place_path: str, signing: _Signing) -> None:
    both = session.execute(
        select(AuditRow)
        .where(AuditRow.id.in_((pair.first_id, pair.second_id)))
        .execution_options(populate_existing=True)
    ).scalars()
    first, second = sorted(both, key=lambda one: one.id == pair.second_id)
    rubric = asked_rubric(session, first.rubric_version_id, None)
    if rubric is None:
        raise OutOfReachError("rubric")
    codes = [frozen_parts(rubric, one.explanation or "{}")[1] for one in (first, second)]
    # a link may have been used since the file was chosen; a refusal would tell a blind reader
    hands = [(one.signed_by, one.signed_at or signing.at) for one in (first, second)]
    are_two = not may_be_one(session, *hands)
    compared = compare(rubric, *codes)
    is_agreed = complete_pair(session, pair, compared, signing.at, are_two=are_two)
    release(session, first.id, signing.at if is_agreed else None)
    count_readings(session, [counted_reading(session, first, place_path, is_final=False)])
    row = session.connection().execute(_SIGNED_FIRST, {"audit": first.id}).one()
    # it counts from now on, but says what the file showed when its first reader read it
    read_on = first.reviewed_on or signing.local.date()
    _follow_up(session, row, rubric, codes[0], read_on, signing)
    if is_agreed:
        # what is left to be settled is moderated as a pair
        ask_moderation(session, first.id, rubric, signing.at)


def _freeze(
    session: Session, audit_id: int, frozen: Frozen, signing: _Signing, *, is_blind: bool = False
) -> Row[*tuple[Any, ...]]:
    values = {
        "of_audit": audit_id,
        "state": "locked" if is_blind else "signed",
        "result_state": "provisional",
        "read_at": signing.at,
        "reviewed_on": signing.local.date(),
        "signed_at": signing.at,
        "shared_at": None if is_blind else signing.at,
        "signed_by": signing.actor.account_id,
        **frozen_columns(frozen),
    }
    signed = session.connection().execute(_FREEZE, values).one_or_none()
    if signed is None:
        raise OutOfReachError("audit")
    return signed
