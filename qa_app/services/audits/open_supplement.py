"""Open a supplementary audit: what the version now in force asks besides; the old one stays."""

import json
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.defaults import READING_DUE_DAYS
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.events import SupplementOpened
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import refuse_withdrawable
from qa_app.domain.supervision import assessors_of
from qa_app.domain.supplement import supplement_entries
from qa_app.domain.totals import SampleType
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.transaction import transaction
from qa_app.queries.asked_rubrics import asked_rubric, asks_besides
from qa_app.queries.audits import audit_centre
from qa_app.queries.bars import bar_against_supplement
from qa_app.queries.openings import refuse_closed
from qa_app.queries.reach import SHOWN, centres_within
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.signed import locked_signed
from qa_app.queries.staff import account_as_actor
from qa_app.queries.supplements import Target, open_to_supplement, target_of

_TAKEN_OVER = (EntryKind.FACT.value, EntryKind.CLOCK.value, EntryKind.LOG.value)


class _StandingError(Exception):
    """The actor has it open already.

    Attributes:
        audit_id: The supplement.
    """

    def __init__(self, audit_id: int) -> None:
        super().__init__(audit_id)
        self.audit_id = audit_id


def open_supplement(
    session: Session, actor: Actor, audit_id: int, zone: str, *, at: datetime
) -> int:
    """Open a supplementary audit of a signed one, under the version in force today.

    It asks the new and changed items only, as they are known on opening and for good, never
    counts in a total, and links to the audit that it supplements, of which nothing changes.
    There is one for each audit and version; facts, dates and logs that both versions ask alike
    are taken over and can be corrected.

    Args:
        session: A database session.
        actor: Who reads it.
        audit_id: The signed audit.
        zone: Local time zone of the installation.
        at: The present.

    Returns:
        The draft, or what became of it; opening it again gives the same. A draft whose
        reader may no longer read there goes on with the actor.

    Raises:
        OutOfReachError: There is no such signed audit within reach, or the actor reads no
            files there.
        AccessNeededError: The actor has to ask for access to the case file first.
        ConflictError: It is void (`void`), or somebody else has the supplement in hand or
            signed it (`supplement_there`); the actor read it and may still withdraw their
            signature (`withdrawable`); they worked on the case (`barred_own`), or a tie or a
            conflict of interest bars them from it (`barred`).
        InvalidError: It is a supplement itself or an imported inspection (`unfit`); there is
            nothing to ask besides (`no_newer`, `undeclared`, `method`, `nothing_new`).
    """
    if actor.account_id is None or not may(actor, Permission.AUDIT_SCORE):
        raise OutOfReachError("audit")
    today = local_day(at, zone)
    event = SupplementOpened(actor=actor, at=at, supplements=audit_id, version="", count=0)
    standing = _standing_own(session, actor, audit_id, today)
    if standing is not None:
        return standing
    try:
        return _made(session, actor, audit_id, today, event)
    except _StandingError as found:
        # the same person was a moment faster in another window: nothing to do either
        return found.audit_id


def _made(
    session: Session, actor: Actor, audit_id: int, today: date, event: SupplementOpened
) -> int:
    at = event.at
    with transaction(session, event) as act:
        within = centres_within(actor, Permission.AUDIT_SCORE)
        states = (*SHOWN, "locked")
        audit, place_path = locked_signed(session, audit_id, within, states=states)
        if audit.reader_id == actor.account_id and audit_centre(session, actor, audit_id):
            refuse_withdrawable(audit.signed_at, at)
        if audit.state == "locked":
            raise OutOfReachError("audit")
        target = _checked(session, actor, audit, today, at)
        standing = _taken_over(session, actor, audit, target, place_path)
        asks = (
            asks_besides(session, target.version_id, audit.rubric_version_id)
            if standing is None
            else standing.supplement_asks
        )
        rubric = asked_rubric(session, target.version_id, asks)
        if asks is None or rubric is None:
            raise OutOfReachError("rubric")
        if standing is None:
            draft_id = _opened(session, actor, audit, target, asks, (today, at))
            _take_over_facts(session, actor, audit, rubric, draft_id, at)
        else:
            draft_id = standing.id
        act.learn(
            object_id=draft_id,
            centre_id=audit.centre_id,
            version=target.version,
            count=len(rubric.items),
        )
    return draft_id


