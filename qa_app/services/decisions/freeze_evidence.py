"""Freeze the evidence about an area, so that somebody can decide on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rules.evaluation import digest_of_evaluation, recomputed
from qa_app.domain.standing_events import EvidenceFrozen
from qa_app.models.evidence_rows import FOR_DECISION, keep_evidence
from qa_app.models.transaction import transaction
from qa_app.queries.register_standings import held_standing


def freeze_evidence(
    session: Session,
    actor: Actor,
    centre_id: int,
    area_code: str,
    plain: Mapping[str, Any],
    *,
    at: datetime,
) -> int:
    """Freeze it.

    Args:
        session: A database session.
        actor: Who proposes decisions, or records those on paper.
        centre_id: The centre.
        area_code: The area.
        plain: The evaluation, as `domain.rules.evaluation.plain_evaluation` gives it.
        at: The present.

    Returns:
        The snapshot; the one that stands for the same evaluation.

    Raises:
        OutOfReachError: The area is not within reach, or the actor may not.
        InvalidError: It is no evaluation of this area, or its verdicts do not follow from what it
            says was measured (`evidence_unsound`), or its criteria are not published
            (`criteria_unknown`).
    """
    by = Permission.STANDING_PROPOSE
    if not may(actor, by):
        by = Permission.STANDING_RECORD
    digest = digest_of_evaluation(plain)
    event = EvidenceFrozen(actor=actor, at=at, centre_id=centre_id, digest=digest)
    with transaction(session, event) as act:
        held = held_standing(session, actor, centre_id, area_code, by)
        is_of_area = (plain["centre"], plain["area"]) == (held.place.centre_code, area_code)
        if not is_of_area or _is_stated(plain) or recomputed(plain) != plain:
            raise InvalidError("evidence_unsound")
        made = keep_evidence(session, centre_id, plain, FOR_DECISION, actor.account_id, at)
        act.learn(object_id=made)
    return made


def _is_stated(plain: Mapping[str, Any]) -> bool:
    # frozen is what was measured; a verdict that is merely stated proves nothing
    return any("stated" in found for one in plain["criteria"] for found in one["found"])
