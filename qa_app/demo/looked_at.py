"""Lets the moderator of the demonstration look at reviews of one reader, month by month."""

from datetime import datetime

from qa_app.demo.acting import Stage
from qa_app.domain.single_moderation import CauseKind
from qa_app.queries.single_moderations import SingleLine, singles_page
from qa_app.services.moderation.uphold_single import uphold_single

_REASONS = {
    CauseKind.STOP: "对照案卷和附件看过，红线的认定有据",
    CauseKind.GATE: "对照案卷看过，该项确未完成",
    CauseKind.REGION: "对照年度材料和平台计数看过，等级有据",
    CauseKind.FIRST_READINGS: "逐项看过，评分一致，已与评查员谈过记录要求",
}
_OTHERWISE = "看过案卷，结果有据"
_MOST = 25


def look_at_reviews(stage: Stage, at: datetime) -> None:
    """Let stand what was signed by now and waits for the moderator.

    Args:
        stage: What actors need; its supervisor moderates.
        at: The present; what is signed later, the story having gone on, is left alone.
    """
    after: int | None = None
    while found := singles_page(stage.session, stage.supervisor, after, _MOST):
        stage.session.rollback()
        for one in (line for line in found if line.signed_at < at):
            reason = _reason(one)
            uphold_single(stage.session, stage.supervisor, one.audit_id, reason, stage.zone, at=at)
        after = found[-1].audit_id


def _reason(one: SingleLine) -> str:
    return _REASONS.get(one.causes[0].kind, _OTHERWISE) if one.causes else _OTHERWISE
