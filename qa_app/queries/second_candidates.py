"""Which drawn files somebody may read a second time without knowing the first reading."""

import json
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.events import AuditOpened
from qa_app.domain.reader_events import AuditHandedOver
from qa_app.domain.reading_pairs import Candidate, PairState
from qa_app.models.audits import AuditEntryRow, AuditOperationRow, AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.pairs import ReadingPairRow


def candidates_for_second(
    session: Session, draw_id: int, second_id: int, barred: frozenset[int]
) -> tuple[Candidate, ...]:
    """List drawn files that somebody may read a second time.

    Args:
        session: A database session.
        draw_id: The draw; the caller knows that it is in reach.
        second_id: Who would read.
        barred: Practitioners whose files they may not read.

    Returns:
        Files whose first reading is a draft of somebody else and that stand in no pair, without
        those whose draft they ever had in hand, opened or saved something in: they would know
        the first reading.
    """
    paired = exists().where(
        ReadingPairRow.first_id == AuditRow.id, ReadingPairRow.state != PairState.DISSOLVED.value
    )
    given_up = exists().where(
        ReadingPairRow.first_id == AuditRow.id, ReadingPairRow.state == PairState.DISSOLVED.value
    )
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.reader_id,
            CaseFileRow.reference,
            CaseFileRow.practitioner_id,
            given_up.label("given_up"),
        )
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.draw_id == draw_id,
            AuditRow.state == "draft",
            AuditRow.reader_id.is_not(None),
            AuditRow.reader_id != second_id,
            ~paired,
            ~_saved_in(second_id),
        )
        .order_by(AuditRow.id)
    ).all()
    known = _read_before(session, [row.id for row in rows], second_id)
    return tuple(
        Candidate(row.id, row.reference, row.reader_id, row.given_up)
        for row in rows
        if row.id not in known
        and (row.practitioner_id is None or row.practitioner_id not in barred)
    )


def _saved_in(account_id: int) -> ColumnElement[bool]:
    # what was overwritten since is still there as it was sent
    stands = exists().where(
        AuditEntryRow.audit_id == AuditRow.id, AuditEntryRow.saved_by == account_id
    )
    sent = exists().where(
        AuditOperationRow.audit_id == AuditRow.id, AuditOperationRow.saved_by == account_id
    )
    return or_(stands.correlate(AuditRow), sent.correlate(AuditRow))


def _read_before(session: Session, audits: Collection[int], account_id: int) -> frozenset[int]:
    # readings change hands; the journal alone tells in whose they were
    rows = session.execute(
        select(JournalRow.object_id, JournalRow.action, JournalRow.actor_id, JournalRow.detail)
        .where(
            JournalRow.object_type == AuditOpened.object_type,
            JournalRow.object_id.in_([str(one) for one in audits]),
            or_(
                and_(
                    JournalRow.action == AuditOpened.action,
                    JournalRow.actor_id == account_id,
                ),
                JournalRow.action == AuditHandedOver.action,
            ),
        )
        .order_by(JournalRow.seq)
    )
    return frozenset(
        int(row.object_id)
        for row in rows
        if row.action == AuditOpened.action or json.loads(row.detail)["from_account"] == account_id
    )
