"""Who took part in a result, and therefore does not decide about it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditEntryRow, AuditRow
from qa_app.models.findings import AmendmentRow, ObjectionRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.rounds import AuditRoundRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.queries.reading_chain import reading_chain


def took_part(session: Session, audit_id: int) -> frozenset[int]:
    """Name everyone who had a hand in a result.

    Args:
        session: A database session.
        audit_id: The reading.

    Returns:
        Accounts of whoever read or signed this or another reading of the same file, the second
        one of a blind pair and those whose place it took among them, entered something in one
        of them, settled the pair, let a reading of one person stand, led the session,
        planned, owned or moderated its round, or raised the objection.
    """
    audit = session.execute(
        select(AuditRow.id, AuditRow.case_file_id, AuditRow.session_id).where(
            AuditRow.id == audit_id
        )
    ).one()
    chain = reading_chain(session, audit.id)
    readings = list(chain)
    if audit.session_id is not None:
        same = select(AuditRow.id).where(
            AuditRow.session_id == audit.session_id,
            AuditRow.case_file_id.is_not_distinct_from(audit.case_file_id),
        )
        readings += session.execute(same).scalars()
    # a pair keeps its own readings, whatever took their place since
    of_pair = or_(
        ReadingPairRow.first_id.in_(chain),
        ReadingPairRow.second_id.in_(chain),
        ReadingPairRow.moderated_id.in_(chain),
    )
    pairs = session.execute(select(ReadingPairRow).where(of_pair)).scalars().all()
    readings += [one for pair in pairs for one in (pair.first_id, pair.second_id)]
    people: set[int | None] = {one for pair in pairs for one in (pair.asked_by, pair.settled_by)}
    for who in session.execute(
        select(AuditRow.reader_id, AuditRow.signed_by).where(AuditRow.id.in_(readings))
    ):
        people |= set(who)
    saved = select(AuditEntryRow.saved_by).where(AuditEntryRow.audit_id.in_(readings)).distinct()
    people |= set(session.execute(saved).scalars())
    upheld = select(SingleModerationRow.settled_by).where(SingleModerationRow.audit_id.in_(chain))
    people |= set(session.execute(upheld).scalars())
    if audit.session_id is not None:
        people |= _of_session(session, audit.session_id)
    raised = select(ObjectionRow.raised_by).where(ObjectionRow.audit_id == audit_id)
    people |= set(session.execute(raised).scalars())
    return frozenset(one for one in people if one is not None)


def proposer_of(session: Session, audit_id: int) -> int | None:
    """Name who proposed the amendment that waits.

    Args:
        session: A database session.
        audit_id: The reading.

    Returns:
        The account; None while no amendment waits.
    """
    return session.execute(
        select(AmendmentRow.asked_by).where(
            AmendmentRow.audit_id == audit_id, AmendmentRow.state == "asked"
        )
    ).scalar_one_or_none()


def _of_session(session: Session, session_id: int) -> set[int | None]:
    row = session.execute(
        select(
            SupervisionSessionRow.supervisor_id,
            AuditRoundRow.owner_id,
            AuditRoundRow.moderator_id,
        )
        .outerjoin(AuditRoundRow, AuditRoundRow.id == SupervisionSessionRow.round_id)
        .where(SupervisionSessionRow.id == session_id)
    ).one()
    return set(row)
