"""Areas of the register in which a red line was found since they were decided on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.register_status import step_on
from qa_app.domain.rules.decision import IN_REGISTER
from qa_app.models.audits import AuditRow
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.evidence_rows import FOR_RED_LINE
from qa_app.queries.register_standings import AreaStanding


@dataclass(frozen=True, slots=True)
class Crossed:
    """An area of the register with a red line.

    Attributes:
        area: It.
        found_on: Day on which the last review with a red line was signed.
        final_at: When the last one of those that are final became so; None before.
        snapshot_id: Evidence that was frozen since then, because of it; None before.
        evaluated_on: Its day; None before.
    """

    area: AreaStanding
    found_on: date
    final_at: datetime | None
    snapshot_id: int | None = None
    evaluated_on: date | None = None

    @property
    def is_to_evaluate(self) -> bool:
        """True when a red line became final after the area was evaluated last."""
        return self.final_at is not None and self.snapshot_id is None


def crossed_areas(
    session: Session, areas: Sequence[AreaStanding], today: date, zone: str
) -> tuple[Crossed, ...]:
    """Find the areas in which a red line was found since they were decided on, with two queries.

    Args:
        session: A database session.
        areas: Where they stand; those outside the register are passed over.
        today: Local day.
        zone: Local time zone of the installation.

    Returns:
        In the order of the areas. A review that was made void since counts no more.
    """
    held = {}
    for one in areas:
        step = step_on(one.steps, today)
        if step is not None and one.apart(today) in IN_REGISTER:
            held[one.place.centre_id, one.place.area_code] = (one, step)
    if not held:
        return ()
    evidence = _evidence(session, {centre for centre, _ in held})
    found: dict[tuple[int, str], list[Any]] = {}
    for row in session.execute(
        select(
            AuditRow.centre_id,
            AuditRow.area_code,
            AuditRow.signed_at,
            AuditRow.result_state,
            AuditRow.final_at,
        ).where(
            AuditRow.centre_id.in_({centre for centre, _ in held}),
            AuditRow.state == "signed",
            AuditRow.stop_count > 0,
            AuditRow.signed_at.is_not(None),
        )
    ):
        key = row.centre_id, row.area_code or ""
        if key in held and local_day(row.signed_at, zone) >= held[key][1].effective_on:
            found.setdefault(key, []).append(row)
    return tuple(
        _crossed(held[key][0], found[key], evidence.get(key), zone) for key in held if key in found
    )


def _evidence(session: Session, centres: set[int]) -> dict[tuple[int, str], tuple[int, datetime]]:
    row = EvidenceSnapshotRow
    rows = session.execute(
        select(row.centre_id, row.area_code, func.max(row.id), func.max(row.taken_at))
        .where(row.centre_id.in_(centres), row.made_for == FOR_RED_LINE)
        .group_by(row.centre_id, row.area_code)
    )
    return {(centre, area): (snapshot_id, at) for centre, area, snapshot_id, at in rows}


def _crossed(
    area: AreaStanding, rows: Sequence[Any], taken: tuple[int, datetime] | None, zone: str
) -> Crossed:
    found_on = max(local_day(row.signed_at, zone) for row in rows)
    finals = [row.final_at or row.signed_at for row in rows if row.result_state == "final"]
    final_at = max(finals, default=None)
    if taken is None or final_at is None or taken[1] < final_at:
        return Crossed(area, found_on, final_at)
    return Crossed(area, found_on, final_at, taken[0], local_day(taken[1], zone))
