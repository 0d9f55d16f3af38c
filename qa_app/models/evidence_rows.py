"""Freezes evidence about an area: a row that says everything the verdicts follow from."""

from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.journal import canonical_json
from qa_app.domain.rules.evaluation import Evidence, digest_of_evaluation
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.packed import packed

FOR_DECISION, FOR_RED_LINE = "decision", "red_line"


def keep_evidence(
    session: Session,
    centre_id: int,
    evidence: Evidence,
    made_for: str,
    by: int | None,
    at: datetime,
) -> int:
    """Put frozen evidence down.

    Args:
        session: A session inside `transaction`.
        centre_id: The centre.
        evidence: The evaluation, as `domain.rules.evaluation.evidence_of` gives it.
        made_for: `FOR_DECISION` or `FOR_RED_LINE`.
        by: Who froze it; None for the system.
        at: The present.

    Returns:
        The snapshot; the one that stands for the same evaluation.

    Raises:
        InvalidError: Its criteria are not published (`criteria_unknown`).
    """
    plain, digest = evidence.plain, digest_of_evaluation(evidence.plain)
    standing = select(EvidenceSnapshotRow.id).where(EvidenceSnapshotRow.digest == digest)
    there = session.execute(standing).scalar_one_or_none()
    if there is not None:
        return there
    said = plain["criteria_version"]
    version = session.execute(
        select(CriteriaVersionRow.id).where(
            CriteriaVersionRow.code == said["code"],
            CriteriaVersionRow.version == said["version"],
            CriteriaVersionRow.fingerprint == said["fingerprint"],
        )
    ).scalar_one_or_none()
    if version is None:
        raise InvalidError("criteria_unknown")
    made: int = session.execute(
        insert(EvidenceSnapshotRow)
        .values(
            centre_id=centre_id,
            area_code=plain["area"],
            version_id=version,
            set_code=plain["set"],
            as_of=date.fromisoformat(plain["as_of"]),
            made_for=made_for,
            status=plain["status"],
            digest=digest,
            content=packed(canonical_json(plain)),
            intervals=canonical_json(evidence.intervals),
            taken_at=at,
            taken_by=by,
        )
        .returning(EvidenceSnapshotRow.id)
    ).scalar_one()
    return made
