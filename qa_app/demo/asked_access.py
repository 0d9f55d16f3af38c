"""Access of the demonstration: a reviewer asks for three files that were not given to them."""

from datetime import date, timedelta

from sqlalchemy import select

from qa_app.demo.acting import Stage
from qa_app.domain.access_requests import AccessPurpose, AccessRefusal
from qa_app.models.audits import AuditRow
from qa_app.queries.openings import opening_of
from qa_app.services.access.answer_access import answer_access
from qa_app.services.access.ask_access import NewAccess, ask_access
from qa_app.services.audits.open_audit import Look, open_audit

_CENTRE = "530102-A"
_ASKED = (
    (AccessPurpose.TAKE_OVER, "下周代督导甲复核该社工的档案，须先看上次评查的问题", 5),
    (AccessPurpose.SECOND_LOOK, "想比较两名评查员对同一类案卷的判断", 3),
    (AccessPurpose.COMPLAINT, "家属来电投诉回访不及时，须核对上次评查的记录", 2),
)


def ask_for_access(stage: Stage, today: date) -> None:
    """Ask three times: one request is approved and used, one is refused, one waits.

    Args:
        stage: What actors need.
        today: Last day of the story.
    """
    session, zone = stage.session, stage.zone
    asked_at = stage.instant(today - timedelta(days=1), 9)
    closed = _closed_to_the_reader(stage, today)
    requests = [
        ask_access(session, stage.reader, NewAccess(audit, purpose, words, days), zone, at=asked_at)
        for audit, (purpose, words, days) in zip(closed, _ASKED, strict=False)
    ]
    answers = (None, AccessRefusal.ELSEWHERE)
    for request, refusal in zip(requests, answers, strict=False):
        at = asked_at + timedelta(hours=2)
        answer_access(session, stage.manager, request, refusal, zone, at=at)
    if requests:
        at, centre = asked_at + timedelta(hours=3), stage.centre_ids[_CENTRE]
        open_audit(session, stage.reader, closed[0], centre, at=at, look=Look(zone=zone))


def _closed_to_the_reader(stage: Stage, today: date) -> list[int]:
    found: dict[int, int] = {}
    at = stage.instant(today, 0)
    query = (
        select(AuditRow.id, AuditRow.case_file_id)
        .where(
            AuditRow.centre_id == stage.centre_ids[_CENTRE],
            AuditRow.state == "signed",
            AuditRow.case_file_id.is_not(None),
            AuditRow.reader_id != stage.reader.account_id,
        )
        .order_by(AuditRow.id.desc())
        .limit(30)
    )
    for audit_id, file_id in stage.session.execute(query).all():
        opening = opening_of(stage.session, stage.reader, audit_id, at=at, on=today)
        if file_id is not None and opening.why is None and file_id not in found:
            found[file_id] = audit_id
    return list(found.values())[: len(_ASKED)]
