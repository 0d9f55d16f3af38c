"""A counted reading with everything from which an amended one is made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.amendments import amended_entries, frozen_amendment
from qa_app.domain.audit_entries import Entry
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import Frozen
from qa_app.models.audits import AuditRow
from qa_app.models.findings import AmendmentRow
from qa_app.models.transaction import locked
from qa_app.queries.audits import entries_of
from qa_app.queries.holidays import PastCalendars
from qa_app.queries.rubrics import rubric_by_id


@dataclass(frozen=True, slots=True)
class Amended:
    """An amended reading before it is stored.

    Attributes:
        audit: The counted reading.
        rubric: The version it was read against.
        entries: The entries of the amended one.
        frozen: What it comes to.
    """

    audit: AuditRow
    rubric: Rubric
    entries: tuple[Entry, ...]
    frozen: Frozen


def amended(
    session: Session, audit_id: int, answers: Mapping[str, str], reason: str, zone: str
) -> Amended:
    """Make an amended reading, without storing anything.

    Args:
        session: A session inside `transaction`.
        audit_id: The counted reading; its caller holds it and knows that it is in reach.
        answers: Item to the code it is to have.
        reason: Why.
        zone: Local time zone of the installation.

    Returns:
        The amended reading.

    Raises:
        InvalidError: It cannot be made so (`domain.amendments`).
        ConflictError: The reading does not count, or is none of a file that was read here
            (`not_amendable`).
    """
    audit = session.execute(select(AuditRow).where(AuditRow.id == audit_id)).scalar_one()
    rubric = rubric_by_id(session, audit.rubric_version_id)
    is_counted = audit.state == "signed" and audit.supplements_id is None
    if rubric is None or not is_counted or audit.read_at is None or audit.explanation is None:
        raise ConflictError("not_amendable")
    codes = json.loads(audit.explanation)["codes"]
    entries = amended_entries(rubric, entries_of(session, audit_id), codes, answers, reason)
    read_at: datetime = audit.read_at.astimezone(ZoneInfo(zone))
    local = read_at.replace(tzinfo=None, second=0, microsecond=0)
    # only what is amended changes: limits are counted as they were
    calendar = PastCalendars(session).at(rubric.region, audit.read_at)
    frozen = frozen_amendment(rubric, entries, audit.assessors, local, calendar)
    return Amended(audit, rubric, entries, frozen)


def result_with(
    session: Session, audit_id: int, answers: Mapping[str, str], reason: str, zone: str
) -> Frozen | None:
    """Work out the result that a reading would have with other answers, without storing anything.

    Args:
        session: A database session.
        audit_id: The reading; its caller knows that it is in reach.
        answers: Item to the code it is to have.
        reason: Why.
        zone: Local time zone of the installation.

    Returns:
        The score as it would be kept; None when it cannot be amended so.
    """
    try:
        return amended(session, audit_id, answers, reason, zone).frozen
    except (ConflictError, InvalidError):
        return None


def waiting_amendment(session: Session, audit_id: int) -> AmendmentRow | None:
    """Find the amendment of a reading that waits for a second person, and hold it.

    Args:
        session: A session inside `transaction`.
        audit_id: The reading.

    Returns:
        Its row; None when none waits.
    """
    query = select(AmendmentRow).where(
        AmendmentRow.audit_id == audit_id, AmendmentRow.state == "asked"
    )
    return session.execute(locked(session, query, AmendmentRow)).scalar_one_or_none()
