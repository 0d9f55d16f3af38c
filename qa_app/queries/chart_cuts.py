"""Where limits of a scope begin anew, and why."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.totals import WHOLE_FILE
from qa_app.models.chart_marks import BaselineRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.trends import Scope


def cuts_of(
    session: Session, scope: Scope, rubric_code: str, section: str = WHOLE_FILE
) -> tuple[Cut, ...]:
    """Find where a new stretch of limits begins, for `charting.stretches_of`.

    Args:
        session: A database session.
        scope: Whose chart.
        rubric_code: Which rubric.
        section: Which section; empty for whole files.

    Returns:
        The cuts, by month; baselines that were taken back left out.
    """
    rows = session.execute(
        select(BaselineRow.month, BaselineRow.rubric_version_id)
        .join(RubricVersionRow, RubricVersionRow.id == BaselineRow.rubric_version_id)
        .where(
            BaselineRow.scope == scope.key,
            BaselineRow.section == section,
            BaselineRow.taken_back_at.is_(None),
            RubricVersionRow.rubric_code == rubric_code,
        )
        .order_by(BaselineRow.month)
    )
    return tuple(Cut(row.month, CutReason.REBASED, row.rubric_version_id) for row in rows)
