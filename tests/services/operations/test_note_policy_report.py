from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models.journal import SettingRow
from qa_app.models.transaction import journal_head
from qa_app.queries.health import POLICY_REPORT, daily_findings
from qa_app.services.operations.note_policy_report import note_policy_report
from tests.people import NOON


def kept(session: Session) -> dict[str, str]:
    row = SettingRow
    found = select(row.name, row.value).where(row.name.startswith(POLICY_REPORT))
    return {name.removeprefix(POLICY_REPORT): value for name, value in session.execute(found)}


def test_each_rule_keeps_its_last_time_renewed_at_most_once_a_minute(session: Session) -> None:
    before = journal_head(session)
    note_policy_report(session, "img-src", at=NOON)
    note_policy_report(session, "img-src", at=NOON + timedelta(seconds=59))
    note_policy_report(session, "script-src", at=NOON + timedelta(seconds=59))
    assert kept(session) == {
        "img-src": "2026-03-23T04:00:00+00:00",
        "script-src": "2026-03-23T04:00:59+00:00",
    }
    note_policy_report(session, "img-src", at=NOON + timedelta(seconds=61))
    assert kept(session)["img-src"] == "2026-03-23T04:01:01+00:00"
    assert journal_head(session) == before


def test_who_looks_at_the_system_is_told(session: Session) -> None:
    assert "policy" in {one.code for one in daily_findings(session, NOON, NOON.date())}
    note_policy_report(session, "style-src-attr", at=NOON)
    found = {one.code: one for one in daily_findings(session, NOON, NOON.date())}
    assert found["policy_broken"].params == {"rules": "style-src-attr"}
