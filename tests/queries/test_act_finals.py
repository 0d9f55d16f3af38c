"""Since when results are final: what goes by the clock is named as well."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.act_seals import ActFault, Kind
from qa_app.models.audits import AuditRow
from qa_app.models.journal import JournalRow
from qa_app.models.triggers import drop_triggers
from qa_app.services.audits import finalise_audits as runs
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from tests.audits import ZONE, a_draft, a_signed_desk, all_met
from tests.people import NOON, OPERATOR
from tests.postgresql import as_owner
from tests.queries.test_act_forgery import after, appended, faults

REVIEW = Kind.REVIEW
DUE = datetime(2026, 4, 7, 16, 0, tzinfo=UTC)


@pytest.fixture
def database_url(database_url: str) -> str:
    """Triggers are the owner's: whoever drops them may do everything."""
    return as_owner(database_url)


def test_a_result_becomes_final_in_a_run_that_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_signed_desk(session)
    drafts = [a_draft(session, desk.centre, desk.rubric, desk.reader) for _ in range(3)]
    # signed in another order than they were begun, and one whose days are not over
    for number, at in zip(drafts, (2, 1, 60 * 24 * 40), strict=True):
        moment = NOON + timedelta(minutes=at)
        save_entries(session, desk.reader, number, all_met(), ZONE, at=moment)
        sign_audit(session, desk.reader, number, ZONE, at=moment)
    # two runs of one instant
    monkeypatch.setattr(runs, "_CHUNK", 2)
    assert runs.finalise_audits(session, OPERATOR, ZONE, at=DUE) == 3
    assert faults(session) == set()
    drop_triggers(session.connection())
    session.commit()
    untold, state = (REVIEW, ActFault.UNTOLD), (REVIEW, ActFault.STATE)
    final = f"UPDATE audit SET result_state = 'final', final_at = {{}} WHERE id = {drafts[2]}"
    assert after(session, final.format("signed_at")) == {untold}
    assert after(session, final.format("NULL")) == {state}
    told = f"(SELECT final_at FROM audit WHERE id = {desk.audit})"
    assert (REVIEW, ActFault.OTHERWISE) in after(session, final.format(told))
    changed = {(REVIEW, ActFault.CHANGED)}
    lost = {*changed, (REVIEW, ActFault.LOST)}
    back = "result_state = 'provisional', final_at = NULL"
    assert after(session, f"UPDATE audit SET {back} WHERE id = {desk.audit}") == lost
    other = f"UPDATE audit SET final_at = signed_at WHERE id = {drafts[0]}"
    assert after(session, other) == {untold, (REVIEW, ActFault.LOST)}
    # one for another: the number is right and the digest is not
    swap = f"UPDATE audit SET {back} WHERE id = {drafts[1]}"
    assert after(session, swap, final.format(told)) == changed


def test_no_row_without_a_seal_makes_a_result_final(session: Session) -> None:
    desk = a_signed_desk(session)
    runs.finalise_audits(session, OPERATOR, ZONE, at=DUE)
    row = session.scalars(select(JournalRow).where(JournalRow.action == "audit:finalise")).one()
    plain = row.detail.replace('"seal":"', '"sealed":"')
    drop_triggers(session.connection())
    audit = session.get_one(AuditRow, desk.audit)
    audit.final_at = DUE + timedelta(days=1)
    said = {"action": "audit:finalise", "object_type": "audit", "object_id": None}
    appended(session, **said, at=audit.final_at, detail=plain)
    found = {(REVIEW, ActFault.UNSEALED), (REVIEW, ActFault.LOST)}
    assert faults(session) == found
