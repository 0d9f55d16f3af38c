"""Reviews that decisions about the register rest on and that do not count any more."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_period import first_month_of, period_until
from qa_app.domain.month_grid import first_day
from qa_app.domain.totals import COUNTED_IN_CHARTS
from qa_app.models.audits import AuditRow
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.models.register_decisions import RegisterDecisionRow


@dataclass(frozen=True, slots=True)
class Undone:
    """A review that was counted when evidence was frozen and does not count since.

    Attributes:
        audit_id: The review; told only to who may read reviews of the centre.
        at: When it ceased to count.
        is_void: True where it was made void, False where an amended one took its place.
    """

    audit_id: int
    at: datetime
    is_void: bool


def undone_since(
    session: Session, decision_ids: Collection[int]
) -> Mapping[int, tuple[Undone, ...]]:
    """Find what decisions rest on that was made void, or amended, after it was frozen.

    Args:
        session: A database session.
        decision_ids: The decisions; their caller knows that they are within reach.

    Returns:
        Decision to its reviews, the last one first; only decisions that have some.
    """
    rests = EvidenceSnapshotRow
    rows = session.execute(
        select(
            RegisterDecisionRow.id,
            rests.as_of,
            AuditRow.id.label("audit_id"),
            AuditRow.reviewed_on,
            AuditRow.counted_until,
            AuditRow.state,
        )
        .join(rests, rests.id == RegisterDecisionRow.snapshot_id)
        .join(
            AuditRow,
            and_(AuditRow.centre_id == rests.centre_id, AuditRow.area_code == rests.area_code),
        )
        .where(
            RegisterDecisionRow.id.in_(sorted(decision_ids)),
            AuditRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
            AuditRow.result_state == "final",
            AuditRow.final_at <= rests.taken_at,
            AuditRow.counted_until > rests.taken_at,
            AuditRow.reviewed_on <= rests.as_of,
        )
        .order_by(AuditRow.counted_until.desc(), AuditRow.id)
    ).all()
    found: dict[int, list[Undone]] = defaultdict(list)
    for row in rows:
        if row.reviewed_on >= first_day(first_month_of(period_until(row.as_of).first_half)):
            undone = Undone(row.audit_id, row.counted_until, row.state == "void")
            found[row.id].append(undone)
    return {decision: tuple(reviews) for decision, reviews in found.items()}
