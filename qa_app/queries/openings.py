"""By what right somebody opens what was read of a case file, or that they have to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.orm import QueryableAttribute, Session

from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.errors import AccessNeededError, OutOfReachError
from qa_app.domain.events import AuditOpened, AuditSigned
from qa_app.domain.objections import WAITING
from qa_app.domain.openings import TAKEN_VIEWS, Why, first_right, stretch_of
from qa_app.domain.people import NO_REACH, Actor, Role
from qa_app.domain.permissions import Permission
from qa_app.domain.reading_pairs import PairState
from qa_app.models.aliases import alias_of
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow, CaseListRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.places import CentreRow, PractitionerRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.audits import shown_within
from qa_app.queries.looked_after import looks_after
from qa_app.queries.reach import centres_in, centres_within

_Other = alias_of(AuditRow)
_IS_ASKED = text(
    "audit.void_asked_at IS NOT NULL AND audit.void_reason IS NOT NULL AND audit.state = 'signed'"
)
"""In so many words, for the partial index of what somebody asked to void."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A reading that somebody is about to open.

    Attributes:
        audit_id: The reading.
        centre_id: Its centre.
        file_id: The case file; None for a whole centre.
        reference: The file's reference; empty likewise.
        is_draft: True before it is signed: then nobody asks for it.
        why: By what right; None where they have to ask.
        request: The approved request; None for every other right.
    """

    audit_id: int
    centre_id: int
    file_id: int | None
    reference: str
    is_draft: bool
    why: Why | None
    request: int | None


def opening_of(session: Session, actor: Actor, audit_id: int, *, at: datetime, on: date) -> Opening:
    """Find a reading within reach, and by what right somebody opens it.

    Args:
        session: A database session.
        actor: Who opens.
        audit_id: The reading.
        at: The present.
        on: The local day, for agreements.

    Returns:
        The reading with the right.

    Raises:
        OutOfReachError: There is none within reach.

    Source: ADR 0047.
    """
    row = session.execute(
        select(
            AuditRow.centre_id,
            AuditRow.case_file_id,
            AuditRow.state,
            CaseFileRow.reference,
            *(held.label(why.value) for why, held in _rights(actor, on).items()),
            _request_of(actor, at).label("request_id"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(AuditRow.id == audit_id, shown_within(actor))
    ).one_or_none()
    if row is None:
        raise OutOfReachError("audit")
    why = first_right(_held(actor, row))
    request = row.request_id if why is Why.REQUEST else None
    return Opening(
        audit_id,
        row.centre_id,
        row.case_file_id,
        row.reference or "",
        row.state == "draft",
        why,
        request,
    )


def refuse_closed(session: Session, actor: Actor, audit_id: int, *, at: datetime, on: date) -> None:
    """Refuse an act on a reading of a file that its actor would have to ask for.

    Raises:
        OutOfReachError: There is none within reach.
        AccessNeededError: They have to ask.
    """
    if opening_of(session, actor, audit_id, at=at, on=on).why is None:
        raise AccessNeededError("access_needed", audit_id=audit_id)


def opened_to(actor: Actor, *, at: datetime, on: date) -> ColumnElement[bool]:
    """Give the condition that somebody opens a reading without asking for it, or was let in.

    Args:
        actor: Who.
        at: The present.
        on: The local day, for agreements.

    Returns:
        A condition on `AuditRow`, `CentreRow`, `RubricVersionRow` and, joined where there is one,
        `CaseFileRow`; true where a whole centre was read. It knows nothing of reach.

    Source: ADR 0047.
    """
    if actor.is_system:
        return true()
    whole_centre = AuditRow.case_file_id.is_(None)
    rights = _rights(actor, on).values()
    return or_(whole_centre, _request_of(actor, at).is_not(None), *rights)


def maybe_opened(
    session: Session, actor: Actor, path: str, *, at: datetime, on: date
) -> frozenset[int]:
    """List readings at the centres of a place, all that somebody opens among them.

    Each right is looked up where it begins, in what they read, whom they supervise, what waits, so
    that the others are not looked at. It rests on the worker, the reviews and the sessions of a
    case file being of its own centre, as lists of cases and draws give them.

    Args:
        session: A database session.
        actor: Who.
        path: Of the place; empty for the network.
        at: The present.
        on: The local day, for agreements.

    Returns:
        Every signed reading there for which `opened_to` holds, and others, of which it has to be
        asked. A right that has no place here would be missing: a test holds one to the other.
    """
    me, file = actor.account_id, CaseFileRow
    within = CentreRow.place_path.startswith(path, autoescape=True)
    centres = select(CentreRow.id).where(within)
    files: list[Select[Any]] = [
        select(_Other.case_file_id).where(_Other.reader_id == me, _Other.centre_id.in_(centres)),
        select(AccessRequestRow.case_file_id).where(_let_in(actor, at)),
    ]
    if actor.practitioner_id is not None:
        files.append(select(file.id).where(file.practitioner_id == actor.practitioner_id))
    readings: list[Select[Any]] = [
        select(AuditRow.id).where(AuditRow.case_file_id.is_(None), AuditRow.centre_id.in_(centres)),
        select(AuditRow.id).where(_VOIDING, _IS_ASKED),
        *(
            select(audit_id).where(waits)
            for kinds in _WAITING.values()
            for audit_id, waits, _asked_by in kinds
        ),
    ]
    managed = actor.reach_as({Role.CENTRE_MANAGER})
    if managed != NO_REACH:
        readings.append(
            select(AuditRow.id)
            .join(CentreRow, CentreRow.id == AuditRow.centre_id)
            .where(AuditRow.centre_id.in_(centres), centres_in(managed))
        )
    if actor.reach_as({Role.SENIOR_SUPERVISOR}) != NO_REACH:
        workers = select(PractitionerRow.id).where(
            PractitionerRow.centre_id.in_(centres), looks_after(actor, on, PractitionerRow.id)
        )
        led = select(SupervisionSessionRow.id).where(
            SupervisionSessionRow.supervisor_id == me, SupervisionSessionRow.centre_id.in_(centres)
        )
        files.append(select(file.id).where(file.practitioner_id.in_(workers)))
        files.append(
            select(file.id).where(file.practitioner_id.is_(None), file.centre_id.in_(centres))
        )
        readings.append(select(AuditRow.id).where(AuditRow.session_id.in_(led)))
    readings += [select(AuditRow.id).where(AuditRow.case_file_id.in_(those)) for those in files]
    return frozenset(session.execute(union_all(*readings)).scalars())


def closed_readings(
    session: Session, actor: Actor, centre_id: int, *, at: datetime, on: date
) -> tuple[int, ...]:
    """List late readings of a centre that somebody knows of and has to ask for.

    Args:
        session: A database session.
        actor: Who.
        centre_id: The centre.
        at: The present.
        on: The local day, for agreements.

    Returns:
        Newest first, one of each file; of the last few readings alone.
    """
    rows = session.execute(
        select(AuditRow.id, AuditRow.case_file_id)
        .where(
            AuditRow.centre_id == centre_id,
            AuditRow.state == "signed",
            AuditRow.case_file_id.is_not(None),
        )
        .order_by(AuditRow.id.desc())
        .limit(ROWS_PER_PAGE)
    ).all()
    found: dict[int, int] = {}
    for audit_id, file_id in rows:
        if opening_of(session, actor, audit_id, at=at, on=on).why is None:
            found.setdefault(file_id or 0, audit_id)
    return tuple(found.values())


def was_noted(session: Session, actor: Actor, audit_id: int, view: str, at: datetime) -> bool:
    """Tell whether an opening stands in the journal already.

    Args:
        session: A database session.
        actor: Who opens.
        audit_id: The reading.
        view: The page, or what is taken away.
        at: The present.

    Returns:
        True when it was noted in the same quarter of an hour, and since it was signed last: some
        page of it, and what is taken away by itself.
    """
    acts = JournalRow.object_type == AuditOpened.object_type, JournalRow.object_id == str(audit_id)
    signed = select(func.max(JournalRow.seq)).where(*acts, JournalRow.action == AuditSigned.action)
    query = select(JournalRow.seq).where(
        *acts,
        JournalRow.action == AuditOpened.action,
        JournalRow.actor_id == actor.account_id,
        JournalRow.at >= stretch_of(at),
        JournalRow.seq > func.coalesce(signed.scalar_subquery(), 0),
    )
    if view in TAKEN_VIEWS:
        query = query.where(JournalRow.detail.contains(f'"view":"{view}"', autoescape=True))
    return session.execute(query.limit(1)).first() is not None


def _held(actor: Actor, row: Row[*tuple[Any, ...]]) -> set[Why]:
    held = {why for why in _SQL if getattr(row, why.value)}
    if row.request_id is not None:
        held.add(Why.REQUEST)
    if row.case_file_id is None:
        held.add(Why.NO_FILE)
    if actor.is_system:
        held.add(Why.SYSTEM)
    return held


_SQL = (Why.READER, Why.OWN_FILE, Why.OWN_CENTRE, Why.SUPERVISOR, Why.DECIDES)


def _rights(actor: Actor, on: date) -> dict[Why, ColumnElement[bool]]:
    me = actor.account_id
    own = CaseFileRow.practitioner_id == actor.practitioner_id
    leads = exists().where(
        SupervisionSessionRow.id == AuditRow.session_id, SupervisionSessionRow.supervisor_id == me
    )
    is_open = and_(CaseFileRow.is_sealed.is_(False), RubricVersionRow.access != "sealed")
    return {
        Why.READER: or_(AuditRow.reader_id == me, _read_it_too(me)),
        Why.OWN_FILE: false() if actor.practitioner_id is None else own,
        Why.OWN_CENTRE: centres_in(actor.reach_as({Role.CENTRE_MANAGER})),
        Why.SUPERVISOR: and_(
            centres_in(actor.reach_as({Role.SENIOR_SUPERVISOR})),
            is_open,
            or_(
                leads,
                and_(looks_after(actor, on, CaseFileRow.practitioner_id), not_(_reassigned(me))),
            ),
        ),
        Why.DECIDES: _decides(actor),
    }


def _read_it_too(me: int | None) -> ColumnElement[bool]:
    # what they signed and what stands of it: neither what was given to them to read, which is
    # opened by itself, nor a reading that was given up, dropped or made void
    given_up = exists().where(
        ReadingPairRow.second_id == _Other.id, ReadingPairRow.state == PairState.DISSOLVED.value
    )
    stands = or_(
        _Other.state.in_(("signed", "replaced")),
        and_(_Other.state == "locked", not_(given_up)),
    )
    same = _Other.case_file_id == AuditRow.case_file_id
    return exists().where(same, _Other.reader_id == me, stands)


def _reassigned(me: int | None) -> ColumnElement[bool]:
    # whoever wrote another worker down for the file, since it was signed, gets nothing by that
    wrote = exists().where(CaseListRow.id == CaseFileRow.list_id, CaseListRow.imported_by == me)
    return and_(AuditRow.practitioner_id.is_distinct_from(CaseFileRow.practitioner_id), wrote)


_Waits = tuple[QueryableAttribute[Any], ColumnElement[bool], QueryableAttribute[Any] | None]
_VOIDING = and_(AuditRow.void_asked_by.is_not(None), AuditRow.voided_at.is_(None))
_WAITING: Mapping[Permission, tuple[_Waits, ...]] = {
    Permission.OBJECTION_DECIDE: (
        (
            ObjectionRow.audit_id,
            ObjectionRow.state.in_([state.value for state in WAITING]),
            ObjectionRow.raised_by,
        ),
        # in so many words, for the partial index
        (
            AmendmentRow.audit_id,
            AmendmentRow.state == literal_column("'asked'"),
            AmendmentRow.asked_by,
        ),
    ),
    Permission.MODERATE_DECIDE: (
        (SingleModerationRow.audit_id, SingleModerationRow.settled_at.is_(None), None),
        (ReadingPairRow.first_id, ReadingPairRow.state == "complete", None),
        (ReadingPairRow.second_id, ReadingPairRow.state == "complete", None),
    ),
}
"""Of what each may decide: where a reading is named, when it waits, who made it wait; a voiding
stands in its own row."""


def _decides(actor: Actor) -> ColumnElement[bool]:
    # what waits for a decision is opened by whoever may decide it, for as long as it waits; never
    # by who asked for it, who would open any file by asking
    waiting = (
        and_(
            centres_within(actor, permission),
            or_(*(_waits_for(actor.account_id, one) for one in kinds)),
        )
        for permission, kinds in _WAITING.items()
    )
    voiding = and_(_VOIDING, AuditRow.void_asked_by.is_distinct_from(actor.account_id))
    return or_(*waiting, and_(centres_within(actor, Permission.AUDIT_VOID), voiding))


def _waits_for(me: int | None, one: _Waits) -> ColumnElement[bool]:
    audit_id, waits, asked_by = one
    others = true() if asked_by is None else asked_by.is_distinct_from(me)
    return exists().where(audit_id == AuditRow.id, waits, others)


def _request_of(actor: Actor, at: datetime) -> Any:
    return (
        select(func.max(AccessRequestRow.id))
        .where(AccessRequestRow.case_file_id == AuditRow.case_file_id, _let_in(actor, at))
        .scalar_subquery()
    )


def _let_in(actor: Actor, at: datetime) -> ColumnElement[bool]:
    return and_(
        AccessRequestRow.asked_by == actor.account_id,
        AccessRequestRow.is_approved.is_(True),
        AccessRequestRow.expires_at > at,
        AccessRequestRow.ended_at.is_(None),
    )
