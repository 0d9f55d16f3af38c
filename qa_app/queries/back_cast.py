"""The latest signed audits of a version, scored under a draft without anything being written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import Entry, plain_case
from qa_app.domain.back_cast import Recast, Sides, moved_about, moves_of, recast, two_sides
from qa_app.domain.defaults import BACK_CAST_REVIEWS
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may, reach_of
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.audits import ENTRY_COLUMNS, opened_entry
from qa_app.queries.holidays import working_calendar
from qa_app.queries.reach import signed_within

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecastLine:
    """One signed audit under both versions.

    Attributes:
        audit_id: The audit.
        reference: Reference of its file; None when the whole centre was read, or when the
            person has no case rights there.
        centre_name: Its centre.
        read_on: Local day of reading.
        signed_band: Band that it was signed with; None without one.
        recast: Bands on the shared items.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    read_on: date | None
    signed_band: str | None
    recast: Recast


@dataclass(frozen=True, slots=True)
class BackCast:
    """What the draft would have made of the latest signed audits.

    Attributes:
        sides: The two versions on what they share.
        lines: The audits that would change band, latest first.
        moves: Band before and band after to how many.
        count: Audits that were scored.
        without: Audits that get no band on the shared items on one side or both.
        is_sealed: True when the readings are sealed: nothing is told of single audits, of
            bands and of those without one.
        sealed_moved: Of sealed audits, about how many would change their band
            (`moved_about`); None when that is not told, and when they are not sealed.
    """

    sides: Sides
    lines: tuple[RecastLine, ...]
    moves: Mapping[tuple[str, str], int]
    count: int
    without: int
    is_sealed: bool = False
    sealed_moved: int | None = None


def back_cast(
    session: Session,
    actor: Actor,
    version_id: int,
    contents: tuple[Content, Content],
    comparable: Collection[str],
    zone: str,
) -> BackCast | None:
    """Score the latest signed audits of a version on the shared items under both versions.

    Args:
        session: A database session; nothing is written.
        actor: Who asks; only audits within their reach are scored.
        version_id: The version that stands.
        contents: Its content and that of the draft.
        comparable: Codes of the items that both can be compared by.
        zone: Local time zone of the installation.

    Returns:
        The outcome for at most `BACK_CAST_REVIEWS` audits; None when the two versions share
        no score (see `two_sides`) or the person reads no audits.
    """
    sides = two_sides(*contents, comparable)
    if sides is None or not may(actor, Permission.AUDIT_READ):
        return None
    rows = _latest(session, actor, version_id)
    entries = _entries(session, [row.id for row in rows])
    calendar = working_calendar(session, sides.after.region)
    lines = []
    for row in rows:
        read_at = row.read_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        case = plain_case(entries.get(row.id, ()), row.assessors, read_at)
        lines.append(_line(actor, row, recast(sides, case, calendar)))
    recasts = [line.recast for line in lines]
    if "sealed" in {sides.before.access, sides.after.access}:
        about = moved_about(recasts)
        return BackCast(sides, (), {}, len(lines), 0, is_sealed=True, sealed_moved=about)
    return BackCast(
        sides,
        tuple(line for line in lines if line.recast.moves),
        moves_of(recasts),
        len(lines),
        sum(not one.is_compared for one in recasts),
    )


def _latest(session: Session, actor: Actor, version_id: int) -> list[Row[*tuple[Any, ...]]]:
    query = (
        select(
            AuditRow.id,
            AuditRow.read_at,
            AuditRow.reviewed_on,
            AuditRow.assessors,
            AuditRow.band,
            CaseFileRow.reference,
            CentreRow.id.label("centre_id"),
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.rubric_version_id == version_id,
            AuditRow.state == "signed",
            AuditRow.supplements_id.is_(None),
            AuditRow.read_at.is_not(None),
            signed_within(actor),
        )
        .order_by(AuditRow.signed_at.desc(), AuditRow.id.desc())
        .limit(BACK_CAST_REVIEWS)
    )
    return list(session.execute(query))


def _entries(session: Session, audits: list[int]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = {}
    sealer = sealer_of(session)
    # notes are no part of a score and stay sealed
    columns = [column for column in ENTRY_COLUMNS if column is not AuditEntryRow.note]
    rows = session.execute(
        select(AuditEntryRow.audit_id, *columns).where(AuditEntryRow.audit_id.in_(audits))
    )
    for row in rows:
        opened = (row.kind, row.key, row.value, None, row.extra, row.revision)
        found.setdefault(row.audit_id, []).append(opened_entry(sealer, row.audit_id, opened))
    return found


def _line(actor: Actor, row: Row[*tuple[Any, ...]], outcome: Recast) -> RecastLine:
    reach = reach_of(actor, Permission.CASE_READ)
    is_named = reach.covers(row.centre_id, row.place_path)
    return RecastLine(
        row.id,
        row.reference if is_named else None,
        BilingualText(row.name_zh, row.name_en),
        row.reviewed_on,
        row.band,
        outcome,
    )
