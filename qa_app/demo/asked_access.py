"""Access of the demonstration: a reviewer asks for three files that were not given to them."""

from datetime import date, timedelta

from qa_app.demo.acting import Stage
from qa_app.domain.access_requests import AccessPurpose, AccessRefusal
from qa_app.queries.openings import closed_readings
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
    centre, at = stage.centre_ids[_CENTRE], stage.instant(today, 0)
    closed = closed_readings(session, stage.reader, centre, at=at, on=today)
    requests = [
        ask_access(session, stage.reader, NewAccess(audit, purpose, words, days), zone, at=asked_at)
        for audit, (purpose, words, days) in zip(closed, _ASKED, strict=False)
    ]
    answers = (None, AccessRefusal.ELSEWHERE)
    for request, refusal in zip(requests, answers, strict=False):
        at = asked_at + timedelta(hours=2)
        answer_access(session, stage.manager, request, refusal, zone, at=at)
    if requests:
        at = asked_at + timedelta(hours=3)
        open_audit(session, stage.reader, closed[0], centre, at=at, look=Look(zone=zone))
