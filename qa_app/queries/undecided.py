"""Objections and amendments that wait while nobody can decide about them."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.bars import Judged, counts_for_endorsement
from qa_app.domain.objections import WAITING, decide_by
from qa_app.domain.parties import ResultPlace
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.queries.bars import tied
from qa_app.queries.deciders import Undecided, may_decide
from qa_app.queries.reach import centres_within, signed_within
from qa_app.queries.staff import people_with
from qa_app.queries.who_took_part import took_part_each


@dataclass(frozen=True, slots=True)
class StuckResult:
    """A result of which nobody can decide the objection or the amendment.

    Attributes:
        audit_id: The reading; None for an administrator, who reads no results.
        reference: The file's reference; None when the whole centre was read, and for an
            administrator.
        centre_id: The centre.
        centre_name: Its name, which another one may bear as well.
        place_name: Name of the district that it lies in.
        until: By when an objection should be decided; None for an amendment without one.
    """

    audit_id: int | None
    reference: str | None
    centre_id: int
    centre_name: BilingualText
    place_name: BilingualText
    until: date | None


def stuck_results(
    session: Session, actor: Actor, zone: str, *, on: date
) -> tuple[StuckResult, ...]:
    """List results about which nobody can decide, for whoever could change that.

    Args:
        session: A database session.
        actor: Who asks: who decides objections at the centre, though not this one, or an
            administrator of its accounts, who is told the centre and nothing of the file.
        zone: Local time zone of the installation.
        on: The local day.

    Returns:
        Longest waiting first; nothing for everybody else. The same queries, however many wait.
    """
    is_admin = may(actor, Permission.ACCOUNT_MANAGE)
    if is_admin:
        within = centres_within(actor, Permission.ACCOUNT_MANAGE)
    elif may(actor, Permission.OBJECTION_DECIDE):
        within = signed_within(actor) & centres_within(actor, Permission.OBJECTION_DECIDE)
    else:
        return ()
    with beyond_reach(session, Beyond.DUTIES) if is_admin else nullcontext():
        rows = session.execute(_waiting().where(within)).all()
        part = took_part_each(session, [row.id for row in rows])
    if not rows:
        return ()
    people = people_with(session, Permission.OBJECTION_DECIDE)
    ties = tied(session, [one.account_id for one in people if one.account_id is not None])
    return tuple(
        _stuck(row, zone, is_told=not is_admin)
        for row in rows
        if not any(may_decide(one, ties, _undecided(row, part[row.id], on)) for one in people)
    )


def _waiting() -> Any:
    return (
        select(
            AuditRow.id,
            AuditRow.centre_id,
            AuditRow.reader_id,
            AuditRow.sample_type,
            CaseFileRow.reference,
            CaseFileRow.practitioner_id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            ObjectionRow.raised_at,
            AmendmentRow.asked_by,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(PlaceRow, PlaceRow.path == CentreRow.place_path)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(
            ObjectionRow,
            (ObjectionRow.audit_id == AuditRow.id)
            & ObjectionRow.state.in_([state.value for state in WAITING]),
        )
        .outerjoin(
            AmendmentRow, (AmendmentRow.audit_id == AuditRow.id) & (AmendmentRow.state == "asked")
        )
        .where(
            AuditRow.state == "signed",
            or_(ObjectionRow.id.is_not(None), AmendmentRow.id.is_not(None)),
        )
        .order_by(ObjectionRow.raised_at.is_(None), ObjectionRow.raised_at, AuditRow.id)
    )


def _undecided(row: Row[*tuple[Any, ...]], part: frozenset[int], on: date) -> Undecided:
    return Undecided(
        ResultPlace(row.centre_id, row.place_path, row.practitioner_id, row.reader_id),
        part,
        row.asked_by,
        Judged(row.centre_id, row.practitioner_id, on, counts_for_endorsement(row.sample_type)),
    )


def _stuck(row: Row[*tuple[Any, ...]], zone: str, *, is_told: bool) -> StuckResult:
    return StuckResult(
        row.id if is_told else None,
        row.reference if is_told else None,
        row.centre_id,
        BilingualText(row.name_zh, row.name_en),
        BilingualText(row.place_zh, row.place_en),
        None if row.raised_at is None else decide_by(local_day(row.raised_at, zone)),
    )
