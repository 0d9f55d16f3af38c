"""What a reader of the demonstration writes beside the answers of a file."""

from collections.abc import Sequence
from datetime import date

from qa_app.domain.actions import Owner
from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.findings import ActionPlan, FindingDraft, FindingKind, FindingSheet
from qa_app.domain.rubric import Rubric

_LOW = frozenset({"unmet", "no_record", "missing", "broken", "partly", "late"})


def written_findings(rubric: Rubric, found: Sequence[EntryChange], day: date) -> FindingSheet:
    """Write at most one finding and one strength.

    Args:
        rubric: The version that the file is read against.
        found: What was saved of the file.
        day: When it was talked over with the worker.

    Returns:
        The sheet; without lines where the file gives no reason for any.
    """
    answers = [one for one in found if one.kind is EntryKind.ANSWER and one.key in rubric.items]
    low = [one.key for one in answers if one.value in _LOW]
    best = [one.key for one in answers if one.value == "met"]
    lines: list[FindingDraft] = []
    if low:
        plan = ActionPlan(
            "在例会上讲清要求，并抽看三份在办案卷。", Owner.WORKER, evidence="例会记录"
        )
        text = "案卷里看不出这一步是什么时候做的。"
        lines.append(FindingDraft(FindingKind.FINDING, (low[0],), text, is_main=True, action=plan))
    if best:
        text = "记录清楚，后来接手的人一看就明白。"
        lines.append(FindingDraft(FindingKind.STRENGTH, (best[0],), text))
    return FindingSheet(tuple(lines), day)
