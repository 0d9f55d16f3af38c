"""A finding and an action for every third signed audit, some in every state."""

from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.models.audits import AuditRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow, FindingSheetRow
from qa_app.models.triggers import create_triggers, drop_triggers

_EVERY = 3
_FIRST = date(2026, 1, 5)
_ITEM = "A2"
# state, who must act, what for, whether a day is set: most are closed, as after some years
_STATES = (
    ("open", "centre", "plan", True),
    ("planned", "centre", "do", True),
    ("done", "supervisor", "document", False),
    ("done", None, "readings", False),
    *(("verified", None, "nothing", False),) * 6,
)


def follow_up(session: Session) -> None:
    """Add them; what is frozen is let loose for so long."""
    drop_triggers(session.connection())
    rows = session.execute(
        select(AuditRow.id, AuditRow.centre_id, AuditRow.signed_at, AuditRow.reviewed_on)
        .where(AuditRow.state == "signed")
        .order_by(AuditRow.id)
    ).all()
    chosen = rows[::_EVERY]
    session.execute(
        insert(FindingSheetRow),
        [
            {"audit_id": row.id, "revision": 1, "saved_at": row.signed_at, "saved_by": None}
            for row in chosen
        ],
    )
    findings = session.execute(
        insert(FindingRow).returning(FindingRow.id, sort_by_parameter_order=True),
        [
            {
                "audit_id": row.id,
                "position": 1,
                "kind": "finding",
                "source": "reader",
                "is_main": True,
                "items": [_ITEM],
            }
            for row in chosen
        ],
    ).scalars()
    session.execute(
        insert(CorrectiveActionRow),
        [
            _action(number, finding, row)
            for number, (finding, row) in enumerate(zip(findings, chosen, strict=True))
        ],
    )
    create_triggers(session.connection())
    session.commit()


def _action(number: int, finding: int, row: object) -> dict[str, object]:
    state, waits_by, waits_for, has_day = _STATES[number % len(_STATES)]
    due = _FIRST + timedelta(days=number % 900)
    return {
        "finding_id": finding,
        "audit_id": row.id,
        "centre_id": row.centre_id,
        "rubric_code": "bench",
        "items": [_ITEM],
        "kind": "other",
        "owner": "centre",
        "is_structural": False,
        "state": state,
        "opened_on": row.reviewed_on,
        "due_on": due,
        "is_by_document": False,
        "recurrences": 0,
        "waits_by": waits_by,
        "waits_for": waits_for,
        "next_on": due if has_day else None,
        "revision": 1,
    }
