"""Evidence that was frozen for decisions about the register."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from qa_app.domain.register_decisions import DecisionState
from qa_app.domain.rules.decision import Status
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.packed import unpacked
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import RegisterDecisionRow


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Evidence that was frozen.

    Attributes:
        id: It.
        centre_id: The centre.
        area_code: The area.
        set_code: The set.
        as_of: Its day.
        status: What the table proposes.
        digest: Its digest.
        version: Code and version of the criteria.
        version_id: Which published version that is.
        plain: The evaluation as plain data.
        has_intervals: True where the intervals of its means were kept.
    """

    id: int
    centre_id: int
    area_code: str
    set_code: str
    as_of: date
    status: Status
    digest: str
    version: tuple[str, str]
    version_id: int
    plain: Mapping[str, Any]
    has_intervals: bool


def snapshot(session: Session, centre_id: int, area_code: str, snapshot_id: int) -> Snapshot | None:
    """Read frozen evidence.

    Args:
        session: A database session.
        centre_id: The centre; its caller knows that it is within reach.
        area_code: The area.
        snapshot_id: Which one.

    Returns:
        It; None when there is none of this area.
    """
    wanted = EvidenceSnapshotRow.id == snapshot_id
    found = _snapshots(session, centre_id, area_code, wanted, 1)
    return found[0] if found else None


def snapshots(
    session: Session, centre_id: int, area_code: str, most: int, digest: str = ""
) -> tuple[Snapshot, ...]:
    """List frozen evidence of an area.

    Args:
        session: A database session.
        centre_id: The centre; its caller knows that it is within reach.
        area_code: The area.
        most: At most so many.
        digest: Only those whose digest begins so; empty for every one.

    Returns:
        The newest first.
    """
    wanted = EvidenceSnapshotRow.digest.startswith(digest, autoescape=True)
    return _snapshots(session, centre_id, area_code, wanted, most)


def newest_of_set(
    session: Session, centre_id: int, area_code: str, set_code: str
) -> Snapshot | None:
    """Find the evidence of an area that was frozen last by a set.

    Args:
        session: A database session.
        centre_id: The centre; its caller knows that it is within reach.
        area_code: The area.
        set_code: The set of criteria.

    Returns:
        It; None when nothing was frozen by it.
    """
    found = _snapshots(session, centre_id, area_code, EvidenceSnapshotRow.set_code == set_code, 1)
    return found[0] if found else None


def newest_of_centre(session: Session, centre_id: int) -> Snapshot | None:
    """Find the evidence of a centre that was frozen last, of whichever area.

    Args:
        session: A database session.
        centre_id: The centre; its caller knows that it is within reach.

    Returns:
        It; None when nothing was frozen of it.
    """
    found = _snapshots(session, centre_id, None, true(), 1)
    return found[0] if found else None


def frozen_since(session: Session, account_id: int | None, since: datetime) -> int:
    """Count what somebody froze.

    Args:
        session: A database session.
        account_id: Who.
        since: From this instant on.

    Returns:
        How many.
    """
    row = EvidenceSnapshotRow
    query = select(func.count()).where(row.taken_by == account_id, row.taken_at > since)
    return int(session.execute(query).scalar_one())


def last_decided(
    session: Session, within: ColumnElement[bool], until: date
) -> Mapping[tuple[int, str], Snapshot]:
    """Read the evidence on which areas of centres were decided last.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        until: Evidence of later days is not looked at.

    Returns:
        Centre and code of the area to the evidence.
    """
    row, version = EvidenceSnapshotRow, CriteriaVersionRow
    rows = session.execute(
        select(row, version.code, version.version)
        .join(RegisterDecisionRow, RegisterDecisionRow.snapshot_id == row.id)
        .join(version, version.id == row.version_id)
        .join(CentreRow, CentreRow.id == RegisterDecisionRow.centre_id)
        .where(
            within,
            RegisterDecisionRow.state == DecisionState.DECIDED.value,
            row.as_of <= until,
        )
        .order_by(RegisterDecisionRow.decided_at, RegisterDecisionRow.id)
    ).all()
    newest = {(found[0].centre_id, found[0].area_code): found for found in rows}
    return {place: _snapshot(*found) for place, found in newest.items()}


def _snapshots(
    session: Session, centre_id: int, area_code: str | None, wanted: ColumnElement[bool], most: int
) -> tuple[Snapshot, ...]:
    of_area = true() if area_code is None else EvidenceSnapshotRow.area_code == area_code
    rows = session.execute(
        select(EvidenceSnapshotRow, CriteriaVersionRow.code, CriteriaVersionRow.version)
        .join(CriteriaVersionRow, CriteriaVersionRow.id == EvidenceSnapshotRow.version_id)
        .where(
            EvidenceSnapshotRow.centre_id == centre_id,
            of_area,
            wanted,
        )
        .order_by(EvidenceSnapshotRow.as_of.desc(), EvidenceSnapshotRow.id.desc())
        .limit(most)
    ).all()
    return tuple(_snapshot(*found) for found in rows)


def _snapshot(row: EvidenceSnapshotRow, code: str, version: str) -> Snapshot:
    return Snapshot(
        row.id,
        row.centre_id,
        row.area_code,
        row.set_code,
        row.as_of,
        Status(row.status),
        row.digest,
        (code, version),
        row.version_id,
        json.loads(unpacked(row.content)),
        row.intervals is not None,
    )
