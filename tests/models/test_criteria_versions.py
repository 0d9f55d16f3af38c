"""What the database refuses about frozen evidence and about when audits counted."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.criteria_versions import EvidenceSnapshotRow
from qa_app.services.audits.finalise_audits import finalise_audits
from qa_app.services.criteria.publish_criteria import publish_criteria
from tests.audits import ZONE, a_signed_desk
from tests.criteria_drafts import TODAY, the_file
from tests.people import NOON, OPERATOR


def refused(session: Session, change, why: str) -> None:
    with pytest.raises(DBAPIError, match=why):
        session.execute(change)
    session.rollback()


def test_frozen_evidence_never_changes(session: Session) -> None:
    desk = a_signed_desk(session)
    made = publish_criteria(session, OPERATOR, the_file(), TODAY, at=NOON).version_id
    session.execute(
        insert(EvidenceSnapshotRow).values(
            centre_id=desk.centre,
            area_code="social_work",
            version_id=made,
            set_code="full",
            as_of=TODAY,
            made_for="decision",
            status="deferred",
            digest="d" * 64,
            content=b"",
            taken_at=NOON,
        )
    )
    session.commit()
    refused(session, update(EvidenceSnapshotRow).values(status="endorsed"), "never changes")
    refused(session, EvidenceSnapshotRow.__table__.delete(), "never changes")


def test_from_when_and_until_when_an_audit_counted_stays(session: Session) -> None:
    desk = a_signed_desk(session)
    finalise_audits(session, OPERATOR, ZONE, at=NOON + timedelta(days=40))
    own = update(AuditRow).where(AuditRow.id == desk.audit)
    refused(session, own.values(final_at=NOON), "counted stays")
    session.execute(own.values(counted_until=NOON + timedelta(days=50)))
    session.commit()
    refused(session, own.values(counted_until=None), "counted stays")