def _standing_own(session: Session, actor: Actor, audit_id: int, today: date) -> int | None:
    # asked again by the same person: nothing to do, nothing to note
    row = session.execute(
        select(AuditRow.rubric_version_id, AuditRow.centre_id).where(AuditRow.id == audit_id)
    ).one_or_none()
    if row is None or audit_centre(session, actor, audit_id) is None:
        return None
    target = target_of(session, row.rubric_version_id, row.centre_id, today)
    if not isinstance(target, Target):
        return None
    standing = _standing(session, audit_id, target)
    return standing.id if standing is not None and standing.reader_id == actor.account_id else None


def _standing(session: Session, audit_id: int, target: Target) -> AuditRow | None:
    return session.execute(
        select(AuditRow).where(
            AuditRow.supplements_id == audit_id,
            AuditRow.rubric_version_id == target.version_id,
            AuditRow.state != "void",
        )
    ).scalar_one_or_none()


def _checked(session: Session, actor: Actor, audit: AuditRow, today: date, at: datetime) -> Target:
    if audit_centre(session, actor, audit.id) is None:
        raise OutOfReachError("audit")
    refuse_closed(session, actor, audit.id, at=at, on=today)
    if audit.state == "void":
        raise ConflictError("void")
    if not open_to_supplement(audit):
        raise InvalidError("unfit")
    # the rule that keeps them from saving later: nobody opens what they could not go on with
    bar = bar_against_supplement(session, actor.account_id or 0, audit.id, today)
    if bar:
        raise ConflictError(bar)
    target = target_of(session, audit.rubric_version_id, audit.centre_id, today)
    if not isinstance(target, Target):
        raise InvalidError(target.value)
    return target


def _taken_over(
    session: Session, actor: Actor, audit: AuditRow, target: Target, place_path: str
) -> AuditRow | None:
    standing = _standing(session, audit.id, target)
    if standing is None:
        return None
    if standing.reader_id == actor.account_id:
        raise _StandingError(standing.id)
    reader = None if standing.reader_id is None else account_as_actor(session, standing.reader_id)
    still_reads = reader is not None and reach_of(reader, Permission.AUDIT_SCORE).covers(
        audit.centre_id, place_path
    )
    if standing.state != "draft" or still_reads:
        raise ConflictError("supplement_there")
    session.execute(
        update(AuditRow)
        .where(AuditRow.id == standing.id)
        .values(reader_id=actor.account_id, assessors=assessors_of(actor))
        .execution_options(synchronize_session=False)
    )
    return standing


def _opened(
    session: Session,
    actor: Actor,
    audit: AuditRow,
    target: Target,
    asks: str,
    moment: tuple[date, datetime],
) -> int:
    today, at = moment
    return session.execute(
        insert(AuditRow)
        .values(
            centre_id=audit.centre_id,
            area_code=audit.area_code,
            rubric_version_id=target.version_id,
            case_file_id=audit.case_file_id,
            reader_id=actor.account_id,
            supplements_id=audit.id,
            supplement_asks=asks,
            sample_type=SampleType.SUPPLEMENT.value,
            assessors=assessors_of(actor),
            due_on=today + timedelta(days=READING_DUE_DAYS),
            state="draft",
            created_at=at,
        )
        .returning(AuditRow.id)
    ).scalar_one()


def _take_over_facts(
    session: Session, actor: Actor, audit: AuditRow, rubric: Rubric, draft_id: int, at: datetime
) -> None:
    earlier = rubric_by_id(session, audit.rubric_version_id)
    if earlier is None or (rubric.access == "sealed" and audit.reader_id != actor.account_id):
        return
    alike = supplement_entries(earlier, rubric)
    rows = session.execute(
        select(AuditEntryRow.kind, AuditEntryRow.key, AuditEntryRow.value).where(
            AuditEntryRow.audit_id == audit.id,
            AuditEntryRow.kind.in_(_TAKEN_OVER),
            AuditEntryRow.value.is_not(None),
        )
    ).all()
    values = [
        {
            "audit_id": draft_id,
            "kind": row.kind,
            "key": row.key,
            "value": row.value,
            "revision": 1,
            "saved_at": at,
            "saved_by": actor.account_id,
        }
        for row in rows
        if (row.kind, row.key) in alike and json.loads(row.value) is not None
    ]
    if values:
        session.execute(insert(AuditEntryRow), values)
